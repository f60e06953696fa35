import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '@e-code/kernel/server/testing';
import { Client } from './client.ts';
import { invite } from './people.ts';
import { Project } from './project.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

// Everything that is asked here is asked by the stock git and ssh clients, with the configuration of nobody.

let server: RunningServer;
let port: number;
let owner: Client;
let viewer: Client;
let folder: string;
let project: Project;
let slug: string;

beforeAll(async () => {
  port = await findFreePort();
  [server, folder] = await Promise.all([
    startServer({ environment: { SSH_PORT: String(port) } }),
    mkdtemp(join(tmpdir(), 'hosted-git-ssh-')),
  ]);
  owner = await new Client(server.origin).claim(server.setupLink);
  viewer = (await invite(owner, 'Vera Viewer')).client;
  const stranger = (await invite(owner, 'Sam Stranger')).client;
  const made = await owner.do('POST', '/projects', { name: 'Weather', template: 'blank' });
  project = new Project(owner, made.id);
  slug = made.slug;
  await owner.do('POST', `/projects/${made.id}/members`, { email: 'vera.viewer@example.org', role: 'viewer' });
  await project.write('notes.txt', 'mine\n');
  await project.ask('git.init', {}, { json: {} });
  await project.ask('git.stage', {}, { json: { paths: ['notes.txt'] } });
  await project.ask('git.commit', {}, { json: { message: 'Begin' } });
  await Promise.all([
    addKey(owner, 'owner'),
    addKey(viewer, 'viewer'),
    addKey(stranger, 'stranger'),
    makeKey('nobody'),
  ]);
});
afterAll(async () => {
  await server?.interrupt();
  await removeData(server.dataDirectory);
  await rm(folder, { recursive: true, force: true });
});

interface Outcome {
  code: number;
  said: string;
}

function run(program: string, words: string[], directory = folder, environment = {}): Promise<Outcome> {
  const person = { NAME: 'Olga', EMAIL: 'olga@example.org' };
  const people = ['AUTHOR', 'COMMITTER'].flatMap((role) =>
    Object.entries(person).map(([what, value]) => [`GIT_${role}_${what}`, value]),
  );
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    LC_ALL: 'C',
    ...Object.fromEntries(people),
    ...environment,
  };
  return new Promise((resolve) => {
    execFile(program, words, { cwd: directory, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
    );
  });
}

async function makeKey(name: string, kind: string[] = ['-t', 'ed25519']): Promise<string> {
  await run('ssh-keygen', ['-q', '-N', '', ...kind, '-C', name, '-f', join(folder, name)]);
  return readFile(join(folder, `${name}.pub`), 'utf8');
}

async function addKey(client: Client, name: string, kind?: string[]): Promise<{ id: string; fingerprint: string }> {
  return client.do('POST', '/ssh-keys', { name, publicKey: await makeKey(name, kind) });
}

function sshWords(key: string): string[] {
  const options = ['IdentitiesOnly=yes', 'IdentityAgent=none', 'BatchMode=yes', 'StrictHostKeyChecking=no'];
  const hosts = `UserKnownHostsFile=${join(folder, 'known_hosts')}`;
  return ['-F', 'none', '-i', join(folder, key), ...[...options, hosts].flatMap((option) => ['-o', option])];
}

const ssh = (key: string, words: string[]): Promise<Outcome> =>
  run('ssh', [...sshWords(key), '-p', String(port), 'git@127.0.0.1', ...words]);

function git(key: string, words: string[], directory = folder, environment = {}): Promise<Outcome> {
  return run('git', words, directory, { GIT_SSH_COMMAND: ['ssh', ...sshWords(key)].join(' '), ...environment });
}

const address = (name = slug): string => `ssh://git@127.0.0.1:${port}/${name}.git`;

async function clone(name: string, key = 'owner', words: string[] = []): Promise<string> {
  expect(await git(key, ['clone', '--quiet', ...words, address(), name])).toMatchObject({ code: 0 });
  return join(folder, name);
}

async function commitFile(directory: string, path: string, text: string): Promise<void> {
  await writeFile(join(directory, path), text);
  await run('git', ['add', path], directory);
  expect(await run('git', ['commit', '--quiet', '-m', `Write ${path}`], directory)).toMatchObject({ code: 0 });
}

