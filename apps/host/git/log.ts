import type { z } from 'zod';
import type { Commit, gitSchemas } from '../contract/git.ts';
import { git } from './run-git.ts';
import { hasCommit } from './stage.ts';

type LogInput = z.output<(typeof gitSchemas)['git.log']['input']>;
type Shown = z.output<(typeof gitSchemas)['git.show']['answer']>;

const format = ['%H', '%P', '%an', '%ae', '%at', '%D', '%s'].join('%x1f');
const record = '\x1e';

/** Commits, newest first and no parent before its child, so that their lines can be drawn from the top. */
export async function readLog(root: string, input: LogInput): Promise<{ commits: Commit[]; more: boolean }> {
  const { revision, path, search, skip, limit } = input;
  if (revision === undefined && !(await hasCommit(root))) return { commits: [], more: false };
  const words = [
    'log',
    '--topo-order',
    '--decorate=full',
    `--format=${format}%x1e`,
    `--skip=${skip}`,
    `--max-count=${limit + 1}`,
    ...(path === undefined ? [] : ['--follow']),
    ...(search === undefined || search === '' ? [] : ['--regexp-ignore-case', '--fixed-strings', `--grep=${search}`]),
    ...(revision === undefined ? ['HEAD', '--branches', '--tags', '--remotes'] : [revision]),
    '--',
    ...(path === undefined ? [] : [path]),
  ];
  const commits = (await git({ root, words })).split(record).flatMap(parseCommit);
  return { commits: commits.slice(0, limit), more: commits.length > limit };
}

function parseCommit(text: string): Commit[] {
  const [commit = '', parents = '', name = '', email = '', at, refs = '', subject = ''] = text
    .trimStart()
    .split('\x1f');
  if (commit === '') return [];
  return [
    {
      commit,
      parents: parents.split(' ').filter(Boolean),
      author: { name, email },
      at: Number(at) * 1000,
      subject,
      refs: refs.split(', ').filter(Boolean).flatMap(shortRef),
    },
  ];
}

/** `HEAD -> refs/heads/main` is both; our own refs are nobody's business. */
function shortRef(ref: string): string[] {
  if (ref.startsWith('HEAD -> ')) return ['HEAD', ...shortRef(ref.slice('HEAD -> '.length))];
  const name = ref.replace(/^tag: /, '').replace(/^refs\/(heads|tags|remotes)\//, '');
  return name.startsWith('refs/') ? [] : [name];
}

/** One commit with its whole message and the files it changed against its first parent. */
export async function showCommit(root: string, revision: string): Promise<Shown> {
  const shape = `${format}%x1f%cn%x1f%ce%x1f%B%x1e`;
  const about = await git({
    root,
    words: ['show', '--no-patch', '--decorate=full', `--format=${shape}`, revision, '--'],
  });
  const [text = ''] = about.split(record);
  const [commit] = parseCommit(text);
  const [name = '', email = '', message = ''] = text.split('\x1f').slice(7);
  // Not `-m --first-parent`, with which diff-tree lists the differences from every parent.
  const tree = ['diff-tree', '-r', '-M', '--root', '--no-commit-id', '--diff-merges=first-parent', '-z'];
  const [numbers, letters] = await Promise.all([
    git({ root, words: [...tree, '--numstat', revision, '--'] }),
    git({ root, words: [...tree, '--name-status', revision, '--'] }),
  ]);
  if (commit === undefined) throw new Error(`git show did not describe ${revision}.`);
  return { ...commit, message: message.trimEnd(), committer: { name, email }, files: joinFiles(numbers, letters) };
}

type Counts = { added: number | null; removed: number | null };

function joinFiles(numbers: string, letters: string): Shown['files'] {
  const counts = countsByPath(numbers);
  const files: Shown['files'] = [];
  const words = letters.split('\0').filter(Boolean);
  for (let index = 0; index < words.length; index += 1) {
    const change = (words[index] ?? '')[0] as Shown['files'][number]['change'];
    const first = words[(index += 1)] ?? '';
    const moved = change === 'R' || change === 'C';
    const path = moved ? (words[(index += 1)] ?? '') : first;
    files.push({ path, ...(moved && { from: first }), change, ...(counts.get(path) ?? uncounted) });
  }
  return files;
}

const uncounted: Counts = { added: null, removed: null };

function countsByPath(numbers: string): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  const parts = numbers.split('\0').filter(Boolean);
  for (let index = 0; index < parts.length; index += 1) {
    const [added = '', removed = '', path = ''] = (parts[index] ?? '').split('\t');
    // A rename has no path here; the old and the new one follow.
    const name = path === '' ? (parts[(index += 2)] ?? '') : path;
    counts.set(name, { added: count(added), removed: count(removed) });
  }
  return counts;
}

const count = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null);
