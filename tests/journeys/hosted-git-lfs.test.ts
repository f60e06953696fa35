import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findFreePort } from '@e-code/kernel/server/testing';
import { Client } from './client.ts';
import { GitClient, makeApiKey } from './git-client.ts';
import { invite } from './people.ts';
import { Project } from './project.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

// The stock git and git lfs, with the configuration of nobody.

let server: RunningServer;
let owner: Client;
let git: GitClient;
let project: Project;
let slug: string;
let port: number;
let keys: Record<'owner' | 'viewer' | 'reading', string>;

const film = randomBytes(3 * 1024 * 1024);
const oidOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  port = await findFreePort();
  server = await startServer({ environment: { SSH_PORT: String(port) } });
  owner = await new Client(server.origin).claim(server.setupLink);
  const viewer = await invite(owner, 'Vera Viewer');
  const made = await owner.do('POST', '/projects', { name: 'Weather', template: 'blank' });
  project = new Project(owner, made.id);
  slug = made.slug;
  await owner.do('POST', `/projects/${made.id}/members`, { email: 'vera.viewer@example.org', role: 'viewer' });
  keys = {
    owner: await makeApiKey(owner, 'project:write'),
    viewer: await makeApiKey(viewer.client, 'project:write'),
    reading: await makeApiKey(owner, 'project:read'),
  };
  git = await GitClient.create();
  await git.makeSshKey();
  await owner.do('POST', '/ssh-keys', {
    name: 'Mine',
    publicKey: await readFile(join(git.folder, 'id.pub'), 'utf8'),
  });
  await git.do('.', ['lfs', 'install', '--skip-repo']);
  await git.do('.', ['init', '--quiet', '--initial-branch=main', 'here']);
  await git.do('here', ['remote', 'add', 'origin', `${server.origin}/git/${slug}.git`]);
  await git.do('here', ['lfs', 'track', '*.bin']);
  await git.commit('here', '.gitattributes', '*.bin filter=lfs diff=lfs merge=lfs -text\n');
  await git.commit('here', 'film.bin', film);
});
afterAll(async () => {
  await server?.interrupt();
  await removeData(server.dataDirectory);
  await git?.remove();
});

const objects = (rest: string): string => `/git/${slug}.git/info/lfs/objects/${rest}`;
const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });

function put(oid: string, body: Buffer, key: string) {
  const headers = {
    ...bearer(key),
    'content-type': 'application/octet-stream',
    'content-length': String(body.length),
  };
  return new Client(server.origin).ask(objects(oid), { method: 'PUT', body, headers });
}

function batch(operation: string, files: Buffer[], key: string) {
  const json = { operation, objects: files.map((bytes) => ({ oid: oidOf(bytes), size: bytes.length })) };
  return new Client(server.origin).ask(objects('batch'), { method: 'POST', json, headers: bearer(key) });
}

async function runIn(command: string): Promise<string> {
  const before = (await project.log()).length;
  await project.run(command);
  await project.ended();
  return (await project.log()).slice(before);
}

