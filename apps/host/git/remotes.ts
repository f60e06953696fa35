import type { GitOutcome } from '../contract/git.ts';
import { HostError } from '../failure.ts';
import { git, type GitCall } from './run-git.ts';
import { runStep } from './steps.ts';

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

export async function fetchRemote(transfer: Transfer): Promise<{ said: string }> {
  await git(callOf(transfer, ['fetch', '--progress', '--prune', '--tags', '--', transfer.remote]));
  return { said: '' };
}

export async function pull(transfer: Transfer, branch: string, rebase: boolean): Promise<GitOutcome> {
  const how = rebase ? '--rebase' : '--no-rebase';
  return runStep(callOf(transfer, ['pull', '--progress', '--no-edit', how, '--', transfer.remote, branch]));
}

export interface Pushing {
  readonly branch: string;
  readonly replace: string | undefined;
  readonly tags: boolean;
}

/** Never by force: what a person agreed to replace is named, and anything else that is there now stays. */
export async function push(transfer: Transfer, { branch, replace, tags }: Pushing): Promise<{ said: string }> {
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
  };
}

function callOf({ root, environment, progress }: Transfer, words: string[]): GitCall {
  const heard = (text: string): void => {
    for (const line of text.split(/[\r\n]+/)) {
      const match = /^(?:remote: )?([A-Z][a-z]+(?: [a-z]+)?):\s+(\d+)%/.exec(line);
      if (match?.[1] !== undefined) progress(match[1], Number(match[2]), line.trim());
    }
  };
  return { root, words, environment, heard, patience: 30 * 60_000 };
}
