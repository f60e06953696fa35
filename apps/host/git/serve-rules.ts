import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../host.ts';
import { commitOf, secretsInCommits } from './guard/pushed-secrets.ts';
import type { Secret } from './guard/find-secrets.ts';
import { inspectNewFiles } from './guard/pushed-files.ts';
import { refuseSecrets } from './guard/refuse-secrets.ts';
import { tryGit } from './run-git.ts';

export interface Update {
  /** Zeros for what did not exist. */
  readonly before: string;
  /** Zeros for what is deleted. */
  readonly after: string;
  readonly ref: string;
}

export interface Pushed {
  readonly updates: readonly Update[];
  /** With which git sees the objects that are pushed. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the client said with `git push -o`. */
  readonly options: readonly string[];
}

/** Why a push is refused, in a sentence for the person who pushes; or the secrets that its owner lets in. */
export type Verdict = { readonly refusal: string } | { readonly allowed: readonly Secret[] };

const NONE = /^0+$/;
const MEBIBYTE = 1024 * 1024;
/** Bytes of a file that a push may bring. Repositories keep every version for good, and everybody who clones gets it. */
const LARGEST_FILE = 50 * MEBIBYTE;

/** Decides about a push of which nothing was kept yet. */
export async function judge(host: Host, pushed: Pushed, owner: boolean): Promise<Verdict> {
  const rewriting = await refuseRewriting(host.root, pushed);
  if (rewriting !== undefined) return { refusal: rewriting };
  const contents = await judgeContents(host.root, pushed, owner);
  if ('refusal' in contents) return contents;
  const dirt = await refuseDirt(host, pushed);
  return dirt === undefined ? contents : { refusal: dirt };
}

/** The default branch is what others build on: its commits stay, unless the project says otherwise. */
async function refuseRewriting(root: string, { updates, environment }: Pushed): Promise<string | undefined> {
  const branch = await defaultBranch(root);
  const update = updates.find(({ ref }) => ref === `refs/heads/${branch}`);
  if (update === undefined || NONE.test(update.before)) return undefined;
  if (await says(root, ['config', '--type=bool', 'e-code.protectDefaultBranch'], 'false')) return undefined;
  const allow = 'To allow it, run this in a terminal of the project: git config e-code.protectDefaultBranch false';
  if (NONE.test(update.after)) return `The branch ${branch} is the default branch, so it was not deleted. ${allow}`;
  const words = ['merge-base', '--is-ancestor', update.before, update.after];
  const { code } = await tryGit({ root, words, environment });
  if (code === 0) return undefined;
  return `This push would throw away commits of the default branch ${branch}, so it was refused. Pull first, then push again. ${allow}`;
}

/** What the repository was cloned with, else main, else master, else what is checked out. */
async function defaultBranch(root: string): Promise<string | undefined> {
  const cloned = await tryGit({ root, words: ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'] });
  if (cloned.code === 0)
    return cloned.out
      .toString()
      .trim()
      .replace(/^origin\//, '');
  for (const name of ['main', 'master']) {
    const { code } = await tryGit({ root, words: ['show-ref', '--verify', '--quiet', `refs/heads/${name}`] });
    if (code === 0) return name;
  }
  return currentBranch(root);
}

async function currentBranch(root: string): Promise<string | undefined> {
  const { code, out } = await tryGit({ root, words: ['symbolic-ref', '--quiet', '--short', 'HEAD'] });
  return code === 0 ? out.toString().trim() : undefined;
}

async function says(root: string, words: string[], expected: string): Promise<boolean> {
  const { out } = await tryGit({ root, words });
  return out.toString().trim() === expected;
}

async function judgeContents(
  root: string,
  { updates, environment, options }: Pushed,
  owner: boolean,
): Promise<Verdict> {
  const tips = updates.map(({ after }) => after).filter((after) => !NONE.test(after));
  if (tips.length === 0) return { allowed: [] };
  const commits = { root, tips, environment };
  const largest = await largestFile(root);
  const { large, suspects } = await inspectNewFiles(commits, largest);
  if (large !== undefined)
    return { refusal: refuseLarge({ ...large, largest, commit: await commitOf(commits, large.object) }) };
  const secrets = await secretsInCommits(commits, suspects);
  if (secrets.length === 0 || (owner && options.includes('allow-secrets'))) return { allowed: secrets };
  return { refusal: refuseSecrets(secrets, owner) };
}

/** A project may choose another one: `git config e-code.largestFile 200m`. */
async function largestFile(root: string): Promise<number> {
  const { code, out } = await tryGit({ root, words: ['config', '--type=int', 'e-code.largestFile'] });
  const chosen = Number(out.toString().trim());
  return code === 0 && chosen > 0 ? chosen : LARGEST_FILE;
}

function refuseLarge(file: { path: string; size: number; largest: number; commit: string }): string {
  const [has, may] = [file.size, file.largest].map((bytes) => Number((bytes / MEBIBYTE).toFixed(1)));
  const todo = 'Take it out of the commits, keep it with git lfs, or upload it in the file tree.';
  return `${file.path} has ${has} MiB in commit ${file.commit}, and files in pushes may have ${may} MiB at most. ${todo}`;
}

/**
 * A push to the branch that is checked out updates the files that people edit. Everything typed is put on the disk first;
 * what is not committed then, or would be overwritten, is not put at risk.
 */
async function refuseDirt(host: Host, { updates, environment }: Pushed): Promise<string | undefined> {
  const branch = await currentBranch(host.root);
  const update = updates.find(({ ref }) => ref === `refs/heads/${branch}`);
  if (update === undefined || NONE.test(update.after)) return undefined;
  const { failed } = await host.documents.flush();
  const [unsaved] = failed;
  if (unsaved !== undefined)
    return 'Open files of the project could not be saved, so nothing was changed. Save them first.';
  const changed = await changedFiles(host.root);
  const todo = 'Commit or discard that in the project, or push to another branch and merge it there.';
  if (changed.length > 0) return `The project has changes that are not committed: ${list(changed)}. ${todo}`;
  const covered = await coveredFiles(host.root, update.after, environment);
  if (covered.length > 0) return `This push would replace files that are in no commit: ${list(covered)}. ${todo}`;
  return undefined;
}

async function changedFiles(root: string): Promise<string[]> {
  const { out } = await tryGit({ root, words: ['status', '--porcelain', '--untracked-files=no', '-z'] });
  return out
    .toString()
    .split('\0')
    .flatMap((entry) => (/^.{2} /.test(entry) ? [entry.slice(3)] : []));
}

/** Files that the push brings and that are there already without being tracked. */
async function coveredFiles(root: string, after: string, environment: Pushed['environment']): Promise<string[]> {
  const { code } = await tryGit({ root, words: ['rev-parse', '--verify', '--quiet', 'HEAD'] });
  const words =
    code === 0
      ? ['diff-tree', '-r', '-z', '--name-only', '--diff-filter=A', 'HEAD', after]
      : ['ls-tree', '-r', '-z', '--name-only', after];
  const { out } = await tryGit({ root, words, environment });
  const covered: string[] = [];
  for (const path of out.toString().split('\0').filter(Boolean)) {
    const there = await lstat(join(root, path)).then(
      () => true,
      () => false,
    );
    if (there) covered.push(path);
  }
  return covered;
}

const SHOWN = 5;

function list(paths: readonly string[]): string {
  const rest = paths.length - SHOWN;
  return paths.slice(0, SHOWN).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
