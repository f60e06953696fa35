import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { hostDirectory } from '@e-code/host/contract';
import { createEmit } from '@e-code/kernel/server';
import type { Sandbox } from '@e-code/port-sandbox';
import { projectTrashed } from '@e-code/projects/contract';
import type { SessionReport, SessionState } from '../contract/index.ts';
import { volumeOf } from './feature.ts';
import { answers, openPreview } from './testing/preview-client.ts';
import { cookieOf, person } from './testing/people.ts';
import { sampleApp } from './testing/sample-app.ts';
import { startSandboxPlatform } from './testing/sandbox-platform.ts';
import type { SandboxPlatform } from './testing/sandbox-platform.ts';

let platform: SandboxPlatform;
beforeAll(async () => {
  // Two seconds: short enough to wait for, long enough for a test to come back in time.
  platform = await startSandboxPlatform({ idleMinutes: 2 / 60 });
});
afterAll(() => platform.stop());

it('starts once, however many ask at the same time', async () => {
  const projectId = await platform.createProject();
  const states: string[] = [];
  await platform.listen(projectId, ({ status }) => states.push(status));
  const asked = Array.from({ length: 20 }, () => platform.host('ada', projectId, '/files/list'));
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(20).fill(200));
  await vi.waitFor(() => expect(states).toEqual(['starting', 'starting', 'running']));
});

it('tells why it was ended when its host was killed, keeps the files, and comes back with the next request', async () => {
  const projectId = await platform.createProject();
  await platform.writeFile(projectId, 'kept.txt', 'still here');
  const { sandbox } = await platform.feature.sessions.wake(projectId, person('ada'));
  await killHost(sandbox);
  const state = await reach(projectId, 'failed');
  expect(state).toMatchObject({ failure: { reason: 'host_killed', message: expect.stringContaining('SIGKILL') } });
  const read = await platform.host('vera', projectId, '/files/content?path=kept.txt');
  expect(await read.text()).toBe('still here');
});

it('does the same when all of its sandbox was killed from outside', async () => {
  const projectId = await platform.createProject();
  await platform.writeFile(projectId, 'kept.txt', 'still here');
  // The first is the init of the sandbox; the kernel ends all others with it.
  process.kill(Math.min(...processesOf(projectId)), 'SIGKILL');
  expect(await reach(projectId, 'failed')).toMatchObject({ failure: { reason: 'host_killed' } });
  expect(await (await platform.host('vera', projectId, '/files/content?path=kept.txt')).text()).toBe('still here');
});

it('answers what was under way with a sentence when its host is killed', async () => {
  const projectId = await platform.createProject();
  const { sandbox } = await platform.feature.sessions.wake(projectId, person('ada'));
  let begun: () => void = () => undefined;
  const beginning = new Promise<void>((resolve) => (begun = resolve));
  const never = new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(1024));
      begun();
      return new Promise(() => undefined);
    },
  });
  const upload = platform.host('ada', projectId, '/files/upload?path=a.bin&upload=upload-0001&size=100000', {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: never,
    duplex: 'half',
  } as RequestInit);
  await beginning;
  await vi.waitFor(async () => {
    const state = await platform.host('ada', projectId, '/files/upload?upload=upload-0001');
    expect(await state.json()).toEqual({ received: 1024 });
  });
  await killHost(sandbox);
  const answer = await upload;
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: 'project_host_stopped' });
});

it('stops when asked, starts when asked, and starts anew when asked for a restart', async () => {
  const projectId = await platform.createProject();
  const post = async (name: string, path: string): Promise<{ status: number; body: SessionReport }> => {
    const answer = await platform.request(`/api/projects/${projectId}/session${path}`, {
      method: 'POST',
      json: {},
      cookie: cookieOf(name),
    });
    return { status: answer.status, body: (await answer.json()) as SessionReport };
  };
  expect((await post('vera', '')).body.state).toEqual({ status: 'running' });
  expect(await instanceOf(projectId)).toBe(await instanceOf(projectId));
  const before = await instanceOf(projectId);
  expect((await post('vera', '/restart')).status).toBe(403);
  expect((await post('rita', '/restart')).body.state).toEqual({ status: 'running' });
  expect(await instanceOf(projectId)).not.toBe(before);
  expect((await post('rita', '/stop')).body).toMatchObject({
    state: { status: 'stopped', cause: 'asked' },
    usage: null,
    disk: { usedBytes: expect.any(Number) },
  });
  expect(processesOf(projectId)).toEqual([]);
});

