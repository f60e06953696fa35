import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Client } from '@e-code/journeys/client';
import { Project } from '@e-code/journeys/project';
import { makeDataDirectory, removeData, startServer } from '@e-code/journeys/server';
import type { RunningServer } from '@e-code/journeys/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killVictim, removeSandboxes } from './victims.ts';

const MEBIBYTE = 1024 * 1024;
/** Room for the upload that succeeds, and not for the one that does not. */
const DISK_MIB = 1_536;

let server: RunningServer;
let client: Client;

beforeAll(async () => {
  server = await startServer({
    dataDirectory: await makeDataDirectory(),
    environment: { PROJECT_DISK_MIB: String(DISK_MIB) },
  });
  client = await new Client(server.origin).claim(server.setupLink);
});
afterAll(async () => {
  await server?.interrupt();
  await removeSandboxes(server.dataDirectory);
  await removeData(server.dataDirectory);
});

/** Zeros in pieces, as much as is asked for and never more than a piece in memory. */
function zeros(bytes: number): Readable {
  const piece = Buffer.alloc(MEBIBYTE);
  let left = bytes;
  return new Readable({
    read() {
      const size = Math.min(left, piece.length);
      left -= size;
      this.push(size === 0 ? null : piece.subarray(0, size));
    },
  });
}

