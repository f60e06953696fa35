import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProject } from '../testing/project.ts';
import { Repository, ten } from './testing/repository.ts';

describe('the state', () => {
  it('says that there is no repository, and makes one', async () => {
    const project = await openProject({ 'a.txt': 'a' });
    expect((await project.ask('git.state')).json).toEqual({ repository: false });
    const { json } = await project.ask('git.init', { body: {} });
    expect(json).toMatchObject({
      branch: 'main',
      commit: null,
      files: [{ path: 'a.txt', staged: '.', unstaged: '?' }],
    });
  });

  it('lists changes, renames and names with spaces, quotes and letters of all kinds', async () => {
    const repository = await Repository.committed({ 'old name.txt': ten, 'ž "q".txt': 'x', '-n': 'x' });
    repository.git('mv', '--', 'old name.txt', 'new name.txt');
    repository.write('ž "q".txt', 'y');
    repository.write('-n', 'y');
    const { files } = await repository.get('git.state');
    expect(files).toEqual([
      { path: '-n', staged: '.', unstaged: 'M' },
      { path: 'new name.txt', from: 'old name.txt', staged: 'R', unstaged: '.' },
      { path: 'ž "q".txt', staged: '.', unstaged: 'M' },
    ]);
    await repository.commitAll('Names');
    expect(repository.git('status', '--porcelain')).toBe('');
  });
});

describe('staging', () => {
  it('takes one changed line of two, and gives it back', async () => {
    const repository = await Repository.committed({ 'a.txt': ten });
    repository.write('a.txt', ten.replace('line 2', 'two').replace('line 3', 'three').replace('line 9', 'nine'));
    await repository.lines('stage', 'a.txt', ['-line 2', '+two']);
    expect(repository.git('show', ':a.txt')).toBe(ten.replace('line 2', 'two'));
    await repository.lines('stage', 'a.txt', ['+nine']);
    expect(repository.git('show', ':a.txt')).toBe(ten.replace('line 2', 'two').replace('line 9', 'line 9\nnine'));
    await repository.lines('unstage', 'a.txt', ['-line 2', '+two']);
    expect(repository.git('show', ':a.txt')).toBe(ten.replace('line 9', 'line 9\nnine'));
    await repository.lines('discard', 'a.txt', ['+three', '-line 3']);
    expect(repository.read('a.txt')).toBe(ten.replace('line 2', 'two').replace('line 9', 'nine'));
  });

  it('takes lines of a new file, of a deleted one and of one without a last line feed', async () => {
    const repository = await Repository.committed({ 'gone.txt': 'one\ntwo\n', 'open.txt': 'one\ntwo' });
    repository.write('new.txt', 'one\ntwo\nthree\n');
    await repository.lines('stage', 'new.txt', ['+one', '+three']);
    expect(repository.git('show', ':new.txt')).toBe('one\nthree\n');
    await repository.lines('unstage', 'new.txt', ['+one']);
    expect(repository.git('show', ':new.txt')).toBe('three\n');
    repository.git('rm', '-q', '-f', '--cached', 'new.txt');
    await repository.do('files.remove', { paths: ['gone.txt'] });
    await repository.lines('stage', 'gone.txt', ['-two']);
    expect(repository.git('show', ':gone.txt')).toBe('one\n');
    repository.write('open.txt', 'one\n2');
    await repository.lines('stage', 'open.txt', ['-two', '+2']);
    expect(repository.git('show', ':open.txt')).toBe('one\n2');
  });

  it('keeps the lines that it discards, to bring them back', async () => {
    const repository = await Repository.committed({ 'a.txt': ten });
    repository.write('a.txt', `0\n${ten}11\n`);
    const undo = await repository.lines('discard', 'a.txt', ['+0']);
    expect(repository.read('a.txt')).toBe(`${ten}11\n`);
    await repository.do('git.undoDiscard', { undo });
    expect(repository.read('a.txt')).toBe(`0\n${ten}11\n`);
  });

  it('refuses lines of a difference that is another by now', async () => {
    const repository = await Repository.committed({ 'a.txt': ten });
    repository.write('a.txt', `0\n${ten}`);
    const { fingerprint } = await repository.diff('a.txt');
    repository.write('a.txt', `1\n${ten}`);
    const body = { path: 'a.txt', action: 'stage', fingerprint, hunks: [{ hunk: 0 }] };
    expect((await repository.do('git.applyLines', body)).code).toBe('git_changed');
    expect(repository.git('diff', '--cached')).toBe('');
  });

  it('takes names for names and not for patterns or options', async () => {
    const repository = await Repository.open({ '*.txt': 'a', 'b.txt': 'b', '--all': 'c', ':(top)x': 'd' });
    for (const path of ['*.txt', '--all', ':(top)x']) await repository.do('git.stage', { paths: [path] });
    expect(repository.git('diff', '--cached', '--name-only').trim().split('\n')).toEqual(['*.txt', '--all', ':(top)x']);
    await repository.do('git.unstage', { paths: ['*.txt'] });
    expect(repository.git('ls-files').trim().split('\n')).toEqual(['--all', ':(top)x']);
  });

  it('discards changed, deleted and new files, and brings all of it back', async () => {
    const repository = await Repository.committed({ 'a.txt': 'a', 'b.txt': 'b', 'stays.txt': 's' });
    repository.write('a.txt', 'changed');
    repository.write('new.txt', 'new');
    repository.write('stays.txt', 'edited');
    await repository.do('files.remove', { paths: ['b.txt'] });
    const { undo } = await repository.do('git.discard', { paths: ['a.txt', 'b.txt', 'new.txt'] });
    expect(repository.git('status', '--porcelain').trim()).toBe('M stays.txt');
    expect(await repository.do('git.undoDiscard', { undo })).toEqual({});
    expect([repository.read('a.txt'), repository.read('new.txt'), repository.read('stays.txt')]).toEqual([
      'changed',
      'new',
      'edited',
    ]);
  });
});

