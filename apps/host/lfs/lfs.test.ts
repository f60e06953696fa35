import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { actorHeader, formatActor, routeUrl } from '../contract/index.ts';
import { openProject } from '../testing/project.ts';
import type { Project } from '../testing/project.ts';

const oidOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function openRepository(): Promise<Project> {
  const project = await openProject();
  await project.ask('git.init', { body: {} });
  return project;
}

const send = (project: Project, oid: string, body: Buffer) => project.ask('lfs.upload', { query: { oid }, body });
const staged = (project: Project): Promise<string[]> =>
  readdir(join(project.folder, 'state/temporary')).catch(() => []);

it('keeps a large file where git lfs looks for it, and gives it back whole and in parts', async () => {
  const project = await openRepository();
  const bytes = randomBytes(300_000);
  const oid = oidOf(bytes);
  expect((await send(project, oid, bytes)).json).toEqual({ size: 300_000 });
  const path = join(project.root, '.git/lfs/objects', oid.slice(0, 2), oid.slice(2, 4), oid);
  expect((await readFile(path)).equals(bytes)).toBe(true);
  expect((await project.ask('lfs.download', { query: { oid } })).bytes.equals(bytes)).toBe(true);
  const headers = { range: 'bytes=299990-' };
  const part = await project.ask('lfs.download', { query: { oid }, headers });
  expect([part.status, part.bytes.equals(bytes.subarray(299_990))]).toEqual([206, true]);
  expect((await send(project, oidOf(Buffer.alloc(0)), Buffer.alloc(0))).json).toEqual({ size: 0 });
});

it('says which are here, and refuses names that are no names', async () => {
  const project = await openRepository();
  const bytes = randomBytes(10);
  await send(project, oidOf(bytes), bytes);
  const asked = await project.ask('lfs.find', { body: { oids: [oidOf(bytes), '0'.repeat(64)] } });
  expect(asked.json.sizes).toEqual({ [oidOf(bytes)]: 10 });
  expect((await project.ask('lfs.download', { query: { oid: '../../config' } })).status).toBe(400);
  expect((await project.ask('lfs.download', { query: { oid: '0'.repeat(64) } })).json.code).toBe('lfs_object_absent');
});

it('keeps nothing of other bytes than were announced', async () => {
  const project = await openRepository();
  const oid = oidOf(randomBytes(10));
  expect((await send(project, oid, randomBytes(10))).json.code).toBe('lfs_hash_wrong');
  expect(await staged(project)).toEqual([]);
  await expect(stat(join(project.root, '.git/lfs'))).rejects.toThrow('ENOENT');
});

it('keeps nothing of an upload whose client left', async () => {
  const project = await openRepository();
  const bytes = randomBytes(4_000_000);
  const actor = formatActor({ id: 'usr_1', name: 'Ada', capabilities: ['read', 'write'] });
  const asked = request({
    socketPath: project.listen,
    method: 'PUT',
    path: routeUrl('lfs.upload', { oid: oidOf(bytes) }),
    headers: { [actorHeader]: actor, 'content-length': bytes.length },
  });
  asked.on('error', () => undefined);
  asked.write(bytes.subarray(0, 2_000_000));
  await vi.waitFor(async () => expect(await staged(project)).toHaveLength(1), { timeout: 20_000 });
  asked.destroy();
  await vi.waitFor(async () => expect(await staged(project)).toEqual([]), { timeout: 20_000 });
  expect((await project.ask('lfs.find', { body: { oids: [oidOf(bytes)] } })).json.sizes).toEqual({});
});
