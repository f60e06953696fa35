import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { makeDataDirectory, removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

const servers: RunningServer[] = [];
const directories: string[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.interrupt()));
  await Promise.all(directories.splice(0).map(removeData));
});

async function start(options: Parameters<typeof startServer>[0] = {}): Promise<RunningServer> {
  const server = await startServer(options);
  servers.push(server);
  directories.push(server.dataDirectory);
  return server;
}

/** Ids of the processes below this one, whoever they run as. */
async function descendants(pid: number): Promise<number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map(await Promise.all(ids.map(async (id) => [id, await parentOf(id)] as const)));
  const isBelow = (id: number): boolean => {
    const parent = parents.get(id);
    return parent !== undefined && (parent === pid || isBelow(parent));
  };
  return ids.filter(isBelow);
}

async function parentOf(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return parent > 1 ? parent : undefined;
}

async function alive(ids: number[]): Promise<number[]> {
  const states = await Promise.all(ids.map((id) => readFile(`/proc/${id}/stat`, 'utf8').catch(() => '')));
  return ids.filter((_id, index) => states[index] !== '');
}

describe('starting E-Code', () => {
  it('prints its address and a setup link, and answers there', async () => {
    const server = await start();
    expect(server.setupLink).toMatch(new RegExp(`^${server.origin}/setup#`));
    const answer = await fetch(server.origin);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html;charset=utf-8']);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  it('ends cleanly on Ctrl-C and leaves no process behind', async () => {
    const server = await start();
    const started = await descendants(server.process.pid ?? 0);
    expect(started.length).toBeGreaterThan(3);
    expect(await server.interrupt()).toBe(0);
    expect(await alive(started)).toEqual([]);
  });

  it('starts again after it was killed, with the same data, in seconds', async () => {
    const first = await start();
    const started = await descendants(first.process.pid ?? 0);
    await first.kill();
    const begun = performance.now();
    const second = await start({ dataDirectory: first.dataDirectory });
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(second.setupLink).toBeDefined();
    expect(second.setupLink).not.toBe(first.setupLink);
    expect(await alive(started)).toEqual([]);
  });

  it('comes back by itself when PostgreSQL is killed', async () => {
    const server = await start();
    const pid = Number(
      (await readFile(`${server.dataDirectory}/postgres/cluster/postmaster.pid`, 'utf8')).split('\n', 1)[0],
    );
    process.kill(pid, 'SIGKILL');
    await expect
      .poll(async () => (await fetch(`${server.origin}/api/session`).catch(() => undefined))?.status, {
        timeout: 20_000,
        interval: 100,
      })
      .toBeLessThan(500);
  });

  it('says which program to make room for when the port is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const dataDirectory = await makeDataDirectory();
    directories.push(dataDirectory);
    const { port } = taken.address() as AddressInfo;
    await expect(startServer({ port, dataDirectory })).rejects.toThrow(/Port \d+ is in use by another program/);
    taken.close();
  });

  it('refuses settings that cannot be used, all at once', async () => {
    const environment = { LOG_LEVEL: 'loud', PUBLIC_URL: 'not an address' };
    await expect(startServer({ environment })).rejects.toThrow(/PUBLIC_URL[\s\S]*LOG_LEVEL/);
  });
});
