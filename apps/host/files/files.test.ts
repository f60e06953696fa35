import { createHash, randomBytes } from 'node:crypto';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openProject } from '../testing/project.ts';

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

it('lists folders first, with kind, size, time and mode', async () => {
  const project = await openProject({ 'b.txt': 'hello', 'a/inside.txt': '', 'c.txt': '' });
  await symlink('b.txt', join(project.root, 'link'));
  await symlink('/etc', join(project.root, 'out'));
  await symlink('nowhere', join(project.root, 'broken'));
  await chmod(join(project.root, 'b.txt'), 0o755);
  const { json } = await project.ask('files.list');
  expect(json.entries.map((entry: { name: string }) => entry.name)).toEqual([
    'a',
    'b.txt',
    'broken',
    'c.txt',
    'link',
    'out',
  ]);
  expect(json.entries[1]).toMatchObject({ kind: 'file', size: 5, mode: 0o755 });
  expect(json.entries[1].modified).toBeGreaterThan(Date.now() - 60_000);
  expect(
    json.entries
      .filter((entry: { kind: string }) => entry.kind === 'symlink')
      .map((entry: { target: string }) => entry.target),
  ).toEqual(['broken', 'file', 'outside']);
  expect((await project.ask('files.list', { query: { offset: 1, limit: 2 } })).json.entries).toHaveLength(2);
});

// How long it takes is measured by tools/bench/tree.ts: a busy machine says nothing about the host.
it('answers a folder of 100,000 entries whole', { timeout: 60_000 }, async () => {
  const project = await openProject();
  const names = Array.from({ length: 100_000 }, (_, index) => join(project.root, `file-${index}`));
  for (let index = 0; index < names.length; index += 1000) {
    await Promise.all(names.slice(index, index + 1000).map((name) => writeFile(name, '')));
  }
  const { json } = await project.ask('files.list');
  expect(json.entries).toHaveLength(100_000);
  expect(json.total).toBe(100_000);
});

it('reads text and binary with hash, kind and type, whole and in ranges', async () => {
  const project = await openProject({ 'page.html': 'grüße' });
  await writeFile(join(project.root, 'data.bin'), Buffer.from([1, 0, 255]));
  const text = await project.ask('files.read', { query: { path: 'page.html' } });
  expect(text.headers).toMatchObject({
    etag: `"${sha256('grüße')}"`,
    'x-ecode-kind': 'text',
    'content-type': 'text/html; charset=utf-8',
  });
  expect(text.bytes.toString()).toBe('grüße');
  const binary = await project.ask('files.read', { query: { path: 'data.bin' } });
  expect(binary.headers['x-ecode-kind']).toBe('binary');
  const part = await project.ask('files.read', { query: { path: 'page.html' }, headers: { range: 'bytes=2-3' } });
  expect([part.status, part.headers['content-range'], part.bytes.toString()]).toEqual([206, 'bytes 2-3/7', 'ü']);
  expect(
    (await project.ask('files.read', { query: { path: 'page.html' }, headers: { range: 'bytes=9-' } })).status,
  ).toBe(416);
  const again = await project.ask('files.read', {
    query: { path: 'page.html' },
    headers: { 'if-none-match': `"${sha256('grüße')}"` },
  });
  expect(again.status).toBe(304);
  const head = await project.send('HEAD', '/files/content?path=page.html');
  expect([head.status, head.headers['content-length'], head.bytes.length]).toEqual([200, '7', 0]);
});

it('streams a file that is larger than its buffers', async () => {
  const project = await openProject();
  const bytes = randomBytes(5_000_000);
  await writeFile(join(project.root, 'large.bin'), bytes);
  const answer = await project.ask('files.read', { query: { path: 'large.bin', download: true } });
  expect(answer.bytes.equals(bytes)).toBe(true);
  expect(answer.headers['etag']).toBe(`"${sha256(bytes)}"`);
  expect(answer.headers['content-disposition']).toContain("filename*=UTF-8''large.bin");
});

