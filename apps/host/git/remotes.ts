import type { GitOutcome, RouteAnswer } from '../contract/index.ts';
import { HostError } from '../failure.ts';
import { reportTo } from './remote/carry.ts';
import { git, tryGit, type GitCall } from './run-git.ts';
import { runStep } from './steps.ts';

type Distance = RouteAnswer<'git.remotes'>['remotes'][number]['distance'];
type Progress = (stage: string, percent: number | null, text: string) => void;

/** What one call to a remote needs beyond git: credentials for this call alone, and who hears of its progress. */
export interface Transfer {
  readonly root: string;
  readonly remote: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly progress: Progress;
}

export async function readRemotes(root: string): Promise<{ name: string; url: string }[]> {
  const text = await git({ root, words: ['remote', '--verbose'] });
  return text.split('\n').flatMap((line) => {
    const [, name, url] = /^(\S+)\t(.+) \(fetch\)$/.exec(line) ?? [];
    return name === undefined || url === undefined ? [] : [{ name, url: withoutSecrets(url) }];
  });
}

/** Somebody may have put a password into an address in the terminal; it is not shown. */
const withoutSecrets = (url: string): string => url.replace(/^(\w+:\/\/)[^/@]*@/, '$1');

/** The remotes with how far the branch that is checked out is from the same branch there. */
export async function readDistances(root: string): Promise<RouteAnswer<'git.remotes'>> {
  const remotes = await readRemotes(root);
  const branch = (await tryGit({ root, words: ['symbolic-ref', '--quiet', '--short', 'HEAD'] })).out.toString().trim();
  const measured = remotes.map(async (remote) => ({
    ...remote,
    distance: branch === '' ? null : await distanceTo(root, `refs/remotes/${remote.name}/${branch}`),
  }));
  return { remotes: await Promise.all(measured) };
}

async function distanceTo(root: string, there: string): Promise<Distance> {
  const commit = await tryGit({ root, words: ['rev-parse', '--quiet', '--verify', there] });
  const counted = await tryGit({ root, words: ['rev-list', '--left-right', '--count', `HEAD...${there}`] });
  if (commit.code !== 0 || counted.code !== 0) return null;
  const [ahead = '0', behind = '0'] = counted.out.toString().trim().split('\t');
  return { ahead: Number(ahead), behind: Number(behind), commit: commit.out.toString().trim() };
}

/** Adds a remote or gives it another address. */
export async function setRemote(root: string, name: string, url: string): Promise<void> {
  checkRemoteUrl(url);
  const known = (await readRemotes(root)).some((remote) => remote.name === name);
  await git({ root, words: known ? ['remote', 'set-url', '--', name, url] : ['remote', 'add', '--', name, url] });
}

export async function removeRemote(root: string, name: string): Promise<void> {
  await git({ root, words: ['remote', 'remove', '--', name] });
}

/** https or ssh, and no user name with a password: credentials are kept elsewhere. */
export function checkRemoteUrl(url: string): void {
  const https = /^https?:\/\/[^\s\\@]+$/.test(url);
  const ssh =
    /^ssh:\/\/(?:\w[\w.-]*@)?\w[\w.-]*(?::\d+)?\/[^\s\\]+$/.test(url) ||
    /^\w[\w.-]*@\w[\w.-]*:[^\s\\-][^\s\\]*$/.test(url);
  if (!https && !ssh) throw new HostError('git_remote_refused');
}

export async function fetchRemote(transfer: Transfer): Promise<RouteAnswer<'git.fetch'>> {
  await git(callOf(transfer, ['fetch', '--progress', '--prune', '--tags', '--', transfer.remote]));
  return { said: '', knownHosts: '' };
}

export async function pull(
  transfer: Transfer,
  branch: string,
  rebase: boolean,
): Promise<GitOutcome & { knownHosts: string }> {
  const how = rebase ? '--rebase' : '--no-rebase';
  const words = ['pull', '--progress', '--no-edit', how, '--', transfer.remote, branch];
  return { ...(await runStep(callOf(transfer, words))), knownHosts: '' };
}

export interface Pushing {
  readonly branch: string;
  readonly replace?: string | undefined;
  readonly tags: boolean;
}

/** Never by force: what a person agreed to replace is named, and anything else that is there now stays. */
export async function push(transfer: Transfer, { branch, replace, tags }: Pushing): Promise<RouteAnswer<'git.push'>> {
  const lease = replace === undefined ? [] : [`--force-with-lease=${branch}:${replace}`];
  const words = [
    'push',
    '--progress',
    '--set-upstream',
    ...lease,
    ...(tags ? ['--follow-tags'] : []),
    '--',
    transfer.remote,
  ];
  let said = '';
  const call = callOf(transfer, [...words, `refs/heads/${branch}:refs/heads/${branch}`]);
  await git({ ...call, heard: (text) => ((said += text), call.heard?.(text)) });
  return {
    said: said
      .split(/[\r\n]+/)
      .filter((line) => line.startsWith('remote:'))
      .join('\n'),
    knownHosts: '',
  };
}

function callOf({ root, environment, progress }: Transfer, words: string[]): GitCall {
  return { root, words, environment, heard: reportTo(progress), patience: 30 * 60_000 };
}
