import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diverged, Repository, ten } from './testing/repository.ts';

it('a merge: shows three versions, is taken back whole, and goes on when resolved', async () => {
  const repository = await diverged();
  expect(await repository.do('git.merge', { revision: 'theirs' })).toMatchObject({ conflicts: ['a.txt'] });
  expect(await repository.get('git.state')).toMatchObject({
    operation: { kind: 'merge', subject: 'theirs' },
    files: [{ path: 'a.txt', conflict: 'UU' }],
  });
  expect(await repository.do('git.proceed', { how: 'abort' })).toMatchObject({ conflicts: [] });
  expect(repository.read('a.txt')).toContain('our five');

  await repository.do('git.merge', { revision: 'theirs' });
  expect(await repository.get('git.conflict', { path: 'a.txt' })).toEqual({
    kind: 'UU',
    base: ten,
    ours: ten.replace('line 5', 'our five'),
    theirs: ten.replace('line 5', 'their five'),
    names: { ours: 'main', theirs: 'theirs' },
  });
  const early = await repository.do('git.proceed', { how: 'continue' });
  expect(early.conflicts).toEqual(['a.txt']);
  repository.write('a.txt', ten.replace('line 5', 'both fives'));
  await repository.do('git.resolve', { path: 'a.txt', how: 'keep' });
  expect(await repository.do('git.proceed', { how: 'continue' })).toMatchObject({ conflicts: [] });
  expect(repository.git('log', '-1', '--format=%s|%an')).toBe("Merge branch 'theirs'|Žofie\n");
});

it('a rebase: says which step it is at, names the sides as people think of them, and keeps authors', async () => {
  const repository = await diverged();
  repository.git('commit', '-q', '--amend', '--no-edit', '--author=Bo <bo@example.org>');
  expect(await repository.do('git.rebase', { onto: 'theirs' })).toMatchObject({ conflicts: ['a.txt'] });
  expect((await repository.get('git.state')).operation).toEqual({
    kind: 'rebase',
    subject: 'main',
    step: 1,
    steps: 1,
  });
  expect((await repository.get('git.conflict', { path: 'a.txt' })).names).toEqual({ ours: 'theirs', theirs: 'main' });
  await repository.do('git.resolve', { path: 'a.txt', how: 'theirs' });
  expect(await repository.do('git.proceed', { how: 'continue' })).toMatchObject({ conflicts: [] });
  expect(repository.git('log', '-1', '--format=%s|%an|%cn')).toBe('Ours|Bo|Žofie\n');
  expect(repository.read('a.txt')).toContain('our five');
});

it('a pick and its revert, and one that is left out', async () => {
  const repository = await diverged();
  const theirs = repository.git('rev-parse', 'theirs').trim();
  expect(await repository.do('git.cherryPick', { commits: [theirs] })).toMatchObject({ conflicts: ['a.txt'] });
  expect((await repository.get('git.state')).operation).toMatchObject({ kind: 'cherry-pick' });
  expect((await repository.do('git.revert', { commits: [theirs] })).code).toBe('git_unfinished');
  await repository.do('git.proceed', { how: 'skip' });
  const ours = repository.git('rev-parse', 'HEAD').trim();
  expect(await repository.do('git.revert', { commits: [ours] })).toMatchObject({ conflicts: [] });
  expect(repository.read('a.txt')).toBe(ten);
  expect((await repository.do('git.proceed', { how: 'abort' })).code).toBe('git_nothing_interrupted');
});

it('a pick that brings nothing new leaves nothing behind, from the start and after its conflict', async () => {
  const repository = await diverged();
  const ours = repository.git('rev-parse', 'HEAD').trim();
  expect(await repository.do('git.cherryPick', { commits: [ours] })).toMatchObject({ nothing: true, conflicts: [] });
  expect((await repository.get('git.state')).operation).toBeNull();
  const theirs = repository.git('rev-parse', 'theirs').trim();
  await repository.do('git.cherryPick', { commits: [theirs] });
  await repository.do('git.resolve', { path: 'a.txt', how: 'ours' });
  expect(await repository.do('git.proceed', { how: 'continue' })).toMatchObject({ nothing: true });
  expect(await repository.get('git.state')).toMatchObject({ operation: null, commit: ours });
});

it('a revert of what was reverted already says that there is nothing to do', async () => {
  const repository = await diverged();
  const commits = [repository.git('rev-parse', 'HEAD').trim()];
  expect(await repository.do('git.revert', { commits })).toMatchObject({ step: { kind: 'revert' } });
  expect(await repository.do('git.revert', { commits })).toMatchObject({ nothing: true });
  expect((await repository.get('git.state')).operation).toBeNull();
});