describe('large files of Git LFS', () => {
  it('are pushed and cloned over HTTP, and git lfs in the project has them', async () => {
    await git.do('here', ['push', '-u', 'origin', 'main'], keys.owner);
    const oid = oidOf(film);
    const path = `.git/lfs/objects/${oid.slice(0, 2)}/${oid.slice(2, 4)}/${oid}`;
    expect(await runIn(`sha256sum ${path}`)).toContain(oid);
    await git.do('.', ['clone', '--quiet', `${server.origin}/git/${slug}.git`, 'there'], keys.reading);
    expect((await readFile(join(git.folder, 'there/film.bin'))).equals(film)).toBe(true);
  });

  it('are pushed and pulled over SSH, which hands out a token for HTTP', async () => {
    const second = randomBytes(200_000);
    const address = `ssh://git@127.0.0.1:${port}/${slug}.git`;
    await git.commit('here', 'second.bin', second);
    await git.do('here', ['push', address, 'main']);
    await git.do('there', ['remote', 'set-url', 'origin', address]);
    await git.do('there', ['pull', '--quiet', 'origin', 'main']);
    expect((await readFile(join(git.folder, 'there/second.bin'))).equals(second)).toBe(true);
  });

  it('are read in parts', async () => {
    const headers = { ...bearer(keys.reading), range: 'bytes=1000-1999' };
    const part = await new Client(server.origin).ask(objects(oidOf(film)), { headers });
    expect([part.status, part.headers['content-range']]).toEqual([206, `bytes 1000-1999/${film.length}`]);
    expect(part.headers['content-length']).toBe('1000');
  });

  it('are refused when their bytes are not what their name says, and nothing is kept', async () => {
    const announced = oidOf(randomBytes(100));
    const refused = await put(announced, randomBytes(100), keys.owner);
    expect(refused.status).toBe(422);
    expect(refused.body.message).toContain('What arrived is not the file that was announced');
    expect(refused.headers['content-type']).toBe('application/vnd.git-lfs+json');
    expect((await new Client(server.origin).ask(objects(announced), { headers: bearer(keys.owner) })).status).toBe(404);
  });

  it('are not there after half an upload, and arrive when they are sent again', async () => {
    const bytes = randomBytes(4_000_000);
    const length = { 'content-type': 'application/octet-stream', 'content-length': bytes.length };
    const headers = { ...bearer(keys.owner), ...length };
    const half = request(`${server.origin}${objects(oidOf(bytes))}`, { method: 'PUT', headers });
    half.on('error', () => undefined);
    await new Promise<void>((resolve) => half.write(bytes.subarray(0, 2_000_000), () => resolve()));
    half.destroy();
    expect((await batch('download', [bytes], keys.reading)).body.objects[0].error.code).toBe(404);
    expect((await put(oidOf(bytes), bytes, keys.owner)).status).toBe(200);
    const { actions } = (await batch('download', [bytes], keys.reading)).body.objects[0];
    expect(actions.download.href).toContain(oidOf(bytes));
  });

  it('are refused before they are sent when they do not fit', async () => {
    const json = { operation: 'upload', objects: [{ oid: oidOf(randomBytes(9)), size: 5_000_000_000_000 }] };
    const answer = await new Client(server.origin).ask(objects('batch'), {
      method: 'POST',
      json,
      headers: bearer(keys.owner),
    });
    expect(answer.body.objects[0].error).toMatchObject({ code: 507 });
  });
});

describe('who may', () => {
  it('is the same as for git: a viewer gets and does not send', async () => {
    const bytes = randomBytes(100);
    expect((await batch('download', [film], keys.viewer)).status).toBe(200);
    for (const refused of [await batch('upload', [bytes], keys.viewer), await put(oidOf(bytes), bytes, keys.viewer)]) {
      expect(refused.status).toBe(403);
      expect(refused.body.message).toContain('Ask an owner for the editor role');
    }
    expect((await put(oidOf(bytes), bytes, keys.reading)).status).toBe(403);
  });

  it('is asked for with a challenge when nobody says who they are', async () => {
    const visitor = await new Client(server.origin).ask(objects(oidOf(film)));
    expect(visitor.status).toBe(401);
    expect(visitor.headers['lfs-authenticate']).toMatch(/^Basic /);
  });

  it('ends with the SSH key, also for the token that it was given', async () => {
    const said = await git.ssh(port, `git-lfs-authenticate ${slug}.git download`);
    const { header } = JSON.parse(said);
    const get = () =>
      new Client(server.origin).ask(objects(oidOf(film)), { headers: { authorization: header.Authorization } });
    expect((await get()).status).toBe(200);
    expect((await put(oidOf(film), film, header.Authorization.split(' ')[1])).status).toBe(403);
    const { keys: mine } = await owner.do('GET', '/ssh-keys');
    await owner.do('DELETE', `/ssh-keys/${mine[0].id}`, {});
    await vi.waitFor(async () => expect((await get()).status).toBe(401), { timeout: 20_000 });
  });
});
