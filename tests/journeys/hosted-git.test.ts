import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from './client.ts';
import { invite } from './people.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

// Everything that is asked here is asked by the stock git client, with the configuration of nobody.

let server: RunningServer;
let owner: Client;
let folder: string;
let project: { id: string; slug: string };
let keys: Record<'writing' | 'reading' | 'viewer' | 'stranger', string>;

beforeAll(async () => {
  [server, folder] = await Promise.all([startServer(), mkdtemp(join(tmpdir(), 'hosted-git-'))]);
  owner = await new Client(server.origin).claim(server.setupLink);
  const viewer = await invite(owner, 'Vera Viewer');
  const stranger = await invite(owner, 'Sam Stranger');
  project = await owner.do('POST', '/projects', { name: 'Weather', template: 'blank' });
  await owner.do('POST', `/projects/${project.id}/members`, { email: 'vera.viewer@example.org', role: 'viewer' });
  keys = {
    writing: await makeKey(owner, 'project:write'),
    reading: await makeKey(owner, 'project:read'),
    viewer: await makeKey(viewer.client, 'project:write'),
    stranger: await makeKey(stranger.client, 'project:write'),
  };
});
afterAll(async () => {
  await server?.interrupt();
  await removeData(server.dataDirectory);
  await rm(folder, { recursive: true, force: true });
});

async function makeKey(client: Client, scope: string): Promise<string> {
  const json = { name: scope, scopes: [scope], expiresInDays: 1 };
  return (await client.do('POST', '/api-keys', json)).secret;
}

interface Outcome {
  code: number;
  said: string;
}

/** Runs git; the key is given by a credential helper, as a person's key store would. */
function git(key: string | undefined, directory: string, words: string[], environment = {}): Promise<Outcome> {
  const helper = key === undefined ? '' : `!f() { echo username=git; echo "password=$KEY"; }; f`;
  const settings = ['-c', 'credential.helper=', '-c', `credential.helper=${helper}`];
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    KEY: key,
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Olga',
    GIT_AUTHOR_EMAIL: 'olga@example.org',
    GIT_COMMITTER_NAME: 'Olga',
    GIT_COMMITTER_EMAIL: 'olga@example.org',
    LC_ALL: 'C',
    ...environment,
  };
  return new Promise((resolve) => {
    execFile('git', [...settings, ...words], { cwd: directory, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
    );
  });
}

const address = (slug = project.slug): string => `${server.origin}/git/${slug}.git`;
const host = (path: string): string => `/api/projects/${project.id}/host${path}`;
const readFileOf = async (path: string): Promise<string> => (await owner.ask(host(`/files/content?path=${path}`))).text;

async function clone(name: string, key: string | undefined = keys.writing, words: string[] = []): Promise<string> {
  const outcome = await git(key, folder, ['clone', '--quiet', ...words, address(), name]);
  expect(outcome).toMatchObject({ code: 0 });
  return join(folder, name);
}

async function commitFile(directory: string, path: string, text: string): Promise<void> {
  await writeFile(join(directory, path), text);
  await git(undefined, directory, ['add', '-f', path]);
  expect(await git(undefined, directory, ['commit', '--quiet', '-m', `Write ${path}`])).toMatchObject({ code: 0 });
}

const push = (directory: string, words: string[] = ['origin', 'main'], key = keys.writing): Promise<Outcome> =>
  git(key, directory, ['push', ...words]);

async function write(path: string, content: string): Promise<void> {
  const headers = { 'content-type': 'application/octet-stream', 'if-none-match': '*' };
  const answer = await owner.ask(host(`/files/content?path=${path}`), { method: 'PUT', headers, body: content });
  expect(answer.status).toBeLessThan(300);
}

