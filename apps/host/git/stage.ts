import type { z } from 'zod';
import type { GitOutcome, gitSchemas } from '../contract/git.ts';
import { HostError } from '../failure.ts';
import { diffText, parseDiff } from './diff.ts';
import { buildPatch } from './patch.ts';
import { git, tryGit } from './run-git.ts';

type ApplyLines = z.output<(typeof gitSchemas)['git.applyLines']['input']>;

/** Where commits with discarded changes are kept, so that they can be brought back until git collects them. */
const discarded = 'refs/e-code/discarded';

export async function stage(root: string, paths: readonly string[]): Promise<void> {
  await git({ root, words: ['add', '--all', '--pathspec-from-file=-', '--pathspec-file-nul'], input: literal(paths) });
}

export async function unstage(root: string, paths: readonly string[]): Promise<void> {
  const input = literal(paths);
  const rest = ['--pathspec-from-file=-', '--pathspec-file-nul'];
  if (await hasCommit(root)) await git({ root, words: ['reset', '--quiet', ...rest], input });
  else await git({ root, words: ['rm', '--cached', '--quiet', '-r', '-f', ...rest], input });
}

/**
 * Takes the work tree's changes of files back to what is staged. All of it is kept as a commit first.
 * @returns that commit, for `undoDiscard`
 */
export async function discard(
  root: string,
  paths: readonly string[],
  identity: Record<string, string>,
): Promise<string> {
  const commit = await keep(root, paths, identity);
  const unknown = (
    await git({ root, words: ['ls-files', '--others', '-z', '--', ...paths.map((path) => `:(literal)${path}`)] })
  ).split('\0');
  const input = literal(paths.filter((path) => !unknown.includes(path)));
  if (input !== '') {
    await git({ root, words: ['checkout', '--pathspec-from-file=-', '--pathspec-file-nul'], input });
  }
  const added = unknown.filter((path) => path !== '');
  if (added.length > 0)
    await git({ root, words: ['clean', '-f', '-q', '--', ...added.map((path) => `:(literal)${path}`)] });
  return commit;
}

/** A commit of these files as they are in the work tree, made in an index of its own. */
async function keep(root: string, paths: readonly string[], identity: Record<string, string>): Promise<string> {
  const index = {
    GIT_INDEX_FILE: `${(await git({ root, words: ['rev-parse', '--absolute-git-dir'] })).trim()}/e-code-index`,
  };
  await git({ root, words: ['read-tree', '--empty'], environment: index });
  // Not `add`, which takes nothing at all when one of the files is deleted.
  const words = ['update-index', '--add', '--remove', '-z', '--stdin'];
  await git({ root, words, input: paths.join('\0'), environment: index });
  const tree = (await git({ root, words: ['write-tree'], environment: index })).trim();
  const message = 'Changes that were discarded';
  const commit = (await git({ root, words: ['commit-tree', tree, '-m', message], environment: identity })).trim();
  await git({ root, words: ['update-ref', '--create-reflog', discarded, commit] });
  return commit;
}

/** Takes back changes that came out of a stash into conflicts, and with them everything not committed, which is kept. */
export async function discardConflicts(root: string, identity: Record<string, string>): Promise<GitOutcome> {
  const text = await git({ root, words: ['diff', '--name-only', '-z', 'HEAD'] });
  const undo = await keep(root, text.split('\0').filter(Boolean), identity);
  await git({ root, words: ['reset', '--quiet', '--merge'] });
  return { conflicts: [], said: '', kept: undo };
}

/** Brings discarded changes back into the work tree. */
export async function undoDiscard(root: string, commit: string): Promise<void> {
  await git({ root, words: ['restore', `--source=${commit}`, '--worktree', '--overlay', '--', '.'] });
}

/**
 * Stages, unstages or discards the chosen lines of a difference, while it is still what was shown.
 * @returns of a discard, the commit that `undoDiscard` brings back
 */
export async function applyLines(
  root: string,
  { path, action, fingerprint, hunks: chosen }: ApplyLines,
  identity: Record<string, string>,
): Promise<string | null> {
  const text = await diffText(root, path, { side: action === 'unstage' ? 'staged' : 'unstaged' });
  const { hunks, fingerprint: present } = parseDiff(path, text);
  if (present !== fingerprint) throw new HostError('git_changed', { path });
  if (text.includes('\uFFFD')) throw new HostError('not_text', { path });
  const reverse = action !== 'stage';
  const mode = /^(?:new|deleted) file mode (\d+)$/m.exec(text)?.[1] ?? '100644';
  const input = buildPatch({ path, hunks, chosen, reverse, mode });
  if (input === '') return null;
  const undo = action === 'discard' ? await keep(root, [path], identity) : null;
  const words = [
    'apply',
    '--whitespace=nowarn',
    ...(action === 'discard' ? [] : ['--cached']),
    ...(reverse ? ['--reverse'] : []),
  ];
  await git({ root, words: [...words, '-'], input });
  return undo;
}

export async function hasCommit(root: string): Promise<boolean> {
  return (await tryGit({ root, words: ['rev-parse', '--verify', '--quiet', 'HEAD'] })).code === 0;
}

/** Names are names: without this git would take `*.ts` for a pattern. */
const literal = (paths: readonly string[]): string => paths.map((path) => `:(literal)${path}`).join('\0');
