import { join } from 'node:path';
import { conflictKinds, type GitFile, type GitOperation, type GitState } from '../contract/git.ts';
import type { Host } from '../host.ts';
import { readLock } from './locks.ts';
import { exists, readOperation } from './operation.ts';
import { git } from './run-git.ts';

/** As many files as a page lists. */
const fileLimit = 5000;

type Repository = Extract<GitState, { repository: true }>;

/** What a person sees of the repository: branch, changed files, what was interrupted. */
export async function readState({ root, state }: Pick<Host, 'root' | 'state'>): Promise<GitState> {
  if (!(await exists(join(root, '.git')))) return { repository: false };
  const words = ['status', '--porcelain=v2', '--branch', '--show-stash', '-z', '--untracked-files=all'];
  const [text, begun, lock] = await Promise.all([git({ root, words }), readOperation(root), readLock({ root, state })]);
  const status = parseStatus(text);
  const left = status.files.some((file) => file.conflict !== undefined) ? stashInConflict : null;
  return { ...status, operation: begun ?? left, lock };
}

/** Conflicts of nothing that git remembers: changes that were put aside came back and met others. */
const stashInConflict: GitOperation = { kind: 'stash', subject: '' };

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
    lock: null,
    files: files.slice(0, fileLimit),
    truncated: files.length > fileLimit,
  };
}

function describeHead(
  headers: ReadonlyMap<string, string>,
): Omit<Repository, 'operation' | 'lock' | 'files' | 'truncated'> {
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
