import type { Branch } from '../contract/git.ts';
import { git } from './run-git.ts';

const separator = '%00';
const fields = [
  'refname',
  'objectname',
  'HEAD',
  'upstream:short',
  'upstream:track,nobracket',
  'committerdate:unix',
  'contents:subject',
];

type Tag = { name: string; commit: string; at: number; message: string };

/** Branches of here and of remotes, the ones with the newest commits first, and tags. */
export async function readBranches(root: string): Promise<{ branches: Branch[]; tags: Tag[] }> {
  const format = `--format=${fields.map((field) => `%(${field})`).join(separator)}`;
  const list = ['for-each-ref', '--sort=-committerdate', '--count=2000'];
  const [branches, tags] = await Promise.all([
    git({ root, words: [...list, format, 'refs/heads', 'refs/remotes'] }),
    git({
      root,
      words: [
        'for-each-ref',
        '--sort=-creatordate',
        '--count=2000',
        `--format=%(refname:short)${separator}%(objectname)${separator}%(*objectname)${separator}%(creatordate:unix)${separator}%(contents:subject)`,
        'refs/tags',
      ],
    }),
  ]);
  return { branches: rows(branches).flatMap(toBranch), tags: rows(tags).map(toTag) };
}

const rows = (text: string): string[][] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\0'));

function toBranch([ref = '', commit = '', head, upstream = '', track = '', at, subject = '']: string[]): Branch[] {
  const remote = ref.startsWith('refs/remotes/');
  const name = ref.replace(/^refs\/(heads|remotes)\//, '');
  // `origin/HEAD` only says which branch is the usual one.
  if (remote && name.endsWith('/HEAD')) return [];
  return [
    {
      name,
      remote,
      current: head === '*',
      commit,
      subject,
      at: Number(at) * 1000,
      upstream: upstream === '' ? null : upstream,
      ahead: Number(/ahead (\d+)/.exec(track)?.[1] ?? 0),
      behind: Number(/behind (\d+)/.exec(track)?.[1] ?? 0),
      gone: track === 'gone',
    },
  ];
}

/** An annotated tag is an object of its own that points to the commit. */
const toTag = ([name = '', object = '', target = '', at, message = '']: string[]): Tag => ({
  name,
  commit: target === '' ? object : target,
  at: Number(at) * 1000,
  message,
});

export async function createBranch(
  root: string,
  name: string,
  from: string | undefined,
  switchTo: boolean,
): Promise<void> {
  const start = from === undefined ? [] : [from];
  await git({ root, words: switchTo ? ['switch', '--create', name, ...start] : ['branch', '--', name, ...start] });
}

/** Git refuses when that would overwrite what is not committed, and says which files. */
export async function switchTo(root: string, to: string, detach: boolean): Promise<void> {
  await git({ root, words: ['switch', ...(detach ? ['--detach'] : []), to] });
}

export async function renameBranch(root: string, from: string, to: string): Promise<void> {
  await git({ root, words: ['branch', '--move', '--', from, to] });
}

/**
 * Deletes a branch. One that alone has commits is left when `unmerged` does not say that they may go.
 * @returns where it pointed, and how many commits made it stay
 */
export async function deleteBranch(
  root: string,
  name: string,
  unmerged: boolean,
): Promise<{ commit: string; only: number }> {
  const commit = (await git({ root, words: ['rev-parse', '--verify', `refs/heads/${name}`] })).trim();
  const only = unmerged ? 0 : await countOnly(root, name);
  if (only === 0) await git({ root, words: ['branch', '--delete', '--force', '--', name] });
  return { commit, only };
}

/** How many commits no other branch, tag or remote has. */
async function countOnly(root: string, name: string): Promise<number> {
  const others = [`--exclude=${name}`, '--branches', '--tags', '--remotes', 'HEAD'];
  const words = ['rev-list', '--count', `refs/heads/${name}`, '--not', ...others];
  return Number(await git({ root, words }));
}

export interface Tagging {
  readonly name: string;
  readonly at: string;
  readonly message: string;
  readonly identity: Record<string, string>;
}

/** With a message it is an annotated tag. */
export async function createTag(root: string, { name, at, message, identity }: Tagging): Promise<void> {
  const words = message === '' ? ['tag', '--', name, at] : ['tag', '--annotate', '--file=-', '--', name, at];
  await git({ root, words, input: message, environment: identity });
}

/** @returns what it pointed to */
export async function deleteTag(root: string, name: string): Promise<string> {
  const commit = (await git({ root, words: ['rev-parse', '--verify', `refs/tags/${name}`] })).trim();
  await git({ root, words: ['tag', '--delete', '--', name] });
  return commit;
}