/** Resident memory of the server in MiB. */
async function memory(): Promise<number> {
  const status = await readFile(`/proc/${server.process.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** Runs work and looks at the server's memory meanwhile. @returns what came of it, and the growth in MiB */
async function watchMemory<Result>(work: Promise<Result>): Promise<{ result: Result; growth: number }> {
  const before = await memory();
  let most = before;
  const watch = setInterval(() => void memory().then((now) => (most = Math.max(most, now))), 100);
  try {
    return { result: await work, growth: most - before };
  } finally {
    clearInterval(watch);
  }
}

describe('a full disk', () => {
  it('refuses a save with a sentence, keeps what was there, and saves again once something was deleted', async () => {
    const project = await Project.create(client, 'blank', 'Full');
    const first = await project.write('notes.txt', 'before\n');
    await project.run('dd if=/dev/zero of=fill bs=1M 2>&1; true');
    await project.ended(120_000);
    const refused = await project.write('notes.txt', 'x'.repeat(4 * MEBIBYTE), first.body.hash);
    expect([refused.status, refused.body.code]).toEqual([507, 'disk_full']);
    expect(refused.body.message).toMatch(/previous content is intact; delete something/);
    expect((await project.read('notes.txt')).text).toBe('before\n');
    const removed = await project.ask('files.remove', {}, { json: { paths: ['fill'] } });
    expect(removed.status).toBe(200);
    const saved = await project.write('notes.txt', 'x'.repeat(4 * MEBIBYTE), first.body.hash);
    expect([saved.status, saved.body.size]).toEqual([200, 4 * MEBIBYTE]);
    await client.do('POST', `/projects/${project.id}/session/stop`, {});
  }, 180_000);
});

describe('large uploads', () => {
  it('stream a gigabyte through without holding it, and refuse five where they do not fit', async () => {
    const project = await Project.create(client, 'blank', 'Large');
    await project.write('warm.txt', '');
    const upload = (path: string, size: number) =>
      watchMemory(
        project.ask('files.upload', { path, upload: `upload-${path.replace('.', '-')}`, size }, { body: zeros(size) }),
      );
    const fits = await upload('one.bin', 1024 * MEBIBYTE);
    expect([fits.result.status, fits.result.body]).toEqual([
      200,
      { path: 'one.bin', received: 1024 * MEBIBYTE, complete: true },
    ]);
    expect(fits.growth).toBeLessThan(100);
    const outcome = await upload('five.bin', 5 * 1024 * MEBIBYTE).catch((error: unknown) => error);
    const over = outcome as Awaited<ReturnType<typeof upload>>;
    // Refused with its first piece, because the size says that it cannot fit.
    expect([over.result.status, over.result.body.code]).toEqual([507, 'upload_too_large']);
    expect(over.growth).toBeLessThan(100);
    const { body } = await project.ask('files.list');
    expect(body.entries.map(({ name }: { name: string }) => name)).toEqual(['one.bin', 'warm.txt']);
    expect((await project.write('after.txt', 'fits'.repeat(MEBIBYTE))).status).toBe(200);
    await client.do('POST', `/projects/${project.id}/session/stop`, {});
  }, 300_000);
});

describe('names', () => {
  it('never lead out of the project', async () => {
    const project = await Project.create(client, 'blank', 'Names');
    await project.run('ln -s /etc outside; ln -s /etc/passwd file; ln -s ../../.. up; ln -s nowhere broken; echo done');
    await project.ended();
    const names = [
      '../x',
      'a/../../x',
      '/etc/passwd',
      './x',
      'a//b',
      'a/./b',
      '..',
      'a\0b',
      'outside/x',
      'file',
      'up/tmp/x',
      '%2e%2e/x',
      '..%2fx',
      `${'n'.repeat(256)}`,
      'a/'.repeat(2_049),
    ];
    for (const path of names) {
      const [written, read] = [await project.write(path, 'evil', '*'), await project.read(path)];
      expect([path.slice(0, 20), written.status >= 400 && written.status < 500]).toEqual([path.slice(0, 20), true]);
      expect([path.slice(0, 20), read.status >= 400 && read.status < 500]).toEqual([path.slice(0, 20), true]);
      expect(read.text).not.toContain('root:');
    }
    expect((await project.write('broken', 'evil')).body.code).toBe('path_outside');
    const moved = await project.ask(
      'files.move',
      {},
      { json: { entries: [{ from: 'outside', to: '../../outside' }] } },
    );
    expect(moved.status).toBe(400);
    expect((await client.ask(`/api/projects/${project.id}/host/../../../session`)).status).toBeLessThan(500);
    await client.do('POST', `/projects/${project.id}/session/stop`, {});
  });

  it('that clash are refused, replaced or kept beside each other, as was asked', async () => {
    const project = await Project.create(client, 'blank', 'Clashes');
    await project.write('a.txt', 'a');
    expect((await project.write('a.txt', 'again')).body.code).toBe('path_exists');
    await project.write('b.txt', 'b');
    const move = (conflict: string) =>
      project.ask('files.move', {}, { json: { entries: [{ from: 'b.txt', to: 'a.txt' }], conflict } });
    expect((await move('fail')).body.code).toBe('path_exists');
    expect((await move('keep-both')).body.entries).toEqual([{ from: 'b.txt', to: 'a (2).txt' }]);
    expect((await project.read('a.txt')).text).toBe('a');
    const again = await client.ask('/api/projects', { method: 'POST', json: { template: 'blank', name: 'Clashes' } });
    expect([again.status, again.body.code]).toEqual([409, 'name_taken']);
    expect(again.body.message).toContain('is free');
    await client.do('POST', `/projects/${project.id}/session/stop`, {});
  });
});

describe('a database that is away for a moment', () => {
  it('is told as such, while a running preview goes on, and is back by itself', async () => {
    const project = await Project.create(client, 'static-site', 'Steady');
    await project.run();
    const visit = await client.openPreview(project.id, 3000);
    await expect.poll(async () => (await visit('/')).status, { timeout: 30_000 }).toBe(200);
    const answers = new Map<string, string | undefined>();
    const previews = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      // Connections outlive a killed postmaster for a moment, so the list may be back before its successor is.
      await expect.poll(() => killVictim('database', server.dataDirectory), { timeout: 30_000 }).toBe(1);
      await expect
        .poll(
          async () => {
            const [list, preview] = [await client.ask('/api/projects'), await visit('/')];
            answers.set(`${list.status} ${list.body?.code ?? 'fine'}`, list.headers['retry-after']);
            previews.add(`${preview.status} while ${list.status}`);
            return list.status;
          },
          { timeout: 30_000, interval: 10 },
        )
        .toBe(200);
    }
    const waits = { '200 fine': undefined, '503 database_unavailable': '5' };
    expect(Object.fromEntries(answers)).toEqual(waits);
    // A grant is believed for seconds without the database; after that the preview waits as well, and says so.
    expect(previews).toContain('200 while 503');
    expect([...previews].filter((seen) => !/^(200|503)/.test(seen))).toEqual([]);
  }, 120_000);
});