it('a merge commit is picked and reverted as what it brought', async () => {
  const repository = await Repository.committed({ 'a.txt': ten });
  await repository.do('git.createBranch', { name: 'side' });
  repository.write('side.txt', 'side\n');
  await repository.commitAll('Side');
  await repository.do('git.switch', { to: 'main' });
  await repository.do('git.createBranch', { name: 'other', switch: false });
  repository.write('a.txt', 'main\n');
  await repository.commitAll('Main');
  await repository.do('git.merge', { revision: 'side' });
  const commits = [repository.git('rev-parse', 'HEAD').trim()];
  expect((await repository.get('git.show', { commit: 'HEAD' })).files).toMatchObject([{ path: 'side.txt', added: 1 }]);
  expect(await repository.do('git.revert', { commits })).toMatchObject({ conflicts: [] });
  expect(repository.git('ls-files').trim()).toBe('a.txt');
  await repository.do('git.switch', { to: 'other' });
  expect(await repository.do('git.cherryPick', { commits })).toMatchObject({ conflicts: [] });
  expect(repository.git('ls-files').trim().split('\n')).toEqual(['a.txt', 'side.txt']);
  expect(repository.read('a.txt')).toBe(ten);
});

it.each(['git.rebase', 'git.merge'] as const)('%s brings back what is not committed', async (route) => {
  const repository = await Repository.committed({ 'a.txt': ten, 'b.txt': 'b' });
  await repository.do('git.createBranch', { name: 'theirs' });
  repository.write('b.txt', 'theirs');
  await repository.commitAll('Theirs');
  await repository.do('git.switch', { to: 'main' });
  repository.write('a.txt', 'typed');
  const body = route === 'git.rebase' ? { onto: 'theirs' } : { revision: 'theirs' };
  expect(await repository.do(route, body)).toMatchObject({ conflicts: [], step: { subject: 'Theirs' } });
  expect([repository.read('a.txt'), repository.read('b.txt')]).toEqual(['typed', 'theirs']);
});

it('says that what is not committed met what came, keeps it in a stash, and takes it out of the way', async () => {
  const repository = await diverged();
  repository.git('reset', '--hard', '-q', 'HEAD^');
  repository.write('a.txt', ten.replace('line 5', 'typed five'));
  expect(await repository.do('git.rebase', { onto: 'theirs' })).toMatchObject({ conflicts: ['a.txt'], stashed: true });
  expect(await repository.get('git.state')).toMatchObject({ operation: { kind: 'stash' }, stashes: 1 });
  expect((await repository.get('git.conflict', { path: 'a.txt' })).theirs).toContain('typed five');
  const { kept } = await repository.do('git.proceed', { how: 'abort' });
  expect(repository.read('a.txt')).toContain('their five');
  expect(await repository.get('git.state')).toMatchObject({ operation: null, files: [], stashes: 1 });
  expect(repository.git('show', `${kept}:a.txt`)).toContain('typed five');
});

it('knows a row of picks of which one was committed by hand, and patches', async () => {
  const repository = await diverged();
  repository.git('switch', '-q', 'theirs');
  repository.write('b.txt', 'b');
  await repository.commitAll('Second');
  repository.git('switch', '-q', 'main');
  const commits = repository.git('rev-list', '--reverse', 'main..theirs').trim().split('\n');
  expect(await repository.do('git.cherryPick', { commits })).toMatchObject({ conflicts: ['a.txt'] });
  await repository.do('git.resolve', { path: 'a.txt', how: 'theirs' });
  repository.git('commit', '-qm', 'By hand');
  expect((await repository.get('git.state')).operation).toMatchObject({ kind: 'cherry-pick' });
  expect(await repository.do('git.proceed', { how: 'continue' })).toMatchObject({ conflicts: [] });
  expect(repository.git('log', '-2', '--format=%s')).toBe('Second\nBy hand\n');
  const patch = repository.git('format-patch', '--stdout', 'main~2..theirs~1');
  repository.write('../x.patch', patch);
  expect(() => repository.git('am', '-q', '../x.patch')).toThrow('patch does not apply');
  expect((await repository.get('git.state')).operation).toMatchObject({ kind: 'am' });
  await repository.do('git.proceed', { how: 'abort' });
  expect((await repository.get('git.state')).operation).toBeNull();
});

it('gets out of a rebase whose folder a kill left empty', async () => {
  const repository = await diverged();
  mkdirSync(join(repository.project.root, '.git/rebase-merge'));
  expect((await repository.get('git.state')).operation).toMatchObject({ kind: 'rebase' });
  await repository.do('git.proceed', { how: 'abort' });
  expect(await repository.get('git.state')).toMatchObject({ operation: null, branch: 'main' });
});