describe('a project as a repository', () => {
  it('says that it is none yet, and refuses a first push over files that are in no commit', async () => {
    await write('notes.txt', 'mine\n');
    const fetched = await git(keys.writing, folder, ['clone', address(), 'too-early']);
    expect(fetched.code).not.toBe(0);
    expect(fetched.said).toContain('This project has no Git repository yet');
    const local = join(folder, 'first');
    await git(undefined, folder, ['init', '--quiet', '--initial-branch=main', 'first']);
    await commitFile(local, 'notes.txt', 'theirs\n');
    const pushed = await push(local, [address(), 'main']);
    expect(pushed.code).not.toBe(0);
    expect(pushed.said).toContain('This push would replace files that are in no commit: notes.txt');
    expect(await readFileOf('notes.txt')).toBe('mine\n');
  });

  it('is cloned, pushed to and fetched from, and a push updates the files of the project', async () => {
    expect((await owner.ask(host('/git/stage'), { method: 'POST', json: { paths: ['notes.txt'] } })).status).toBe(200);
    expect((await owner.ask(host('/git/commit'), { method: 'POST', json: { message: 'Begin' } })).status).toBe(200);
    const here = await clone('here');
    expect(await readFile(join(here, 'notes.txt'), 'utf8')).toBe('mine\n');
    await commitFile(here, 'notes.txt', 'changed\n');
    await commitFile(here, 'new.txt', 'new\n');
    expect(await push(here)).toMatchObject({ code: 0 });
    expect([await readFileOf('notes.txt'), await readFileOf('new.txt')]).toEqual(['changed\n', 'new\n']);
    const there = await clone('there', keys.reading, ['--depth=1']);
    expect(await readFile(join(there, 'new.txt'), 'utf8')).toBe('new\n');
  });

  it('speaks version 2, and reads requests that are packed with gzip', async () => {
    const traced = await git(keys.reading, folder, ['ls-remote', address()], { GIT_TRACE_PACKET: '1' });
    expect(traced.said).toContain('git< version 2');
    expect(traced.said).toMatch(/[0-9a-f]{40}\s+refs\/heads\/main/);
    const body = gzipSync('0014command=ls-refs\n00010009peel\n0000');
    const answer = await owner.ask(`/git/${project.slug}.git/git-upload-pack`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-git-upload-pack-request',
        'content-encoding': 'gzip',
        'content-length': String(body.length),
        'git-protocol': 'version=2',
      },
    });
    expect(answer.text).toContain('refs/heads/main');
    expect(answer.headers['content-type']).toBe('application/x-git-upload-pack-result');
  });
});

describe('a push', () => {
  it('is refused over work that is not committed, and goes to another branch all the same', async () => {
    const here = await clone('dirty');
    const file = await owner.ask(host('/files/content?path=new.txt'));
    const headers = { 'content-type': 'application/octet-stream', 'if-match': String(file.headers.etag) };
    await owner.ask(host('/files/content?path=new.txt'), { method: 'PUT', headers, body: 'being edited\n' });
    await commitFile(here, 'new.txt', 'pushed\n');
    const refused = await push(here);
    expect(refused.code).not.toBe(0);
    expect(refused.said).toContain('The project has changes that are not committed: new.txt. Commit or discard');
    expect(await readFileOf('new.txt')).toBe('being edited\n');
    expect(await push(here, ['origin', 'main:aside'])).toMatchObject({ code: 0 });
    await owner.ask(host('/git/discard'), { method: 'POST', json: { paths: ['new.txt'] } });
    expect(await push(here)).toMatchObject({ code: 0 });
    expect(await readFileOf('new.txt')).toBe('pushed\n');
  });

  it('never takes commits of the default branch away, unless the project allows it', async () => {
    const here = await clone('force');
    await git(undefined, here, ['commit', '--quiet', '--amend', '-m', 'Rewritten']);
    const forced = await push(here, ['--force', 'origin', 'main']);
    expect(forced.code).not.toBe(0);
    expect(forced.said).toContain('would throw away commits of the default branch main');
    const deleted = await push(here, ['origin', ':main']);
    expect(deleted.said).toContain('The branch main is the default branch, so it was not deleted');
    expect(await push(here, ['--force', 'origin', 'main:aside'])).toMatchObject({ code: 0 });
    expect(await push(here, ['origin', ':aside'])).toMatchObject({ code: 0 });
    const config = await owner.ask(host('/files/content?path=.git/config'));
    const headers = { 'content-type': 'application/octet-stream', 'if-match': String(config.headers.etag) };
    const body = `${config.text}[e-code]\n\tprotectDefaultBranch = false\n`;
    await owner.ask(host('/files/content?path=.git/config'), { method: 'PUT', headers, body });
    expect(await push(here, ['--force', 'origin', 'main'])).toMatchObject({ code: 0 });
  });

  it('brings no file of more than 50 MiB', async () => {
    const here = await clone('large');
    await writeFile(join(here, 'film.bin'), '');
    await truncate(join(here, 'film.bin'), 51 * 1024 * 1024);
    await git(undefined, here, ['add', 'film.bin']);
    await git(undefined, here, ['commit', '--quiet', '-m', 'Add a film']);
    const refused = await push(here);
    expect(refused.code).not.toBe(0);
    expect(refused.said).toMatch(
      /film\.bin has 51 MiB in commit [0-9a-f]{7,}, and files in pushes may have 50 MiB at most/,
    );
  });

  it('runs no hook that lies in the repository', async () => {
    const hook = '#!/bin/sh\ntouch hooked; exit 1\n';
    await write('.git/hooks/update', hook);
    await write('.git/hooks/post-receive', hook);
    const here = await clone('hooks');
    await commitFile(here, 'more.txt', 'more\n');
    expect(await push(here)).toMatchObject({ code: 0 });
    const listed = (await owner.do('GET', `/projects/${project.id}/host/files/list?path=`)) as unknown;
    expect(JSON.stringify(listed)).toContain('more.txt');
    expect(JSON.stringify(listed)).not.toContain('hooked');
  });
});

