import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { prepareLayout } from './layout.ts';
import { processesIn } from './processes.ts';
import { startEmbeddedPostgres } from './supervisor.ts';
import type { EmbeddedPostgres, PostgresState } from './supervisor.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const isRoot = process.getuid?.() === 0;

let dataDirectory: string;
let server: EmbeddedPostgres | undefined;
let states: PostgresState[];

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'e-code-supervisor-'));
  states = [];
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  const left = await processesIn(join(dataDirectory, 'cluster'));
  if (left.length > 0) throw new Error(`The test left ${left.length} processes behind.`);
  // A killed platform cannot clean up in /run; the next start on the same data would.
  const { runtimeDirectory } = await prepareLayout(dataDirectory);
  await rm(runtimeDirectory, { recursive: true, force: true });
  await rm(dataDirectory, { recursive: true, force: true });
});

async function start(durable = false, restartPauses = [0, 100, 500, 2_000]): Promise<EmbeddedPostgres> {
  const onState = (state: PostgresState) => void states.push(state);
  server = await startEmbeddedPostgres({ dataDirectory, log: quiet, durable, onState, restartPauses });
  return server;
}

async function ask(connectionString: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

/** A platform in a process of its own, so that it can be killed. Resolves when its server is ready. */
async function startPlatformProcess(): Promise<{ platform: ChildProcess; connectionString: string }> {
  const program = fileURLToPath(new URL('supervised-process.ts', import.meta.url));
  const platform = spawn(process.execPath, [program, dataDirectory], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (platform.stdout === null) throw new Error('The process has no output.');
  const [line] = (await once(platform.stdout, 'data')) as [Buffer];
  return { platform, connectionString: line.toString().trim() };
}

describe('embedded PostgreSQL', () => {
  it('makes a UTF-8 cluster with checksums, durable, without a TCP listener', async () => {
    const { connectionString, version } = await start(true);
    expect(version).toMatch(/^18\./);
    expect(states).toEqual(['starting', 'ready']);
    const settings = {
      server_encoding: 'UTF8',
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      listen_addresses: '',
    };
    for (const [name, value] of Object.entries(settings)) {
      expect(await ask(connectionString, `select current_setting('${name}')`), name).toBe(value);
    }
    expect(await ask(connectionString, `select datlocale from pg_database where datname = current_database()`)).toBe(
      'C.UTF-8',
    );
    expect(await ask(connectionString, `select upper('ärger')`)).toBe('ÄRGER');
  });

  it('gives the platform a role that is no superuser and can have trusted extensions', async () => {
    const { connectionString } = await start();
    expect(await ask(connectionString, 'select rolsuper from pg_roles where rolname = current_user')).toBe(false);
    await ask(connectionString, 'create extension pg_trgm');
    await expect(ask(connectionString, `copy (select 1) to program 'id'`)).rejects.toThrow(/permission denied/);
  });

  it.runIf(isRoot)('runs as a user that nobody is, sees none of the machine, and lets no other user in', async () => {
    const { connectionString, socketDirectory, pid } = await start();
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    expect(status).toMatch(/^Uid:\s+70518\s+70518\s+70518\s+70518$/m);
    expect(status).toMatch(/^CapBnd:\s+0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    expect((await readdir(`/proc/${pid}/root`)).toSorted()).not.toContain('home');
    expect((await readFile(`/proc/${pid}/mounts`, 'utf8')).split('\n').length).toBeLessThan(20);
    expect((await stat(socketDirectory)).mode & 0o777).toBe(0o700);

    const script = `import socket, sys
try: socket.socket(socket.AF_UNIX).connect(sys.argv[1])
except OSError as error: print(error.strerror)`;
    const stranger = spawn('/usr/bin/python3', ['-c', script, `${socketDirectory}/.s.PGSQL.5432`], {
      uid: 65534,
      gid: 65534,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [answer] = (await once(stranger.stdout, 'data')) as [Buffer];
    expect(answer.toString().trim()).toBe('Permission denied');
    expect(connectionString).not.toMatch(/:[^/]*@/);
  });

  it('keeps its data over a stop and leaves nothing running', async () => {
    const first = await start();
    await ask(first.connectionString, 'create table kept as select 7 as value');
    await first.stop();
    expect(states.at(-1)).toBe('stopped');
    await expect(stat(first.socketDirectory)).rejects.toThrow('ENOENT');
    const second = await start();
    expect(await ask(second.connectionString, 'select value from kept')).toBe(7);
  });

  it('restarts a killed server, tells so, and keeps the connection string', async () => {
    const { connectionString, pid } = await start(true);
    await ask(connectionString, 'create table kept as select 7 as value');
    process.kill(pid, 'SIGKILL');
    await vi.waitUntil(() => states.at(-1) === 'ready' && states.includes('recovering'), 10_000);
    expect(states).toEqual(['starting', 'ready', 'recovering', 'ready']);
    expect(server?.pid).not.toBe(pid);
    expect(await ask(connectionString, 'select value from kept')).toBe(7);
  });

  it('restarts a server that was killed time after time', async () => {
    const { connectionString } = await start();
    for (let round = 1; round <= 3; round += 1) {
      const pid = server?.pid ?? 0;
      process.kill(pid, 'SIGKILL');
      await vi.waitUntil(() => states.filter((state) => state === 'ready').length === round + 1, 15_000);
    }
    expect(await ask(connectionString, 'select 1')).toBe(1);
  });

  it('gives up on a server that does not come back, and says so', async () => {
    const { pid } = await start(false, [0, 10]);
    await rename(join(dataDirectory, 'cluster/global'), join(dataDirectory, 'cluster/elsewhere'));
    process.kill(pid, 'SIGKILL');
    await vi.waitUntil(() => states.at(-1) === 'failed', 15_000);
    expect(states).toEqual(['starting', 'ready', 'recovering', 'failed']);
    expect(server?.state).toBe('failed');
  });

  it('stops while it is recovering', async () => {
    const running = await start();
    process.kill(running.pid, 'SIGKILL');
    await vi.waitUntil(() => states.includes('recovering'), 5_000);
    await running.stop();
    expect(states.at(-1)).toBe('stopped');
  });

  it('starts again after the platform was killed, with what was committed', async () => {
    const { platform, connectionString } = await startPlatformProcess();
    await ask(connectionString, 'create table kept as select 7 as value');
    platform.kill('SIGKILL');
    await once(platform, 'exit');
    const begun = performance.now();
    const again = await start();
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(await ask(again.connectionString, 'select value from kept')).toBe(7);
  });

  it('starts again after platform and server were killed together', async () => {
    const { platform, connectionString } = await startPlatformProcess();
    await ask(connectionString, 'create table kept as select 7 as value');
    const pid = Number.parseInt(await readFile(join(dataDirectory, 'cluster/postmaster.pid'), 'utf8'), 10);
    process.kill(pid, 'SIGKILL');
    platform.kill('SIGKILL');
    await once(platform, 'exit');
    const again = await start();
    expect(await ask(again.connectionString, 'select value from kept')).toBe(7);
  });

  it.runIf(process.platform === 'linux')('ends the server by itself when the platform is killed', async () => {
    const { platform } = await startPlatformProcess();
    expect((await processesIn(join(dataDirectory, 'cluster'))).length).toBeGreaterThan(0);
    platform.kill('SIGKILL');
    await vi.waitUntil(async () => (await processesIn(join(dataDirectory, 'cluster'))).length === 0, 10_000);
  });

  it('ends a server whose platform hangs and has lost its claim', async () => {
    const { platform, connectionString } = await startPlatformProcess();
    await ask(connectionString, 'create table kept as select 7 as value');
    platform.kill('SIGSTOP');
    // A claim of a process that has ended, as a crash leaves it.
    await writeFile(join(dataDirectory, 'owner.json'), JSON.stringify({ pid: 4_194_305, startedAt: '1' }));
    const again = await start();
    platform.kill('SIGKILL');
    await once(platform, 'exit');
    expect(await ask(again.connectionString, 'select value from kept')).toBe(7);
  });

  it('refuses a second platform on the same data and leaves the first one alone', async () => {
    const first = await start();
    await expect(startEmbeddedPostgres({ dataDirectory, log: quiet })).rejects.toMatchObject({
      code: 'postgres_in_use',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    expect(await ask(first.connectionString, 'select 1')).toBe(1);
    expect(first.state).toBe('ready');
  });

  it('begins again when making the cluster was broken off', async () => {
    const unfinished = join(dataDirectory, 'cluster.unfinished');
    await start().then((running) => running.stop());
    await rm(join(dataDirectory, 'cluster'), { recursive: true });
    await mkdir(unfinished);
    await writeFile(join(unfinished, 'half'), 'written');
    expect(await ask((await start()).connectionString, 'select 1')).toBe(1);
    expect(await readdir(dataDirectory)).not.toContain('cluster.unfinished');
  });

  it('says what to do about a cluster of another major version', async () => {
    await start().then((running) => running.stop());
    await writeFile(join(dataDirectory, 'cluster/PG_VERSION'), '17\n');
    await expect(start()).rejects.toMatchObject({
      code: 'postgres_version_mismatch',
      message: expect.stringMatching(/written by PostgreSQL 17.*DATABASE_URL/),
    });
    server = undefined;
  });

  it('says why the server did not start', async () => {
    await start().then((running) => running.stop());
    await rm(join(dataDirectory, 'cluster/global'), { recursive: true });
    await expect(start()).rejects.toMatchObject({
      code: 'postgres_start_failed',
      message: expect.stringMatching(/could not find the database system/),
    });
    server = undefined;
  });
});
