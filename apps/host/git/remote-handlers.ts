import type { ServerResponse } from 'node:http';
import type { Actor } from '../contract/capabilities.ts';
import type { GitEntry } from '../contract/git.ts';
import type { Host } from '../host.ts';
import type { HandlersOf } from '../routes.ts';
import { identityOf } from './actor-identity.ts';
import type { Carrying } from './remote/carry.ts';
import { inRemoteWords } from './remote/explain.ts';
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

interface Asking {
  readonly input: Asked;
  readonly response: ServerResponse;
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
  const carrying = ({ input: { remote, operation }, response }: Asking, entry: GitEntry): Carrying => ({
    root,
    state,
    remote,
    entry,
    progress: host.progress(operation),
    signal: untilClosed(response),
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
    'git.tryRemote': (call) => tryRemote(carrying(call, call.input.entry)),
    'git.fetch': (call) => {
      const { input, actor } = call;
      return input.entry === undefined
        ? inRemoteWords(fetchRemote(transfer(actor, input)))
        : fetchWith(carrying(call, input.entry));
    },
    'git.pull': (call) => {
      const { input, actor } = call;
      if (input.entry === undefined) return inRemoteWords(pull(transfer(actor, input), input.branch, input.rebase));
      return pullWith(carrying(call, input.entry), { ...input, identity: identityOf(actor) });
    },
    'git.push': (call) => {
      const { input, actor } = call;
      return input.entry === undefined
        ? inRemoteWords(push(transfer(actor, input), input))
        : pushWith(carrying(call, input.entry), input);
    },
  };
};

/** Whoever lost the right to the project is cut off by the platform, and what was opened for them ends with that. */
function untilClosed(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}
