import { conflictKinds, type ConflictSides } from '../contract/git.ts';
import { HostError } from '../failure.ts';
import { git, tryGit } from './run-git.ts';
import { gitDirectory, nameOf, readOperation } from './operation.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The three versions of a file that both sides changed, from the stages of the index. */
export async function readConflict(root: string, path: string): Promise<ConflictSides> {
  const kind = await kindOf(root, path);
  const [base, ours, theirs, names] = await Promise.all([
    readText(root, `:1:${path}`),
    readText(root, `:2:${path}`),
    readText(root, `:3:${path}`),
    sideNames(root),
  ]);
  return { kind, base, ours, theirs, names };
}

async function kindOf(root: string, path: string): Promise<ConflictSides['kind']> {
  const text = await git({ root, words: ['status', '--porcelain=v2', '-z', '--', `:(literal)${path}`] });
  const letters = /^u (\S\S) /.exec(text)?.[1];
  const kind = conflictKinds.find((known) => known === letters);
  if (kind === undefined) throw new HostError('git_no_conflict', { path });
  return kind;
}

/** In a rebase "ours" is the branch that is rebased onto, which surprises people: so both sides are named. */
async function sideNames(root: string): Promise<ConflictSides['names']> {
  const operation = await readOperation(root);
  const branch = (await tryGit({ root, words: ['branch', '--show-current'] })).out.toString().trim();
  if (operation?.kind !== 'rebase') return { ours: branch || 'HEAD', theirs: operation?.subject ?? 'stash' };
  const onto = await readFile(join(await gitDirectory(root), 'rebase-merge/onto'), 'utf8').catch(() => 'HEAD');
  return { ours: await nameOf(root, onto.trim()), theirs: operation.subject };
}

/** A file's text in a revision or stage; null when it is not there or is no text. */
export async function readText(root: string, object: string): Promise<string | null> {
  const { code, out } = await tryGit({ root, words: ['cat-file', 'blob', object] });
  if (code !== 0 || out.includes(0)) return null;
  const text = out.toString();
  return text.includes('\uFFFD') ? null : text;
}

/** Ends the conflict of a file: as it stands in the work tree, as one side has it, or without it. */
export async function resolveConflict(
  root: string,
  path: string,
  how: 'keep' | 'ours' | 'theirs' | 'delete',
): Promise<void> {
  await kindOf(root, path);
  if (how === 'delete') return void (await git({ root, words: ['rm', '--quiet', '--force', '--', path] }));
  if (how !== 'keep') {
    const stage = how === 'ours' ? 2 : 3;
    const present = await tryGit({ root, words: ['cat-file', '-e', `:${stage}:${path}`] });
    if (present.code !== 0) return void (await git({ root, words: ['rm', '--quiet', '--force', '--', path] }));
    await git({ root, words: ['checkout', `--${how}`, '--', path] });
  }
  await git({ root, words: ['add', '--', path] });
}