it('says why it cannot start and what to do', async () => {
  const projectId = await platform.createProject();
  await platform.sandboxes.volumes.remove(volumeOf(projectId));
  const answer = await platform.host('ada', projectId, '/files/list');
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({
    code: 'session_not_started',
    data: { reason: 'volume_missing', hint: expect.stringContaining('operator') },
  });
});

it('tells a host that ends at once from one that is silent', async () => {
  const bundle = await mkdtemp(join(tmpdir(), 'empty-bundle-'));
  await chmod(bundle, 0o755);
  const broken = await startSandboxPlatform({}, bundle);
  try {
    const answer = await broken.host('ada', await broken.createProject(), '/files/list');
    expect(await answer.json()).toMatchObject({
      data: { reason: 'host_ended', message: expect.stringContaining('1') },
    });
  } finally {
    await broken.stop();
    await rm(bundle, { recursive: true });
  }
});

it('stops when nobody uses it, but not while its program runs, and wakes when it is opened', async () => {
  const [idle, busy] = [await platform.createProject(), await platform.createProject()];
  await platform.writeFile(busy, 'server.cjs', sampleApp);
  await platform.run(busy, 'node server.cjs');
  await platform.writeFile(idle, 'kept.txt', 'still here');
  expect(await reach(idle, 'stopped', 15_000)).toEqual({ status: 'stopped', cause: 'idle' });
  expect(platform.feature.sessions.get(busy)?.state.status).toBe('running');
  expect(await (await platform.host('vera', idle, '/files/content?path=kept.txt')).text()).toBe('still here');
});

it('wakes for a preview, and says that the program is not there yet', async () => {
  const projectId = await platform.createProject();
  await platform.writeFile(projectId, 'server.cjs', sampleApp);
  await platform.run(projectId, 'node server.cjs');
  const preview = await openPreview(platform, 'ada', projectId);
  await answers(preview);
  await platform.feature.sessions.stop(projectId, 'asked');
  const answer = await preview.ask('/');
  expect(answer.status).toBe(503);
  expect(answer.text).toContain('Nothing listens on port 3000 yet');
  expect(platform.feature.sessions.get(projectId)?.state.status).toBe('running');
});

it('stops for good when the project is moved to the trash', async () => {
  const projectId = await platform.createProject();
  await platform.host('ada', projectId, '/files/list');
  await platform.kernel.database.transaction(async (sql) => {
    const emit = createEmit(sql, person('ada'), () => new Date());
    await emit(projectTrashed, { projectId, name: 'Test', ownerId: `usr_${'a'.repeat(20)}` });
  });
  await platform.platform.relay.settled();
  expect(await reach(projectId, 'stopped')).toEqual({ status: 'stopped', cause: 'asked' });
});

it('records starts, stops and failures as facts', async () => {
  const projectId = await platform.createProject();
  await platform.host('ada', projectId, '/files/list');
  await platform.feature.sessions.stop(projectId, 'asked');
  await vi.waitFor(
    () =>
      expect(platform.facts.filter(({ payload }) => payload['projectId'] === projectId)).toEqual([
        { name: 'sandboxes.started', actor: 'usr_ada', payload: { projectId, milliseconds: expect.any(Number) } },
        { name: 'sandboxes.stopped', actor: 'system:sandboxes', payload: { projectId, cause: 'asked' } },
      ]),
    { timeout: 8_000 },
  );
});

async function killHost(sandbox: Sandbox): Promise<void> {
  // Its own end may come first: the sandbox ends with its host.
  await sandbox.exec({ command: ['pkill', '-9', '-f', `^[^ ]*node .*${hostDirectory}`] });
}

async function reach(projectId: string, status: SessionState['status'], timeout = 5_000): Promise<SessionState> {
  return vi.waitFor(
    () => {
      const state = platform.feature.sessions.get(projectId)?.state;
      if (state?.status !== status) throw new Error(`The session is ${JSON.stringify(state)}`);
      return state;
    },
    { timeout },
  );
}

async function instanceOf(projectId: string): Promise<string> {
  return ((await (await platform.host('ada', projectId, '/health')).json()) as { instance: string }).instance;
}

/** Processes on this machine whose control group is that of the project's sandbox. */
function processesOf(projectId: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readQuietly(`/proc/${pid}/cgroup`).includes(volumeOf(projectId)))
    .map(Number);
}

function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
