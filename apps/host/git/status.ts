import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conflictKinds, type GitFile, type GitOperation, type GitState } from '../contract/git.ts';
import { git, tryGit } from './run-git.ts';

/** As many files as a page lists. */
const fileLimit = 5000;

type Repository = Extract<GitState, { repository: true }>;

/** What a person sees of the repository: branch, changed files, what was interrupted. */
export async function readState(root: string): Promise<GitState> {
  if (!(await exists(join(root, '.git')))) return { repository: false };
  const words = ['status', '--porcelain=v2', '--branch', '--show-stash', '-z', '--untracked-files=all'];
  const [text, operation] = await Promise.all([git({ root, words }), readOperation(root)]);
  return { ...parseStatus(text), operation };
}

/** Reads `git status --porcelain=v2 --branch --show-stash -z`, see git-status(1). */
export function parseStatus(text: string): Repository {
  const parts = text.split('\0');
  const headers = new Map<string, string>();
  const files: GitFile[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? '';
    if (part.startsWith('# ')) {
      const [, key = '', value = ''] = /^# (\S+) (.*)$/.exec(part) ?? [];
      headers.set(key, value);
      continue;
    }
    // The origin of a rename follows as a part of its own.
    const file = parseFile(part, parts[index + 1] ?? '');
    if (file?.from !== undefined) index += 1;
    if (file !== undefined) files.push(file);
  }
  return {
    ...describeHead(headers),
    operation: null,
    files: files.slice(0, fileLimit),
    truncated: files.length > fileLimit,
  };
}

function describeHead(headers: ReadonlyMap<string, string>): Omit<Repository, 'operation' | 'files' | 'truncated'> {
  const branch = headers.get('branch.head');
  const commit = headers.get('branch.oid');
  const [, ahead, behind] = /^\+(\d+) -(\d+)$/.exec(headers.get('branch.ab') ?? '') ?? [];
  return {
    repository: true,
    branch: branch === undefined || branch === '(detached)' ? null : branch,
    commit: commit === undefined || commit === '(initial)' ? null : commit,
    upstream: headers.get('branch.upstream') ?? null,
    ahead: Number(ahead ?? 0),
    behind: Number(behind ?? 0),
    stashes: Number(headers.get('stash') ?? 0),
  };
}

function parseFile(part: string, next: string): GitFile | undefined {
  const kind = part[0];
  if (kind === '?') return { path: part.slice(2), staged: '.', unstaged: '?' };
  const fields = part.split(' ');
  const letters = fields[1] ?? '';
  const [staged, unstaged] = letters;
  const change = { staged: staged as GitFile['staged'], unstaged: unstaged as GitFile['unstaged'] };
  if (kind === '1') return { path: fields.slice(8).join(' '), ...change };
  if (kind === '2') return { path: fields.slice(9).join(' '), from: next, ...change };
  if (kind !== 'u') return undefined;
  const conflict = conflictKinds.find((known) => known === letters);
  return { path: fields.slice(10).join(' '), staged: '.', unstaged: 'M', ...(conflict && { conflict }) };
}

/** What was begun and not finished, from the files by which git itself remembers it. */
export async function readOperation(root: string): Promise<GitOperation | null> {
  const folder = await gitDirectory(root);
  const read = (name: string): Promise<string | undefined> =>
    readFile(join(folder, name), 'utf8').then(
      (text) => text.trim(),
      () => undefined,
    );
  for (const rebase of ['rebase-merge', 'rebase-apply']) {
    if (!(await exists(join(folder, rebase)))) continue;
    const [head, step, steps] = await Promise.all([
      read(`${rebase}/head-name`),
      read(rebase === 'rebase-merge' ? `${rebase}/msgnum` : `${rebase}/next`),
      read(rebase === 'rebase-merge' ? `${rebase}/end` : `${rebase}/last`),
    ]);
    const progress = step === undefined || steps === undefined ? {} : { step: Number(step), steps: Number(steps) };
    return { kind: 'rebase', subject: (head ?? '').replace('refs/heads/', ''), ...progress };
  }
  const heads = { merge: 'MERGE_HEAD', 'cherry-pick': 'CHERRY_PICK_HEAD', revert: 'REVERT_HEAD' } as const;
  for (const kind of ['merge', 'cherry-pick', 'revert'] as const) {
    const commit = await read(heads[kind]);
    if (commit !== undefined) return { kind, subject: await nameOf(root, commit.split('\n')[0] ?? '') };
  }
  return null;
}

/** A commit as people call it: the branch that is there, or the short hash with its subject. */
export async function nameOf(root: string, commit: string): Promise<string> {
  const words = ['for-each-ref', '--format=%(refname:short)', `--points-at=${commit}`, 'refs/heads'];
  const branch = await tryGit({ root, words });
  const [first] = branch.out.toString().split('\n').filter(Boolean);
  if (first !== undefined) return first;
  return (await tryGit({ root, words: ['log', '-1', '--format=%h %s', commit] })).out.toString().trim();
}

export async function gitDirectory(root: string): Promise<string> {
  const { out } = await tryGit({ root, words: ['rev-parse', '--absolute-git-dir'] });
  return out.toString().trim();
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
