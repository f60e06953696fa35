import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Repository } from './testing/repository.ts';

/** A lock as a git leaves it that was killed a minute ago. */
function leaveLock(repository: Repository, name = 'index.lock'): string {
  const path = join(repository.project.root, '.git', name);
  writeFileSync(path, '');
  const then = Date.now() / 1000 - 60;
  utimesSync(path, then, then);
  return path;
}

/** A git that works in the project until the test ends, without locks of its own. */
function workingGit(repository: Repository): ChildProcess {
  const child = spawn('git', ['cat-file', '--batch'], { cwd: repository.project.root });
  onTestFinished(() => void child.kill());
  return child;
}

it('says that another git holds the lock, since when, and that none runs', async () => {
  const repository = await Repository.committed({ 'a.txt': 'a' });
  const path = leaveLock(repository);
  repository.write('a.txt', 'b');
  expect((await repository.do('git.stage', { paths: ['a.txt'] })).code).toBe('git_busy');
  const { lock } = await repository.get('git.state');
  expect(lock).toEqual({ name: 'index.lock', since: expect.any(Number), by: null, running: false });
  expect(Math.round((Date.now() - lock.since) / 60_000)).toBe(1);
  expect(await repository.do('git.removeLock', lock)).toEqual({});
  expect(existsSync(path)).toBe(false);
  expect(await repository.do('git.stage', { paths: ['a.txt'] })).toEqual({});
});

it('takes pages that look at the repository for no git at work', async () => {
  const repository = await Repository.committed({ 'a.txt': 'a' });
  leaveLock(repository);
  const looks = Array.from({ length: 12 }, () => repository.get('git.state'));
  expect((await Promise.all(looks)).map(({ lock }) => lock.running)).toEqual(looks.map(() => false));
  const { lock } = await repository.get('git.state');
  const more = Array.from({ length: 12 }, () => repository.get('git.state'));
  expect(await repository.do('git.removeLock', lock)).toEqual({});
  await Promise.all(more);
});

it('finds the lock of a branch', async () => {
  const repository = await Repository.committed({ 'a.txt': 'a' });
  leaveLock(repository, 'refs/heads/main.lock');
  const { lock } = await repository.get('git.state');
  expect(lock.name).toBe('refs/heads/main.lock');
  expect(await repository.do('git.removeLock', lock)).toEqual({});
  expect((await repository.get('git.state')).lock).toBeNull();
});

it('removes none while a git works in the project, and none that it did not show', async () => {
  const repository = await Repository.committed({ 'a.txt': 'a' });
  const path = leaveLock(repository);
  const child = workingGit(repository);
  await expect.poll(async () => (await repository.get('git.state')).lock.running).toBe(true);
  const { lock } = await repository.get('git.state');
  expect((await repository.do('git.removeLock', lock)).code).toBe('git_busy');
  expect((await repository.do('git.removeLock', { ...lock, since: lock.since + 1 })).code).toBe('git_changed');
  expect((await repository.do('git.removeLock', { ...lock, name: 'HEAD.lock' })).code).toBe('git_changed');
  expect((await repository.do('git.removeLock', { ...lock, name: '../a.lock' })).code).toBe('request_invalid');
  child.kill();
  await expect.poll(async () => (await repository.get('git.state')).lock.running).toBe(false);
  expect(existsSync(path)).toBe(true);
});

it('does not speak of a lock that git took a moment ago', async () => {
  const repository = await Repository.committed({ 'a.txt': 'a' });
  writeFileSync(join(repository.project.root, '.git/index.lock'), '');
  expect((await repository.get('git.state')).lock).toBeNull();
});

it('knows whose work broke off', async () => {
  const repository = await Repository.committed({ 'a.txt': 'a' });
  leaveLock(repository);
  const folder = join(repository.project.folder, 'state/git-work');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '1-1-1.json'), JSON.stringify({ by: 'Ada', at: Date.now() - 61_000 }));
  writeFileSync(join(folder, '1-1-2.json'), '{"by":');
  const { lock } = await repository.get('git.state');
  expect(lock).toMatchObject({ by: 'Ada', running: false });
  await repository.do('git.removeLock', lock);
  leaveLock(repository);
  expect((await repository.get('git.state')).lock).toMatchObject({ by: null });
});