describe('commits', () => {
  it('are the acting person’s, keep their message and can be amended', async () => {
    const repository = await Repository.committed({ 'a.txt': 'a' });
    expect(repository.git('log', '-1', '--format=%an <%ae>|%cn')).toBe('Žofie <u1@users.invalid>|Žofie\n');
    repository.write('a.txt', 'b');
    await repository.do('git.stage', { paths: ['a.txt'] });
    await repository.do('git.commit', { message: 'Second\n\n# not a comment', amend: false });
    expect((await repository.get('git.lastMessage')).message).toBe('Second\n\n# not a comment');
    await repository.do('git.commit', { message: 'Better', amend: true });
    expect(repository.git('log', '--format=%s')).toBe('Better\nFirst\n');
  });

  it('say why there was none', async () => {
    const repository = await Repository.committed({ 'a.txt': 'a' });
    const { code, details } = await repository.do('git.commit', { message: 'Nothing' });
    expect([code, details]).toEqual(['git_failed', expect.stringContaining('nothing to commit')]);
  });

  it('are listed with parents and names, by file across renames, and by words', async () => {
    const repository = await Repository.committed({ 'a.txt': ten });
    repository.git('mv', 'a.txt', 'b.txt');
    const second = await repository.commitAll('Rename');
    repository.git('tag', 'v1');
    const { commits } = await repository.get('git.log');
    expect(commits).toMatchObject([
      { commit: second, subject: 'Rename', refs: ['HEAD', 'main', 'v1'] },
      { subject: 'First', parents: [] },
    ]);
    expect((await repository.get('git.log', { path: 'b.txt' })).commits).toHaveLength(2);
    expect((await repository.get('git.log', { search: 'rena' })).commits).toHaveLength(1);
    expect(await repository.get('git.log', { limit: 1 })).toMatchObject({ more: true });
    expect(await repository.get('git.show', { commit: second })).toMatchObject({
      message: 'Rename',
      files: [{ path: 'b.txt', from: 'a.txt', change: 'R', added: 0, removed: 0 }],
    });
    expect((await repository.get('git.text', { revision: 'HEAD~1', path: 'a.txt' })).text).toBe(ten);
  });

  it('are named for every line of a file', async () => {
    const repository = await Repository.committed({ 'a.txt': 'one\ntwo\nthree\n' });
    repository.write('a.txt', 'one\n2\nthree\n');
    const second = await repository.commitAll('Second');
    repository.write('a.txt', 'one\n2\nthree\nfour\n');
    const { runs, commits } = await repository.get('git.blame', { path: 'a.txt' });
    expect(
      runs.map(({ from, to, commit }: Record<string, unknown>) => [
        from,
        to,
        commit === null ? null : commit === second,
      ]),
    ).toEqual([
      [1, 1, false],
      [2, 2, true],
      [3, 3, false],
      [4, 4, null],
    ]);
    expect(commits[second]).toMatchObject({ subject: 'Second', author: { name: 'Žofie' } });
  });
});

