import type { GitOutcome, RouteAnswer } from '../../contract/index.ts';
import { HostError } from '../../failure.ts';
import type { Pushing } from '../remotes.ts';
import { readRemotes, setRemote } from '../remotes.ts';
import { git, tryGit } from '../run-git.ts';
import { runStep } from '../steps.ts';
import { carry, type Carrying } from './carry.ts';
import { takeOver } from './references.ts';

type Answer = RouteAnswer<'git.fetch'>;

/** Asks the remote for its branches and changes nothing. */
export async function tryRemote(carrying: Carrying): Promise<RouteAnswer<'git.tryRemote'>> {
  const { result, knownHosts } = await carry(carrying, ['ls-remote', '--heads', '--', carrying.entry.address]);
  const branches = result.out.toString().split('\n').filter(Boolean).length;
  return { branches, said: remoteWords(result.said), knownHosts };
}

export async function fetchWith(carrying: Carrying): Promise<Answer> {
  const { root, remote, entry } = carrying;
  await agreeOnAddress(root, remote, entry.address);
  const branches = `+refs/heads/*:refs/remotes/${remote}/*`;
  const words = ['fetch', '--progress', '--prune', '--no-write-fetch-head', '--', entry.address, branches];
  const { result, refs, knownHosts } = await carry(carrying, words);
  await takeOver(root, remote, refs);
  return { said: remoteWords(result.said), knownHosts };
}

export interface Pulling {
  readonly branch: string;
  readonly rebase: boolean;
  readonly identity: Readonly<Record<string, string>>;
}

/** Fetches with the credential, and merges without it: hooks and filters of the project run then. */
export async function pullWith(
  carrying: Carrying,
  { branch, rebase, identity }: Pulling,
): Promise<GitOutcome & { knownHosts: string }> {
  const { root, remote } = carrying;
  const { knownHosts } = await fetchWith(carrying);
  const there = `refs/remotes/${remote}/${branch}`;
  const { code } = await tryGit({ root, words: ['rev-parse', '--quiet', '--verify', there] });
  if (code !== 0) throw new HostError('remote_branch_absent');
  const words = rebase ? ['rebase', there] : ['merge', '--no-edit', there];
  return { ...(await runStep({ root, words, environment: identity })), knownHosts };
}

/** Never by force: what a person agreed to replace is named, and anything else that is there now stays. */
export async function pushWith(carrying: Carrying, { branch, replace, tags }: Pushing): Promise<Answer> {
  const { root, remote, entry } = carrying;
  await agreeOnAddress(root, remote, entry.address);
  const name = `refs/heads/${branch}`;
  const lease = replace === undefined ? [] : [`--force-with-lease=${name}:${replace}`];
  const options = ['--progress', '--no-verify', ...lease, ...(tags ? ['--follow-tags'] : [])];
  const { result, refs, knownHosts } = await carry(carrying, [
    'push',
    ...options,
    '--',
    entry.address,
    `${name}:${name}`,
  ]);
  const pushed = refs.get(name);
  if (pushed !== undefined) await git({ root, words: ['update-ref', `refs/remotes/${remote}/${branch}`, pushed] });
  await follow(root, remote, branch);
  return { said: remoteWords(result.said), knownHosts };
}

/** A branch that follows nothing yet follows what it was pushed to. */
async function follow(root: string, remote: string, branch: string): Promise<void> {
  const { code } = await tryGit({ root, words: ['config', '--get', `branch.${branch}.remote`] });
  if (code === 0) return;
  await git({ root, words: ['config', `branch.${branch}.remote`, remote] });
  await git({ root, words: ['config', `branch.${branch}.merge`, `refs/heads/${branch}`] });
}

/** Git in a terminal, and what follows a branch, know the remote by the same name and address. */
async function agreeOnAddress(root: string, remote: string, address: string): Promise<void> {
  const known = (await readRemotes(root)).find(({ name }) => name === remote);
  if (known?.url !== address) await setRemote(root, remote, address);
}

/** What the other side wrote for people, such as where to open a merge request. */
const remoteWords = (said: string): string =>
  said
    .split(/[\r\n]+/)
    .filter((line) => line.startsWith('remote:') && !/\d+% \(|: \d+, done/.test(line))
    .join('\n');
