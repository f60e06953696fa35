import { afterAll, beforeAll, expect, it } from 'vitest';
import { cookieOf } from './testing/people.ts';
import { startSandboxPlatform } from './testing/sandbox-platform.ts';
import type { SandboxPlatform } from './testing/sandbox-platform.ts';

let platform: SandboxPlatform;
let projectId: string;
beforeAll(async () => {
  platform = await startSandboxPlatform();
  projectId = await platform.createProject();
});
afterAll(() => platform.stop());

it('goes the whole way: sandbox, host, files', async () => {
  const written = await platform.host('ada', projectId, '/files/content?path=index.js', {
    method: 'PUT',
    headers: { 'if-none-match': '*', 'content-type': 'application/octet-stream' },
    body: 'console.log(1)',
  });
  expect(await written.json()).toMatchObject({ path: 'index.js', size: 14 });
  const read = await platform.host('vera', projectId, '/files/content?path=index.js');
  expect(await read.text()).toBe('console.log(1)');
  const session = await platform.request(`/api/projects/${projectId}/session`, { cookie: cookieOf('vera') });
  expect(await session.json()).toMatchObject({ state: { status: 'running' } });
});
