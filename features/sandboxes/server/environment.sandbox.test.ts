import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createEmit } from '@e-code/kernel/server';
import { environmentChanged } from '@e-code/projects/contract';
import { person } from './testing/people.ts';
import { startSandboxPlatform } from './testing/sandbox-platform.ts';
import type { SandboxPlatform } from './testing/sandbox-platform.ts';

let platform: SandboxPlatform;
let given: Record<string, string> = {};
beforeAll(async () => {
  platform = await startSandboxPlatform({}, undefined, [
    async () => given,
    async (projectId) => ({ PROJECT: projectId, SHARED: 'of the second source' }),
  ]);
});
afterAll(() => platform.stop());

/** What a program that begins now has under this name; a file is read since it outlives the program. */
async function seen(projectId: string, name: string): Promise<string> {
  await platform.run(projectId, `printf "%s" "$${name}" > seen.txt`);
  return vi.waitFor(async () => {
    const state = await (await platform.host('ada', projectId, '/run')).json();
    expect(state).toMatchObject({ status: 'exited' });
    return (await platform.host('ada', projectId, '/files/content?path=seen.txt')).text();
  });
}

it('is with the host before the first request of a person is, later sources before earlier ones', async () => {
  given = { GREETING: 'hello', SHARED: 'of the first source' };
  const projectId = await platform.createProject();
  expect(await seen(projectId, 'GREETING')).toBe('hello');
  expect(await seen(projectId, 'PROJECT')).toBe(projectId);
  expect(await seen(projectId, 'SHARED')).toBe('of the second source');
});

it('follows what the features say, without a restart', async () => {
  given = { GREETING: 'before' };
  const projectId = await platform.createProject();
  const { sandbox } = await platform.feature.sessions.wake(projectId, person('ada'));
  expect(await seen(projectId, 'GREETING')).toBe('before');
  given = { GREETING: 'after' };
  await platform.kernel.database.transaction((sql) =>
    createEmit(sql, person('ada'), () => new Date())(environmentChanged, { projectId }),
  );
  await vi.waitFor(async () => expect(await seen(projectId, 'GREETING')).toBe('after'), { timeout: 20_000 });
  expect(platform.feature.sessions.get(projectId)?.running?.sandbox).toBe(sandbox);
});

it('is neither set nor known by the owner: the address is absent', async () => {
  const projectId = await platform.createProject();
  const answer = await platform.host('ada', projectId, '/environment', {
    method: 'PUT',
    json: { variables: { A: 'b' } },
  });
  expect(answer.status).toBe(404);
});

it('stops a start that could not get it, and says so', async () => {
  given = { 'NOT A NAME': 'x' };
  const projectId = await platform.createProject();
  const answer = await platform.host('ada', projectId, '/files/list');
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('variables and secrets of the project could not be handed to it');
});