it('writes only on the basis that is on disk, and keeps the mode', async () => {
  const project = await openProject({ 'a.sh': 'one' });
  await chmod(join(project.root, 'a.sh'), 0o751);
  const write = (body: string, headers: Record<string, string>, path = 'a.sh') =>
    project.ask('files.write', { query: { path }, body, headers });
  const saved = await write('two', { 'if-match': `"${sha256('one')}"` });
  expect(saved.json).toMatchObject({ path: 'a.sh', hash: sha256('two'), size: 3 });
  expect((await stat(join(project.root, 'a.sh'))).mode & 0o777).toBe(0o751);
  const stale = await write('three', { 'if-match': `"${sha256('one')}"` });
  expect([stale.status, stale.json.code, stale.json.hash]).toEqual([412, 'file_changed', sha256('two')]);
  expect((await write('x', {})).json.code).toBe('precondition_missing');
  expect((await write('x', { 'if-none-match': '*' })).json.code).toBe('path_exists');
  expect((await write('x', { 'if-none-match': '*' }, 'new/deep/file.txt')).status).toBe(200);
  expect((await write('x', { 'if-match': sha256('x') }, 'absent.txt')).json).toMatchObject({
    code: 'file_changed',
    hash: null,
  });
  expect((await write('forced', { 'if-match': '*' })).status).toBe(200);
  expect(await readFile(join(project.root, 'a.sh'), 'utf8')).toBe('forced');
  expect(await readdir(join(project.folder, 'state/temporary'))).toEqual([]);
});

it('keeps the former content when the sender goes away in the middle', async () => {
  const project = await openProject({ 'a.txt': 'whole' });
  const stream = project.dial();
  const actor = '{"id":"1","name":"","capabilities":["write"]}';
  stream.write(
    `PUT /files/content?path=a.txt HTTP/1.1\r\nhost: x\r\nx-ecode-actor: ${actor}\r\nif-match: *\r\ncontent-length: 1000\r\n\r\nhalf`,
  );
  const temporary = join(project.folder, 'state/temporary');
  await expect.poll(() => readdir(temporary).catch(() => [])).toHaveLength(1);
  stream.destroy();
  await expect.poll(() => readdir(temporary)).toEqual([]);
  expect(await readFile(join(project.root, 'a.txt'), 'utf8')).toBe('whole');
});

it('lets one of two writers with the same basis win, and tells the other', async () => {
  const project = await openProject({ 'a.txt': 'base' });
  const headers = { 'if-match': sha256('base') };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      project.ask('files.write', { query: { path: 'a.txt' }, body: `writer ${index}`, headers }),
    ),
  );
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  expect(answers.filter((answer) => answer.status === 412)).toHaveLength(19);
});

it('writes through a link inside the project and leaves the link', async () => {
  const project = await openProject({ 'real.txt': 'a' });
  await symlink('real.txt', join(project.root, 'link.txt'));
  await project.ask('files.write', { query: { path: 'link.txt' }, body: 'b', headers: { 'if-match': sha256('a') } });
  expect((await lstat(join(project.root, 'link.txt'))).isSymbolicLink()).toBe(true);
  expect(await readFile(join(project.root, 'real.txt'), 'utf8')).toBe('b');
});

