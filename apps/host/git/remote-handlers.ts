import type { Actor } from '../contract/capabilities.ts';
import type { GitEntry } from '../contract/git.ts';
import type { Host } from '../host.ts';
import type { HandlersOf } from '../routes.ts';
import { identityOf } from './actor-identity.ts';
import type { Carrying } from './remote/carry.ts';
import { fetchWith, pullWith, pushWith, tryRemote } from './remote/operations.ts';
import { fetchRemote, pull, push, readDistances, removeRemote, setRemote, type Transfer } from './remotes.ts';

type Handlers = Pick<
  HandlersOf<'git'>,
  'git.remotes' | 'git.setRemote' | 'git.removeRemote' | 'git.tryRemote' | 'git.fetch' | 'git.pull' | 'git.push'
>;

interface Asked {
  readonly remote: string;
  readonly operation?: string | undefined;
}

/** The routes about remotes; with an entry, git gets in by the credential that came along. */
export const remoteHandlers = (host: Host): Handlers => {
  const { root, state } = host;
  const transfer = (actor: Actor, { remote, operation }: Asked): Transfer => ({
    root,
    remote,
    environment: identityOf(actor),
    progress: host.progress(operation),
  });
  const carrying = ({ remote, operation }: Asked, entry: GitEntry): Carrying => ({
    root,
    state,
    remote,
    entry,
    progress: host.progress(operation),
  });
  return {
    'git.remotes': () => readDistances(root),
    'git.setRemote': async ({ input }) => {
      await setRemote(root, input.name, input.url);
      return {};
    },
    'git.removeRemote': async ({ input }) => {
      await removeRemote(root, input.name);
      return {};
    },
    'git.tryRemote': ({ input }) => tryRemote(carrying(input, input.entry)),
    'git.fetch': ({ input, actor }) =>
      input.entry === undefined ? fetchRemote(transfer(actor, input)) : fetchWith(carrying(input, input.entry)),
    'git.pull': ({ input, actor }) =>
      input.entry === undefined
        ? pull(transfer(actor, input), input.branch, input.rebase)
        : pullWith(carrying(input, input.entry), { ...input, identity: identityOf(actor) }),
    'git.push': ({ input, actor }) =>
      input.entry === undefined ? push(transfer(actor, input), input) : pushWith(carrying(input, input.entry), input),
  };
};