describe('a project over SSH', () => {
  it('is cloned, pushed to and fetched from, and a push updates the files of the project', async () => {
    const here = await clone('here');
    await commitFile(here, 'notes.txt', 'changed\n');
    expect(await git('owner', ['push', 'origin', 'main'], here)).toMatchObject({ code: 0 });
    expect((await project.read('notes.txt')).text).toBe('changed\n');
    const there = await clone('there', 'viewer', ['--depth=1']);
    expect(await readFile(join(there, 'notes.txt'), 'utf8')).toBe('changed\n');
    await commitFile(here, 'more.txt', 'more\n');
    expect(await git('owner', ['push', 'origin', 'main'], here)).toMatchObject({ code: 0 });
    expect(await git('viewer', ['pull', '--quiet'], there)).toMatchObject({ code: 0 });
    expect(await readFile(join(there, 'more.txt'), 'utf8')).toBe('more\n');
  });

  it('speaks version 2', async () => {
    const traced = await git('owner', ['ls-remote', address()], folder, { GIT_TRACE_PACKET: '1' });
    expect(traced.said).toContain('ls-remote< version 2');
    expect(traced.said).toMatch(/[0-9a-f]{40}\s+refs\/heads\/main/);
  });

  it('takes RSA and ECDSA keys as well', async () => {
    await addKey(owner, 'rsa', ['-t', 'rsa', '-b', '3072']);
    await addKey(owner, 'ecdsa', ['-t', 'ecdsa', '-b', '384']);
    for (const key of ['rsa', 'ecdsa']) expect(await git(key, ['ls-remote', address()])).toMatchObject({ code: 0 });
  });

  it('refuses a push by the same rules as over HTTP', async () => {
    const here = await clone('force');
    await run('git', ['commit', '--quiet', '--amend', '-m', 'Rewritten'], here);
    const forced = await git('owner', ['push', '--force', 'origin', 'main'], here);
    expect(forced.code).not.toBe(0);
    expect(forced.said).toContain('would throw away commits of the default branch main');
  });

  it('carries more than fits into one window of the connection', async () => {
    const here = await clone('large');
    const noise = await run('openssl', ['rand', '-out', join(here, 'noise.bin'), String(12 * 1024 * 1024)], here);
    expect(noise.code).toBe(0);
    await run('git', ['add', 'noise.bin'], here);
    await run('git', ['commit', '--quiet', '-m', 'Add noise'], here);
    expect(await git('owner', ['push', 'origin', 'main:noise'], here)).toMatchObject({ code: 0 });
    const back = await clone('back', 'owner', ['--branch=noise']);
    const same = await run('cmp', [join(here, 'noise.bin'), join(back, 'noise.bin')]);
    expect(same).toEqual({ code: 0, said: '' });
  });
});

describe('who may', () => {
  it('follows the key and the role of its person, and what is foreign looks absent', async () => {
    const here = await clone('roles', 'viewer');
    await commitFile(here, 'roles.txt', 'roles\n');
    const pushed = await git('viewer', ['push', 'origin', 'main'], here);
    expect(pushed.said).toContain('Ask an owner for the editor role');
    const foreign = await git('stranger', ['clone', address(), 'foreign']);
    expect(foreign.said).toContain('There is nothing here, or you may not see it');
    const absent = await git('stranger', ['clone', address('no-such-project'), 'foreign']);
    expect(absent).toEqual(foreign);
    expect((await git('nobody', ['clone', address(), 'nobody-clone'])).said).toContain('Permission denied (publickey)');
  });

  it('is told that nothing but git is served', async () => {
    expect((await ssh('owner', ['ls', '/'])).said).toContain('E-Code serves git over SSH, and nothing else');
    expect((await ssh('owner', ['git-upload-pack', '--help'])).said).toContain('and nothing else');
    expect((await ssh('owner', [])).said).toContain('Hello Olga Owner! E-Code serves git over SSH, and no shell.');
    const forwarded = await run('ssh', [
      ...sshWords('owner'),
      '-p',
      String(port),
      '-W',
      '127.0.0.1:22',
      'git@127.0.0.1',
    ]);
    expect(forwarded.code).not.toBe(0);
    const copied = await run('sftp', [...sshWords('owner'), '-P', String(port), 'git@127.0.0.1']);
    expect(copied.code).not.toBe(0);
  });

  it('ends with the key, also for what is open', async () => {
    const { id } = await addKey(owner, 'short');
    // Git greets and waits, as the client says nothing more.
    const open = spawn('ssh', [
      ...sshWords('short'),
      '-p',
      String(port),
      'git@127.0.0.1',
      `git-upload-pack ${slug}.git`,
    ]);
    const ended = once(open, 'exit');
    await once(open.stdout, 'data');
    await owner.do('DELETE', `/ssh-keys/${id}`, {});
    const removed = performance.now();
    await ended;
    expect(performance.now() - removed).toBeLessThan(2_000);
    expect((await git('short', ['ls-remote', address()])).said).toContain('Permission denied (publickey)');
  });
});

describe('an SSH key', () => {
  it('is refused with a sentence when it is private, weak, unreadable or somebody’s already', async () => {
    const add = (publicKey: string): Promise<{ status: number; body: { code: string; message: string } }> =>
      viewer.ask('/api/ssh-keys', { method: 'POST', json: { name: 'Mine', publicKey } });
    const code = async (publicKey: string): Promise<string> => (await add(publicKey)).body.code;
    expect(await code(await readFile(join(folder, 'nobody'), 'utf8'))).toBe('ssh_key_private');
    expect(await code(await readFile(join(folder, 'owner.pub'), 'utf8'))).toBe('ssh_key_taken');
    expect(await code('ssh-ed25519 AAAA mine')).toBe('ssh_key_unreadable');
    expect(await code(await makeKey('weak', ['-t', 'rsa', '-b', '1024']))).toBe('ssh_key_weak');
  });

  it('is known by the fingerprint that ssh-keygen shows, and so is the server, which keeps its key for itself', async () => {
    const { keys, server: served } = await owner.do('GET', '/ssh-keys');
    const mine = await run('ssh-keygen', ['-l', '-f', join(folder, 'owner.pub')]);
    expect(mine.said).toContain(keys.find((key: { name: string }) => key.name === 'owner').fingerprint);
    const host = await run('ssh-keygen', ['-l', '-f', join(folder, 'known_hosts')]);
    expect(host.said).toContain(served.fingerprint);
    const { mode } = await stat(join(server.dataDirectory, 'keys/ssh-host.key'));
    expect(mode & 0o777).toBe(0o600);
  });
});
