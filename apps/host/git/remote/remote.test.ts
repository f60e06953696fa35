import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request, type ClientRequest } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actorHeader, formatActor, routes, type GitEntry, type RouteName } from '../../contract/index.ts';
import { startGitServer, type GitServer } from '../../testing/git-server.ts';
import { openProject, type Project } from '../../testing/project.ts';

/** A project whose first commit waits to be pushed, and an empty server that asks for a password. */
async function open(): Promise<{ here: Here; server: GitServer }> {
  const [project, server] = await Promise.all([openProject({ 'a.txt': 'one\n' }), startGitServer()]);
  const here = new Here(project, server);
  await here.do('git.init', {});
  await here.commit('First');
  return { here, server };
}

class Here {
  readonly project: Project;
  readonly server: GitServer;

  constructor(project: Project, server: GitServer) {
    this.project = project;
    this.server = server;
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers freely
  async do(name: RouteName, body: object): Promise<any> {
    return (await this.project.ask(name, { body })).json;
  }

  async commit(message: string): Promise<void> {
    await this.do('git.stage', { paths: ['a.txt'] });
    const answer = await this.do('git.commit', { message });
    if (answer.commit === undefined) throw new Error(JSON.stringify(answer));
  }

  get entry(): GitEntry {
    const { account, address } = this.server;
    return { address, credential: { kind: 'token', name: account.name, secret: account.password }, knownHosts: '' };
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers freely
  carry(name: RouteName, body: object = {}, entry: GitEntry = this.entry): Promise<any> {
    return this.do(name, { remote: 'origin', branch: 'main', entry, ...body });
  }

  /** Asks and does not wait. */
  begin(name: RouteName): ClientRequest {
    const { method, path } = routes[name];
    const actor = formatActor({ id: 'u1', name: 'Žofie', capabilities: ['read', 'write', 'run'] });
    const asked = request({ socketPath: this.project.listen, method, path, headers: { [actorHeader]: actor } });
    asked.on('error', () => undefined).end(JSON.stringify({ remote: 'origin', branch: 'main', entry: this.entry }));
    return asked;
  }

  git(...words: string[]): string {
    return execFileSync('git', words, { cwd: this.project.root, encoding: 'utf8' });
  }

  write(text: string): void {
    writeFileSync(join(this.project.root, 'a.txt'), text);
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers freely
  async remote(): Promise<any> {
    return (await this.project.ask('git.remotes')).json.remotes[0];
  }
}

/** What somebody else commits and pushes. */
function commitThere({ server }: Here, message: string): void {
  const tree = server.git('rev-parse', 'main^{tree}').trim();
  const who = ['-c', 'user.name=Olga', '-c', 'user.email=olga@example.org'];
  const commit = server.git(...who, 'commit-tree', tree, '-p', 'main', '-m', message).trim();
  server.git('update-ref', 'refs/heads/main', commit);
}

describe('a remote with a credential', () => {
  it('takes a push, and the branch follows it from then on', async () => {
    const { here, server } = await open();
    expect(await here.carry('git.push')).toMatchObject({ knownHosts: '' });
    expect(server.git('log', '--format=%s', 'main')).toBe('First\n');
    expect(await here.remote()).toMatchObject({
      name: 'origin',
      url: server.address,
      distance: { ahead: 0, behind: 0 },
    });
    expect(here.git('rev-parse', '--abbrev-ref', 'main@{upstream}')).toBe('origin/main\n');
  });

  it('shows after a fetch how far both sides are, and pulls by merging', async () => {
    const { here } = await open();
    await here.carry('git.push');
    commitThere(here, 'From there');
    here.write('two\n');
    await here.commit('From here');
    await here.carry('git.fetch');
    expect(await here.remote()).toMatchObject({ distance: { ahead: 1, behind: 1 } });
    expect(await here.carry('git.push')).toMatchObject({ code: 'remote_ahead' });
    expect(await here.carry('git.pull')).toMatchObject({ conflicts: [] });
    expect(here.git('log', '-1', '--format=%s')).toContain('Merge remote-tracking branch');
    expect(await here.carry('git.push')).toMatchObject({ knownHosts: '' });
  });

  it('pulls by rebasing, and a branch that the remote has not is told', async () => {
    const { here } = await open();
    await here.carry('git.push');
    commitThere(here, 'From there');
    here.write('two\n');
    await here.commit('From here');
    expect(await here.carry('git.pull', { rebase: true })).toMatchObject({ conflicts: [] });
    expect(here.git('log', '--format=%s')).toBe('From here\nFrom there\nFirst\n');
    expect(await here.carry('git.pull', { branch: 'none' })).toMatchObject({ code: 'remote_branch_absent' });
  });

  it('replaces a branch only while it is where the person saw it', async () => {
    const { here, server } = await open();
    await here.carry('git.push');
    commitThere(here, 'Seen');
    await here.carry('git.fetch');
    const seen = (await here.remote()).distance.commit;
    commitThere(here, 'Not seen');
    expect(await here.carry('git.push', { replace: seen })).toMatchObject({ code: 'remote_moved' });
    await here.carry('git.fetch');
    const now = (await here.remote()).distance.commit;
    expect(await here.carry('git.push', { replace: now })).toMatchObject({ knownHosts: '' });
    expect(server.git('log', '--format=%s', 'main')).toBe('First\n');
  });

  it('brings branches and tags, and takes branches away that are gone', async () => {
    const { here, server } = await open();
    await here.carry('git.push');
    server.git('branch', 'feature', 'main');
    server.git('tag', 'v1', 'main');
    await here.carry('git.fetch');
    expect(here.git('branch', '--remotes', '--format=%(refname:short)')).toBe('origin/feature\norigin/main\n');
    server.git('branch', '-D', 'feature');
    server.git('branch', 'feature/one', 'main');
    await here.carry('git.fetch');
    expect(here.git('branch', '--remotes', '--format=%(refname:short)')).toBe('origin/feature/one\norigin/main\n');
    expect(here.git('tag')).toBe('v1\n');
  });
});

describe('a transfer', () => {
  it('tells pages how far it has come', async () => {
    const { here } = await open();
    const page = await here.project.page();
    await here.carry('git.push', { operation: 'push-1' });
    const told = await page.message('operation.progress', ({ operation }) => operation === 'push-1');
    expect(told).toMatchObject({ stage: expect.any(String), percent: expect.any(Number) });
  });

  it('ends with who asked for it, and with the credential that was opened for them', async () => {
    const { here } = await open();
    const started = join(here.project.folder, 'started');
    const hook = join(here.server.folder, 'hooks', 'pre-receive');
    writeFileSync(hook, `#!/bin/sh\ntouch ${started}\nwhile [ -e ${started} ]; do sleep 0.1; done\nexit 1\n`);
    chmodSync(hook, 0o755);
    const asked = here.begin('git.push');
    await expect.poll(() => existsSync(started), { timeout: 20_000 }).toBe(true);
    asked.destroy();
    const temporary = join(here.project.folder, 'state', 'temporary');
    await expect.poll(() => readdirSync(temporary), { timeout: 20_000 }).toEqual([]);
    // The other side ends too, before its folder goes.
    rmSync(started);
    const objects = join(here.server.folder, 'objects');
    const unfinished = (): string[] => readdirSync(objects).filter((name) => name.startsWith('tmp_objdir'));
    await expect.poll(unfinished, { timeout: 20_000 }).toEqual([]);
  });

  it('goes both ways for a project that has only the newest commits', async () => {
    const { here, server } = await open();
    await here.carry('git.push');
    commitThere(here, 'Second');
    const shallow = new Here(await openProject(), server);
    await shallow.do('git.init', {});
    shallow.git('fetch', '--quiet', '--depth=1', `file://${server.folder}`, 'main');
    shallow.git('reset', '--quiet', '--hard', 'FETCH_HEAD');
    shallow.write('two\n');
    await shallow.commit('Third');
    commitThere(here, 'Meanwhile');
    // Begins where this side has nothing, though what it has comes after.
    server.git('branch', 'old', 'main~2');
    expect(await shallow.carry('git.pull')).toMatchObject({ conflicts: [] });
    expect(shallow.git('log', '--format=%s', 'origin/old')).toBe('First\n');
    expect(await shallow.carry('git.push')).toMatchObject({ knownHosts: '' });
    expect(server.git('log', '--format=%s', '--no-merges', 'main').split('\n').filter(Boolean).toSorted()).toEqual([
      'First',
      'Meanwhile',
      'Second',
      'Third',
    ]);
  });
});

describe('what a remote refuses', () => {
  it('is a sentence of ours: a wrong password, no right to write, no such repository, nobody there', async () => {
    const { here, server } = await open();
    const wrong: GitEntry = { ...here.entry, credential: { kind: 'token', name: 'zofie', secret: 'wrong' } };
    expect(await here.carry('git.push', {}, wrong)).toMatchObject({ code: 'remote_unauthorized' });
    const none: GitEntry = { ...here.entry, credential: { kind: 'none' } };
    expect(await here.carry('git.fetch', {}, none)).toMatchObject({ code: 'remote_unauthorized' });
    server.account.mayWrite = false;
    expect(await here.carry('git.push')).toMatchObject({ code: 'remote_forbidden' });
    const absent = { ...here.entry, address: here.entry.address.replace('far', 'near') };
    expect(await here.carry('git.tryRemote', {}, absent)).toMatchObject({ code: 'remote_absent' });
    const nobody = { ...here.entry, address: 'http://127.0.0.1:1/far.git' };
    expect(await here.carry('git.tryRemote', {}, nobody)).toMatchObject({ code: 'remote_unreachable' });
    expect(await here.carry('git.tryRemote')).toMatchObject({ branches: 0 });
  });

  it('is the same sentence where git gets in by itself', async () => {
    const { here, server } = await open();
    await here.do('git.setRemote', { name: 'origin', url: server.address });
    expect(await here.do('git.fetch', { remote: 'origin' })).toMatchObject({ code: 'remote_unauthorized' });
    expect(await here.do('git.push', { remote: 'origin', branch: 'main' })).toMatchObject({
      code: 'remote_unauthorized',
    });
    await here.do('git.setRemote', { name: 'origin', url: 'http://127.0.0.1:1/far.git' });
    expect(await here.do('git.pull', { remote: 'origin', branch: 'main' })).toMatchObject({
      code: 'remote_unreachable',
    });
  });

  it('leaves nothing behind, whether it ended well or not', async () => {
    const { here } = await open();
    await here.carry('git.push');
    await here.carry('git.push', {}, { ...here.entry, credential: { kind: 'none' } });
    expect(readdirSync(join(here.project.folder, 'state', 'temporary'))).toEqual([]);
  });
});

describe('the secret', () => {
  const secret = 'canary-7f3d91';

  it('is in no file of the project, no argument and no environment, also while git is at work', async () => {
    const { here } = await open();
    // What git runs at the far end tells what every process looked like at that moment.
    const hook = join(here.server.folder, 'hooks', 'pre-receive');
    const seen = join(here.project.folder, 'seen');
    writeFileSync(hook, `#!/bin/sh\ncat /proc/[0-9]*/cmdline /proc/[0-9]*/environ > ${seen} 2>/dev/null\nexit 0\n`);
    chmodSync(hook, 0o755);
    await here.carry('git.push');
    const processes = readFileSync(seen);
    expect(processes.includes('http-backend')).toBe(true);
    expect(processes.includes('remote-http')).toBe(true);
    expect(processes.includes(secret)).toBe(false);
    const found = execFileSync('sh', ['-c', `grep -rl ${secret} ${here.project.folder} || true`], { encoding: 'utf8' });
    expect(found).toBe('');
  });

  it('is not given to what the configuration of the project would send it to', async () => {
    const { here, server } = await open();
    const thief = await startGitServer();
    const taken = join(here.project.folder, 'taken');
    const origin = new URL(server.address).origin;
    here.git('config', `credential.${origin}.helper`, `!cat >> ${taken}`);
    here.git('config', 'credential.helper', `!cat >> ${taken}`);
    here.git('config', `url.${thief.address}.insteadOf`, server.address);
    here.git('config', 'http.proxy', new URL(thief.address).origin);
    here.git('config', 'core.askPass', `cat >> ${taken}`);
    const hook = join(here.project.root, '.git', 'hooks', 'pre-push');
    writeFileSync(hook, `#!/bin/sh\ncat <&3 >> ${taken}\n`);
    chmodSync(hook, 0o755);
    expect(await here.carry('git.push')).toMatchObject({ knownHosts: '' });
    expect(server.git('log', '--format=%s', 'main')).toBe('First\n');
    expect(thief.shown).toEqual([]);
    expect(readdirSync(here.project.folder)).not.toContain('taken');
  });

  it('is not said again when the remote says it', async () => {
    const { here } = await open();
    const hook = join(here.server.folder, 'hooks', 'pre-receive');
    writeFileSync(hook, `#!/bin/sh\necho "you are ${secret}" >&2\nexit 1\n`);
    chmodSync(hook, 0o755);
    const answer = await here.carry('git.push');
    expect(answer).toMatchObject({ code: 'remote_declined' });
    expect(answer.details).toContain('you are …');
  });
});