describe('branches and tags', () => {
  it('are made, switched to, renamed and deleted with a way back', async () => {
    const repository = await Repository.committed({ 'a.txt': 'a' });
    await repository.do('git.createBranch', { name: 'feature/one' });
    await repository.do('git.renameBranch', { from: 'feature/one', to: 'feature/two' });
    repository.write('a.txt', 'b');
    const commit = await repository.commitAll('On the branch');
    await repository.do('git.switch', { to: 'main' });
    expect(repository.read('a.txt')).toBe('a');
    await repository.do('git.createTag', { name: 'v1', at: 'feature/two', message: 'One' });
    expect(await repository.get('git.branches')).toMatchObject({
      branches: [
        { name: 'feature/two', current: false, commit },
        { name: 'main', current: true },
      ],
      tags: [{ name: 'v1', commit, message: 'One' }],
    });
    expect(await repository.do('git.deleteBranch', { name: 'feature/two' })).toEqual({ commit, only: 0 });
    await repository.do('git.createBranch', { name: 'feature/two', from: commit, switch: false });
    expect(repository.git('branch', '--format=%(refname:short)')).toBe('feature/two\nmain\n');
  });

  it('leaves a branch that alone has commits, until somebody says that they may go', async () => {
    const repository = await Repository.committed({ 'a.txt': 'a' });
    await repository.do('git.createBranch', { name: 'alone' });
    repository.write('a.txt', 'b');
    const commit = await repository.commitAll('Alone');
    await repository.do('git.switch', { to: 'main' });
    expect(await repository.do('git.deleteBranch', { name: 'alone' })).toEqual({ commit, only: 1 });
    expect(repository.git('branch', '--list', 'alone').trim()).toBe('alone');
    expect(await repository.do('git.deleteBranch', { name: 'alone', unmerged: true })).toEqual({ commit, only: 0 });
    expect(repository.git('branch', '--list', 'alone').trim()).toBe('');
  });

  it.each([
    '--upload-pack=touch x',
    '-b',
    'a b',
    'a..b',
    'a\nb',
    '/a',
    'a/',
    'a.lock',
    'a~1',
    'a:b',
    '',
    '@{-1}',
    'a\0b',
  ])('refuses the name %j', async (name) => {
    const repository = await Repository.committed({ 'a.txt': 'a' });
    for (const route of ['git.createBranch', 'git.deleteBranch', 'git.createTag'] as const) {
      expect(['request_invalid', 'git_failed']).toContain((await repository.do(route, { name })).code);
    }
    expect(repository.git('branch', '--format=%(refname:short)')).toBe('main\n');
  });

  it('refuses to switch over changes that are not committed, in git’s words', async () => {
    const repository = await Repository.committed({ 'a.txt': 'a' });
    await repository.do('git.createBranch', { name: 'other' });
    repository.write('a.txt', 'b');
    await repository.commitAll('b');
    repository.write('a.txt', 'c');
    const { code, details } = await repository.do('git.switch', { to: 'main' });
    expect([code, details]).toEqual(['git_in_the_way', expect.stringContaining('a.txt')]);
    expect(repository.read('a.txt')).toBe('c');
  });
});

describe('stashes', () => {
  it('put changes away and bring them back, also after they were dropped', async () => {
    const repository = await Repository.committed({ 'a.txt': 'a' });
    repository.write('a.txt', 'b');
    repository.write('new.txt', 'n');
    await repository.do('git.stash', { message: 'for later' });
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(await repository.get('git.stashes')).toMatchObject({
      stashes: [{ index: 0, message: 'On main: for later' }],
    });
    const dropped = await repository.do('git.dropStash', { index: 0 });
    await repository.do('git.storeStash', dropped);
    expect(await repository.do('git.applyStash', { index: 0 })).toMatchObject({ conflicts: [] });
    expect([repository.read('a.txt'), repository.read('new.txt')]).toEqual(['b', 'n']);
  });
});

describe('remotes', () => {
  it('exchange commits with another repository, replace only what was seen, and hide secrets of addresses', async () => {
    const repository = await Repository.committed({ 'a.txt': 'a' });
    const bare = join(repository.project.folder, 'bare.git');
    repository.git('init', '-q', '--bare', bare);
    repository.git('remote', 'add', 'origin', bare);
    await repository.do('git.push', { remote: 'origin', branch: 'main' });
    expect(await repository.get('git.state')).toMatchObject({ upstream: 'origin/main', ahead: 0 });
    const pushed = repository.git('rev-parse', 'HEAD').trim();
    await repository.do('git.commit', { message: 'Rewritten', amend: true });
    expect((await repository.do('git.push', { remote: 'origin', branch: 'main' })).details).toContain('rejected');
    expect(await repository.do('git.push', { remote: 'origin', branch: 'main', replace: pushed })).toEqual({
      said: '',
      knownHosts: '',
    });
    expect(await repository.do('git.pull', { remote: 'origin', branch: 'main' })).toMatchObject({ conflicts: [] });
    repository.git('remote', 'add', 'leaky', 'https://me:secret@example.org/x.git');
    expect((await repository.get('git.remotes')).remotes).toContainEqual({
      name: 'leaky',
      url: 'https://example.org/x.git',
      distance: null,
    });
  });

  it.each([
    'ext::sh -c id',
    '--upload-pack=id',
    'file:///etc',
    'https://me:secret@example.org/x',
    '-oProxyCommand=id:x',
    'git@-x:y',
    'https://a b',
  ])('refuses the address %j', async (url) => {
    const repository = await Repository.open();
    expect((await repository.do('git.setRemote', { name: 'origin', url })).code).toBe('git_remote_refused');
  });
});

it('lets viewers look and change nothing', async () => {
  const repository = await Repository.committed({ 'a.txt': 'a' });
  const viewer = { capabilities: ['read' as const] };
  expect((await repository.project.ask('git.log', viewer)).status).toBe(200);
  expect((await repository.project.ask('git.commit', { ...viewer, body: { message: 'x' } })).status).toBe(403);
});