describe('who may', () => {
  it('is asked for by a challenge of Basic, alike for what is foreign and what is absent', async () => {
    const visitor = new Client(server.origin);
    const refs = (slug: string) => visitor.ask(`/git/${slug}.git/info/refs?service=git-upload-pack`);
    const [foreign, absent] = [await refs(project.slug), await refs('no-such-project')];
    expect(foreign.status).toBe(401);
    expect(foreign.headers['www-authenticate']).toMatch(/^Basic /);
    expect([absent.status, absent.text]).toEqual([foreign.status, foreign.text]);
    const cloned = await git(undefined, folder, ['clone', address(), 'nobody']);
    expect(cloned.said).toContain('could not read Username');
  });

  it('follows the key and the role of its person', async () => {
    const here = await clone('roles');
    await commitFile(here, 'roles.txt', 'roles\n');
    const reading = await push(here, ['origin', 'main'], keys.reading);
    expect(reading.said).toContain('The API key lacks the scope project:write');
    const viewer = await push(here, ['origin', 'main'], keys.viewer);
    expect(viewer.said).toContain('Ask an owner for the editor role');
    await clone('of-viewer', keys.viewer);
    const stranger = await git(keys.stranger, folder, ['clone', address(), 'of-stranger']);
    expect(stranger.said).toContain('not found');
    const absent = await git(keys.stranger, folder, ['clone', address('no-such-project'), 'of-nothing']);
    expect(absent.said.replaceAll('no-such-project', project.slug)).toContain(stranger.said.split('\n').at(-2));
  });

  it('ends with the key', async () => {
    const { apiKey, secret } = await owner.do('POST', '/api-keys', {
      name: 'Short',
      scopes: ['project:read'],
      expiresInDays: 1,
    });
    expect(await git(secret, folder, ['ls-remote', address()])).toMatchObject({ code: 0 });
    await owner.do('DELETE', `/api-keys/${apiKey.id}`, {});
    const refused = await git(secret, folder, ['ls-remote', address()]);
    expect(refused.said).toContain('Authentication failed');
  });

  it('is everybody for fetching from a public project, and nobody new for pushing', async () => {
    await owner.do('PATCH', `/projects/${project.id}`, { visibility: 'public' });
    const here = await clone('public', undefined);
    await commitFile(here, 'public.txt', 'public\n');
    const refused = await git(undefined, here, ['push', 'origin', 'main']);
    expect(refused.said).toContain('could not read Username');
    const stranger = await push(here, ['origin', 'main'], keys.stranger);
    expect(stranger.said).toContain('Ask an owner for the editor role');
  });

  it('is asked to wait when one network fetches without a key too often, and people with keys are not', async () => {
    const visitor = new Client(server.origin);
    const ask = () => visitor.ask(`/git/${project.slug}.git/info/refs?service=git-upload-pack`);
    let answer = await ask();
    // Several at once, so that they fit into the minute on a machine that has other work.
    for (let asked = 1; asked <= 120 && answer.status === 200; asked += 12) {
      const answers = await Promise.all(Array.from({ length: 12 }, ask));
      answer = answers.find(({ status }) => status !== 200) ?? answer;
    }
    expect(answer.status).toBe(429);
    expect(answer.text).toMatch(/^Too many tries. Wait \d+ seconds/);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(
      await git(keys.reading, folder, [
        '-c',
        `http.extraHeader=Authorization: Bearer ${keys.reading}`,
        'ls-remote',
        address(),
      ]),
    ).toMatchObject({ code: 0 });
  });
});