it('never follows a link out of the project, whatever the request', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'outside-'));
  onTestFinished(() => rm(outside, { recursive: true }));
  await writeFile(join(outside, 'secret'), 'secret');
  const project = await openProject({ 'mine.txt': 'mine' });
  await symlink(outside, join(project.root, 'out'));
  await symlink(join(outside, 'secret'), join(project.root, 'file'));
  await symlink(join(outside, 'made'), join(project.root, 'dangling'));
  const any = { 'if-match': '*' };
  const fresh = { 'if-none-match': '*' };
  const answers = await Promise.all([
    project.ask('files.list', { query: { path: 'out' } }),
    project.ask('files.read', { query: { path: 'file' } }),
    project.ask('files.read', { query: { path: 'out/secret' } }),
    project.ask('files.write', { query: { path: 'file' }, body: 'x', headers: any }),
    project.ask('files.write', { query: { path: 'dangling' }, body: 'x', headers: fresh }),
    project.ask('files.write', { query: { path: 'out/new' }, body: 'x', headers: fresh }),
    project.ask('files.createDirectory', { body: { path: 'out/new' } }),
    project.ask('files.move', { body: { entries: [{ from: 'mine.txt', to: 'out/mine.txt' }] } }),
    project.ask('files.copy', { body: { entries: [{ from: 'out/secret', to: 'copy' }] } }),
    project.ask('files.remove', { body: { paths: ['out/secret'] } }),
    project.ask('files.archive', { query: { path: 'out' } }),
    project.ask('files.upload', { query: { path: 'out/up', upload: 'upload-1', size: 1 }, body: 'x' }),
  ]);
  expect(answers.map((answer) => answer.json?.code)).toEqual(answers.map(() => 'path_outside'));
  expect(await readdir(outside)).toEqual(['secret']);
  // Removing the link itself is fine and leaves what it led to.
  expect((await project.ask('files.remove', { body: { paths: ['out', 'file'] } })).status).toBe(200);
  expect(await readdir(outside)).toEqual(['secret']);
});

it('does not hang on a FIFO and does not read devices', async () => {
  const project = await openProject();
  const { execFileSync } = await import('node:child_process');
  execFileSync('mkfifo', [join(project.root, 'pipe')]);
  expect((await project.ask('files.read', { query: { path: 'pipe' } })).json.code).toBe('not_a_file');
  expect(
    (await project.ask('files.write', { query: { path: 'pipe' }, body: 'x', headers: { 'if-match': '*' } })).json.code,
  ).toBe('not_a_file');
});

