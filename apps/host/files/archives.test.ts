import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { ZipFile } from 'yazl';
import { openProject } from '../testing/project.ts';

async function zipOf(fill: (zip: ZipFile) => void): Promise<Buffer> {
  const zip = new ZipFile();
  fill(zip);
  zip.end();
  return buffer(zip.outputStream);
}

/** The archive with each occurrence of one name replaced by another of the same length, which yazl would refuse to write. */
function renameInside(archive: Buffer, from: string, to: string): Buffer {
  return Buffer.from(archive.toString('latin1').replaceAll(from, to), 'latin1');
}

it('sends a folder as a zip that unzip and our own unpacking read', async () => {
  const project = await openProject({ 'app/a.txt': 'grüße', 'app/deep/b.txt': 'b', 'app/node_modules/x.js': 'x' });
  await mkdir(join(project.root, 'app/empty'));
  await writeFile(join(project.root, 'app/run.sh'), 'echo', { mode: 0o755 });
  await symlink('a.txt', join(project.root, 'app/link'));
  const { bytes, headers } = await project.ask('files.archive', { query: { path: 'app' } });
  expect(headers['content-disposition']).toContain('app.zip');
  await writeFile(join(project.folder, 'app.zip'), bytes);
  const listed = execFileSync('unzip', ['-Z1', join(project.folder, 'app.zip')], { encoding: 'utf8' });
  expect(listed.trim().split('\n').toSorted()).toEqual(['a.txt', 'deep/b.txt', 'empty/', 'link', 'run.sh']);
  const unpacked = await project.ask('files.unpack', { query: { path: 'copy' }, body: bytes });
  expect(unpacked.json).toMatchObject({ files: 3, leftOut: [{ name: 'link', reason: 'symlink' }], leftOutMore: 0 });
  expect(await readFile(join(project.root, 'copy/a.txt'), 'utf8')).toBe('grüße');
  expect((await stat(join(project.root, 'copy/run.sh'))).mode & 0o777).toBe(0o755);
  expect((await stat(join(project.root, 'copy/empty'))).isDirectory()).toBe(true);
});

it('leaves out what would leave the folder, and unpacks the rest', async () => {
  const project = await openProject({ 'taken.txt': 'mine' });
  const archive = await zipOf((zip) => {
    for (const name of ['XX/evil.txt', 'a/XX/XX/evil.txt', 'Ybsolute.txt', 'good.txt', 'taken.txt'])
      zip.addBuffer(Buffer.from('x'), name);
    zip.addBuffer(Buffer.from('/etc/passwd'), 'link', { mode: 0o120_777 });
    zip.addBuffer(Buffer.from(''), 'device', { mode: 0o020_666 });
  });
  const hostile = renameInside(renameInside(archive, 'XX', '..'), 'Ybsolute.txt', '/bsolute.txt');
  const { json } = await project.ask('files.unpack', { body: hostile });
  expect(json.files).toBe(1);
  expect(json.leftOut).toEqual([
    { name: '../evil.txt', reason: 'unsafe_name' },
    { name: 'a/../../evil.txt', reason: 'unsafe_name' },
    { name: '/bsolute.txt', reason: 'unsafe_name' },
    { name: 'taken.txt', reason: 'exists' },
    { name: 'link', reason: 'symlink' },
    { name: 'device', reason: 'special' },
  ]);
  expect((await readdir(project.root)).toSorted()).toEqual(['good.txt', 'taken.txt']);
  expect(await readFile(join(project.root, 'taken.txt'), 'utf8')).toBe('mine');
  expect((await readdir(project.folder)).toSorted()).toEqual(['socket', 'state', 'workspace']);
});

it('does not unpack through a link that leaves the project', async () => {
  const project = await openProject();
  await symlink(project.folder, join(project.root, 'out'));
  const archive = await zipOf((zip) => zip.addBuffer(Buffer.from('x'), 'out/evil.txt'));
  expect((await project.ask('files.unpack', { body: archive })).json.leftOut).toEqual([
    { name: 'out/evil.txt', reason: 'unsafe_name' },
  ]);
  expect(await readdir(project.folder)).not.toContain('evil.txt');
});

