import { expect, it } from 'vitest';
import { diverged, Repository, ten } from './testing/repository.ts';

const lastStep = async (repository: Repository) => (await repository.get('git.lastStep')).step;

/** Takes the last step back and answers what the branch points to then. */
async function undo(repository: Repository): Promise<string> {
  expect(await repository.do('git.undo', await lastStep(repository))).toMatchObject({ conflicts: [] });
  return repository.git('rev-parse', 'HEAD').trim();
}

it('takes a commit back with its changes staged, and an amend to what was before it', async () => {
  const repository = await Repository.committed({ 'a.txt': 'a' });
  repository.write('a.txt', 'b');
  const second = await repository.commitAll('Second');
  await repository.do('git.commit', { message: 'Better', amend: true });
  expect(await lastStep(repository)).toMatchObject({ kind: 'amend', subject: 'Better' });
  expect(await undo(repository)).toBe(second);
  const made = { kind: 'commit', commit: second };
  expect((await repository.do('git.undo', made)).code).toBe('git_changed');
  repository.git('commit', '--allow-empty', '-qm', 'Third');
  await undo(repository);
  expect(repository.git('log', '--format=%s')).toBe('Second\nFirst\n');
  expect(await lastStep(repository)).toMatchObject({ kind: 'undo-commit' });
});

it('takes the first commit back', async () => {
  const repository = await Repository.committed({ 'a.txt': 'a' });
  await repository.do('git.undo', await lastStep(repository));
  expect(await repository.get('git.state')).toMatchObject({ commit: null, files: [{ path: 'a.txt', staged: 'A' }] });
});

it('takes a rebase back, and the undoing too', async () => {
  const repository = await diverged();
  const before = repository.git('rev-parse', 'HEAD').trim();
  await repository.do('git.rebase', { onto: 'theirs' });
  await repository.do('git.resolve', { path: 'a.txt', how: 'theirs' });
  const { step } = await repository.do('git.proceed', { how: 'continue' });
  expect(step).toMatchObject({ kind: 'rebase', before });
  expect(await undo(repository)).toBe(before);
  expect(await lastStep(repository)).toMatchObject({ kind: 'undo' });
  expect(await undo(repository)).toBe(step.commit);
});

it('takes a merge back around what is not committed', async () => {
  const repository = await Repository.committed({ 'a.txt': ten, 'b.txt': 'b' });
  await repository.do('git.createBranch', { name: 'theirs' });
  repository.write('b.txt', 'theirs');
  await repository.commitAll('Theirs');
  await repository.do('git.switch', { to: 'main' });
  await repository.do('git.merge', { revision: 'theirs' });
  repository.write('a.txt', 'typed');
  const step = await lastStep(repository);
  expect(step).toMatchObject({ kind: 'merge' });
  expect(await repository.do('git.undo', step)).toMatchObject({ conflicts: [] });
  expect([repository.read('a.txt'), repository.read('b.txt')]).toEqual(['typed', 'b']);
});

it('puts aside what is in the way of undoing, brings it back, and keeps it where it cannot', async () => {
  const repository = await Repository.committed({ 'a.txt': ten });
  await repository.do('git.createBranch', { name: 'theirs' });
  repository.write('a.txt', ten.replace('line 2', 'their two'));
  await repository.commitAll('Theirs');
  await repository.do('git.switch', { to: 'main' });
  await repository.do('git.merge', { revision: 'theirs' });
  repository.write('a.txt', `${repository.read('a.txt')}typed\n`);
  await undo(repository);
  expect(repository.read('a.txt')).toBe(`${ten}typed\n`);
  expect(await repository.get('git.state')).toMatchObject({ stashes: 0 });
  await undo(repository);
  repository.write('a.txt', ten.replace('line 2', 'typed two'));
  const outcome = await repository.do('git.undo', await lastStep(repository));
  expect(outcome).toMatchObject({ stashed: true, conflicts: ['a.txt'] });
  expect(repository.git('show', 'stash@{0}:a.txt')).toContain('typed two');
});

it('has nothing to take back after a merge that brought nothing, nor on a fresh branch', async () => {
  const repository = await diverged();
  expect((await repository.do('git.merge', { revision: 'main' })).step).toBeUndefined();
  await repository.do('git.createBranch', { name: 'fresh' });
  expect(await lastStep(repository)).toBeNull();
});