it('moves with each conflict policy', async () => {
  const project = await openProject({ 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c', 'folder/x': 'x' });
  const move = (from: string, to: string, conflict?: string) =>
    project.ask('files.move', { body: { entries: [{ from, to }], conflict } });
  expect((await move('a.txt', 'b.txt')).json).toMatchObject({ code: 'path_exists', path: 'b.txt' });
  expect((await move('a.txt', 'b.txt', 'keep-both')).json.entries).toEqual([{ from: 'a.txt', to: 'b (2).txt' }]);
  const replaced = await move('c.txt', 'b.txt', 'replace');
  expect(await readFile(join(project.root, 'b.txt'), 'utf8')).toBe('c');
  await project.ask('files.restore', { body: { undo: replaced.json.undo, conflict: 'replace' } });
  expect(await readFile(join(project.root, 'b.txt'), 'utf8')).toBe('b');
  expect((await move('folder', 'folder/inner')).json.code).toBe('move_into_itself');
  expect((await move('absent', 'x')).json.code).toBe('path_not_found');
  expect((await move('folder', 'b.txt/x')).json.code).toBe('not_a_directory');
  expect((await move('folder', 'other/place')).status).toBe(200);
  expect(await readFile(join(project.root, 'other/place/x'), 'utf8')).toBe('x');
});

it('copies folders with their links as links', async () => {
  const project = await openProject({ 'from/a.txt': 'a', 'from/deep/b.txt': 'b' });
  await symlink('a.txt', join(project.root, 'from/link'));
  expect((await project.ask('files.copy', { body: { entries: [{ from: 'from', to: 'to' }] } })).status).toBe(200);
  expect(await readFile(join(project.root, 'to/deep/b.txt'), 'utf8')).toBe('b');
  expect(await readlink(join(project.root, 'to/link'))).toBe('a.txt');
  expect((await project.ask('files.copy', { body: { entries: [{ from: 'from', to: 'to' }] } })).json.code).toBe(
    'path_exists',
  );
});

it('restores what was removed, once, also when the name was taken meanwhile', async () => {
  const project = await openProject({ 'keep.txt': 'old', 'folder/a': 'a', 'folder/b': 'b' });
  const removed = await project.ask('files.remove', { body: { paths: ['keep.txt', 'folder', 'folder/a'] } });
  expect(removed.json.removed.toSorted()).toEqual(['folder', 'keep.txt']);
  expect(await readdir(project.root)).toEqual([]);
  await writeFile(join(project.root, 'keep.txt'), 'new');
  const restored = await project.ask('files.restore', { body: { undo: removed.json.undo } });
  expect(restored.json.restored.toSorted()).toEqual(['folder', 'keep (2).txt']);
  expect(await readFile(join(project.root, 'keep.txt'), 'utf8')).toBe('new');
  expect((await readdir(join(project.root, 'folder'))).toSorted()).toEqual(['a', 'b']);
  expect((await project.ask('files.restore', { body: { undo: removed.json.undo } })).json.code).toBe('undo_expired');
  expect((await project.ask('files.restore', { body: { undo: '../../etc' } })).json.code).toBe('undo_expired');
});

it('removes nothing when one of the paths is wrong', async () => {
  const project = await openProject({ 'a.txt': 'a' });
  expect((await project.ask('files.remove', { body: { paths: ['a.txt', 'absent'] } })).json.code).toBe(
    'path_not_found',
  );
  expect(await readdir(project.root)).toEqual(['a.txt']);
});

it('resumes an upload where it broke off', async () => {
  const project = await openProject();
  const bytes = randomBytes(300_000);
  const piece = (offset: number, end: number) =>
    project.ask('files.upload', {
      query: { path: 'in/big.bin', upload: 'upload-12', offset, size: bytes.length },
      body: bytes.subarray(offset, end),
    });
  expect((await piece(0, 100_000)).json).toMatchObject({ received: 100_000, complete: false });
  expect((await project.ask('files.uploadState', { query: { upload: 'upload-12' } })).json).toEqual({
    received: 100_000,
  });
  const wrong = await piece(50_000, 60_000);
  expect([wrong.status, wrong.json.code, wrong.json.received]).toEqual([409, 'upload_offset', 100_000]);
  expect((await piece(100_000, bytes.length)).json).toEqual({
    path: 'in/big.bin',
    received: bytes.length,
    complete: true,
  });
  expect((await readFile(join(project.root, 'in/big.bin'))).equals(bytes)).toBe(true);
});

it('hides ignored and generated files from the list of all files, and says when it stops', async () => {
  const project = await openProject({
    '.gitignore': 'secret.log\n',
    'secret.log': '',
    'a.txt': '',
    'src/b.txt': '',
    '.env': '',
    'node_modules/x/index.js': '',
  });
  const { json } = await project.ask('files.all');
  expect(json).toEqual({ paths: expect.any(Array), truncated: false });
  expect(json.paths.toSorted()).toEqual(['.env', '.gitignore', 'a.txt', 'src/b.txt']);
  expect((await project.ask('files.all', { query: { limit: 2 } })).json).toEqual({
    paths: expect.any(Array),
    truncated: true,
  });
});

it('makes folders, and refuses a taken name', async () => {
  const project = await openProject({ file: '' });
  expect((await project.ask('files.createDirectory', { body: { path: 'x/y/z' } })).status).toBe(200);
  expect((await stat(join(project.root, 'x/y/z'))).isDirectory()).toBe(true);
  expect((await project.ask('files.createDirectory', { body: { path: 'x/y' } })).json.code).toBe('path_exists');
  expect((await project.ask('files.createDirectory', { body: { path: 'file/y' } })).json.code).toBe('not_a_directory');
});

it('enforces the capability of each route', async () => {
  const project = await openProject({ 'a.txt': 'a' });
  await mkdir(join(project.root, 'd'));
  expect((await project.ask('files.remove', { body: { paths: ['a.txt'] }, capabilities: ['read'] })).json.code).toBe(
    'capability_missing',
  );
  expect((await project.ask('run.start', { body: {}, capabilities: ['read', 'write'] })).status).toBe(403);
  expect((await project.ask('files.list', { capabilities: [] })).status).toBe(403);
  expect((await project.send('GET', '/files/list', { headers: { 'x-ecode-actor': 'nobody' } })).status).toBe(401);
  expect((await project.send('DELETE', '/files/list')).status).toBe(404);
  expect((await project.ask('files.list', { query: { limit: -1 } })).json.code).toBe('request_invalid');
});