it('refuses a bomb before it writes a byte, also one that lies about its size', async () => {
  const project = await openProject();
  const archive = await zipOf((zip) => zip.addBuffer(Buffer.alloc(5_000_000), 'bomb.bin'));
  const sized = (size: number): Buffer => {
    const lying = Buffer.from(archive);
    const central = lying.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    lying.writeUInt32LE(size, central + 24);
    return lying;
  };
  // 32 entries of 4 GB each by their word, more than the disk has.
  const many = await zipOf((zip) => {
    for (let index = 0; index < 2000; index += 1) zip.addBuffer(Buffer.from('x'), `bomb-${index}`);
  });
  for (
    let at = many.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    at >= 0;
    at = many.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), at + 4)
  ) {
    many.writeUInt32LE(0xffff_fff0, at + 24);
  }
  expect((await project.ask('files.unpack', { body: many })).json.code).toBe('archive_too_large');
  expect((await project.ask('files.unpack', { body: sized(10) })).json.code).toBe('archive_invalid');
  expect(await readdir(project.root)).toEqual([]);
  expect(await readdir(join(project.folder, 'state/temporary'))).toEqual([]);
});

it('says that something is not a zip', async () => {
  const project = await openProject();
  expect((await project.ask('files.unpack', { body: 'not a zip' })).json.code).toBe('archive_invalid');
});

it('drops the one folder around everything when asked', async () => {
  const project = await openProject();
  const archive = await zipOf((zip) => {
    zip.addBuffer(Buffer.from('a'), 'repo-main/a.txt');
    zip.addBuffer(Buffer.from('b'), 'repo-main/src/b.txt');
  });
  await project.ask('files.unpack', { query: { strip: true }, body: archive });
  expect((await readdir(project.root)).toSorted()).toEqual(['a.txt', 'src']);
});

it('refuses addresses that are not plain https', async () => {
  const project = await openProject();
  const addresses = [
    'http://example.com/x',
    'git://example.com/x',
    'ssh://git@example.com/x',
    'git@example.com:x',
    'file:///etc',
    '/etc',
    'ext::sh -c id',
    '--upload-pack=id',
    'https://user:word@example.com/x',
    'https://token@example.com/x',
    'https://',
    'https://a b/',
    'https:\\\\x',
  ];
  for (const url of addresses) {
    expect((await project.ask('git.clone', { body: { url } })).json.code, url).toBe('clone_refused');
  }
});

/** A repository behind https on this machine, with a certificate of its own. */
async function serveRepository(folder: string): Promise<string> {
  const git = (...words: string[]): void =>
    void execFileSync('git', words, { cwd: join(folder, 'origin'), stdio: 'ignore' });
  await mkdir(join(folder, 'origin'));
  git('init', '-b', 'trunk');
  await writeFile(join(folder, 'origin/hello.txt'), 'hello');
  git('add', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '-m', 'First');
  git('update-server-info');
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      key,
      '-out',
      certificate,
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost',
    ],
    { stdio: 'ignore' },
  );
  const server = createServer({ key: await readFile(key), cert: await readFile(certificate) }, (request, response) => {
    const path = new URL(request.url ?? '', 'https://localhost').pathname.replace('/repository', '');
    readFile(join(folder, 'origin/.git', path)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  }).listen(0);
  await once(server, 'listening');
  process.env['GIT_SSL_CAINFO'] = certificate;
  onTestFinished(() => {
    delete process.env['GIT_SSL_CAINFO'];
    server.close();
  });
  return `https://localhost:${(server.address() as AddressInfo).port}/repository`;
}

it('clones over https, tells the branch, and leaves nothing behind when it fails', async () => {
  const project = await openProject();
  const url = await serveRepository(project.folder);
  const cloned = await project.ask('git.clone', { body: { url, path: 'copy' } });
  expect(cloned.json).toMatchObject({ path: 'copy', branch: 'trunk', commit: expect.stringMatching(/^[0-9a-f]{40}$/) });
  expect(await readFile(join(project.root, 'copy/hello.txt'), 'utf8')).toBe('hello');
  expect((await project.ask('git.clone', { body: { url, path: 'copy' } })).json.code).toBe('clone_not_empty');
  const failed = await project.ask('git.clone', { body: { url: `${url}-absent`, path: 'other' } });
  expect(failed.json).toMatchObject({ code: 'clone_failed', details: expect.stringContaining('not found') });
  expect(await readdir(join(project.folder, 'state/temporary'))).toEqual([]);
});
