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

/** Command lines of processes that were started for this data directory. */
async function processesOf(dataDirectory: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(dataDirectory));
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
    expect((await processesOf(server.dataDirectory)).length).toBeGreaterThan(0);
    expect(await server.interrupt()).toBe(0);
    expect(await processesOf(server.dataDirectory)).toEqual([]);
  });

  it('starts again after it was killed, with the same data, in seconds', async () => {
    const first = await start();
    await first.kill();
    const begun = performance.now();
    const second = await start({ dataDirectory: first.dataDirectory });
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(second.setupLink).toBeDefined();
    expect(second.setupLink).not.toBe(first.setupLink);
    await second.interrupt();
    expect(await processesOf(first.dataDirectory)).toEqual([]);
  });

  it('comes back by itself when PostgreSQL is killed', async () => {
    const server = await start();
    const pid = Number((await readFile(`${server.dataDirectory}/postgres/cluster/postmaster.pid`, 'utf8')).split('\n', 1)[0]);
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
    expect(await processesOf(dataDirectory)).toEqual([]);
    taken.close();
  });

  it('refuses settings that cannot be used, all at once', async () => {
    const environment = { LOG_LEVEL: 'loud', PUBLIC_URL: 'not an address' };
    await expect(startServer({ environment })).rejects.toThrow(/PUBLIC_URL[\s\S]*LOG_LEVEL/);
  });
});
