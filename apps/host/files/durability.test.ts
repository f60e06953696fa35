import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { actorHeader, formatActor, routeUrl } from '../contract/index.ts';
import { startHost } from '../server.ts';
import { Project, spawnProject } from '../testing/project.ts';
import { tmpdir } from 'node:os';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

it('finds everything it acknowledged after 50 kills in the middle of writing', { timeout: 120_000 }, async () => {
  const project = await spawnProject();
  const acknowledged = new Map<string, number>();
  const contentOf = (path: string, version: number): string => `${path} ${version} `.repeat(200);
  const total = (): number => [...acknowledged.values()].reduce((sum, version) => sum + version + 1, 0);
  for (let round = 0; round < 50; round += 1) {
    const killed = new Promise((resolve) => project.process.once('close', resolve));
    const writers = [0, 1, 2].map(async (writer) => {
      const path = `file-${writer}.txt`;
      for (;;) {
        const version = acknowledged.get(path) ?? -1;
        const headers: Record<string, string> = version < 0 ? { 'if-none-match': '*' } : { 'if-match': '*' };
        const saved = await project.ask('files.write', {
          query: { path },
          body: contentOf(path, version + 1),
          headers,
        });
        // 409: the very first write landed although its answer was lost.
        if (saved.status === 200 || saved.status === 409) acknowledged.set(path, version + 1);
      }
    });
    const begun = total();
    const timer = setInterval(() => {
      if (total() < begun + 3) return;
      clearInterval(timer);
      setTimeout(() => project.process.kill('SIGKILL'), (round * 7) % 31);
    }, 1);
    await Promise.allSettled(writers);
    await killed;
    for (const [path, version] of acknowledged) {
      const text = await readFile(join(project.root, path), 'utf8');
      // The write that was under way may have landed or not; anything older or torn is a loss.
      expect([contentOf(path, version), contentOf(path, version + 1)]).toContain(text);
      if (text === contentOf(path, version + 1)) acknowledged.set(path, version + 1);
    }
    await project.restart();
  }
  expect(total()).toBeGreaterThanOrEqual(150);
  expect((await readdir(project.root)).toSorted()).toEqual(['file-0.txt', 'file-1.txt', 'file-2.txt']);
});

/** A host on a file system of its own of 16 MB. Needs root for the loop mount. */
async function openSmallDisk(): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'host-disk-'));
  const mount = join(folder, 'mount');
  mkdirSync(mount);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', mount]);
  const root = join(mount, 'workspace');
  mkdirSync(root);
  const listen = join(folder, 'socket');
  const running = await startHost({ root, state: join(mount, 'state'), listen: { path: listen }, token: undefined });
  onTestFinished(async () => {
    await running.close();
    execFileSync('umount', ['-l', mount]);
    await rm(folder, { recursive: true, force: true });
  });
  return new Project(folder, root, listen);
}

const isRoot = process.getuid?.() === 0;

it.runIf(isRoot)('says that the disk is full and keeps the former content', async () => {
  const project = await openSmallDisk();
  writeFileSync(join(project.root, 'filler'), Buffer.alloc(12 * 1024 * 1024));
  const write = (body: Buffer | string, headers: Record<string, string>) =>
    project.ask('files.write', { query: { path: 'a.txt' }, body, headers });
  expect((await write('precious', { 'if-none-match': '*' })).status).toBe(200);
  const full = await write(Buffer.alloc(8 * 1024 * 1024), { 'if-match': sha256('precious') });
  expect([full.status, full.json.code]).toEqual([507, 'disk_full']);
  expect(readFileSync(join(project.root, 'a.txt'), 'utf8')).toBe('precious');
  const upload = await project.ask('files.upload', {
    query: { path: 'up.bin', upload: 'upload-1', size: 8 * 1024 * 1024 },
    body: Buffer.alloc(8 * 1024 * 1024),
  });
  expect(upload.json.code).toBe('upload_too_large');
  expect(existsSync(join(project.root, 'up.bin'))).toBe(false);
});

it.runIf(isRoot)('takes the space of the trash before it calls the disk full', async () => {
  const project = await openSmallDisk();
  writeFileSync(join(project.root, 'filler'), Buffer.alloc(12 * 1024 * 1024));
  await project.ask('files.remove', { body: { paths: ['filler'] } });
  const saved = await project.ask('files.write', {
    query: { path: 'b' },
    body: Buffer.alloc(8 * 1024 * 1024),
    headers: { 'if-none-match': '*' },
  });
  expect(saved.status).toBe(200);
});

it('takes a large upload with flat memory', { timeout: 60_000 }, async () => {
  const project = await spawnProject();
  await project.ask('files.list');
  const size = 400 * 1024 * 1024;
  const residentMemory = (): number =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${project.process.pid}/status`, 'latin1'))?.[1]);
  const before = residentMemory();
  let most = before;
  const piece = Buffer.alloc(1024 * 1024, 'x');
  const path = routeUrl('files.upload', { path: 'big.bin', upload: 'upload-big', size });
  const headers = {
    [actorHeader]: formatActor({ id: 'u', name: 'u', capabilities: ['write'] }),
    'content-length': size,
  };
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sending = request({ socketPath: project.listen, method: 'POST', path, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    });
    sending.once('error', reject);
    let sent = 0;
    const send = (): void => {
      while (sent < size) {
        sent += piece.length;
        most = Math.max(most, residentMemory());
        if (!sending.write(piece)) return void sending.once('drain', send);
      }
      sending.end();
    };
    send();
  });
  expect(status).toBe(200);
  expect((most - before) / 1024).toBeLessThan(48);
});
