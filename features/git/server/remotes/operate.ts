import { eq } from 'drizzle-orm';
import type { GitEntry, RouteAnswer, RouteInput } from '@e-code/host/contract';
import { Failure } from '@e-code/kernel/contract';
import { createEmit } from '@e-code/kernel/server';
import type { Actor, Handlers, Kernel } from '@e-code/kernel/server';
import { gitEvents } from '../../contract/index.ts';
import type { remotesContract } from '../../contract/index.ts';
import { remotes } from '../tables.ts';
import type { RemoteRow } from '../tables.ts';
import { askProject } from './ask-project.ts';
import { describeRemote, findRemote } from './parts.ts';
import type { RemoteParts } from './parts.ts';

type Operations = Pick<Handlers<typeof remotesContract>, 'tryRemote' | 'fetchRemote' | 'pullRemote' | 'pushRemote'>;
type Operation = 'fetch' | 'pull' | 'push';
type RouteOf = { try: 'git.tryRemote'; fetch: 'git.fetch'; pull: 'git.pull'; push: 'git.push' };

/** Opens the credential of a remote for one operation of git in the sandbox of the project. */
export function remoteOperations(parts: RemoteParts): Operations {
  return {
    async tryRemote({ input, actor }) {
      const { branches } = await operate(parts, { actor, input, operation: 'try', words: {} });
      return { branches };
    },
    async fetchRemote({ input, actor }) {
      const words = { operation: input.operation };
      const { said } = await operate(parts, { actor, input, operation: 'fetch', words });
      return { said };
    },
    async pullRemote({ input, actor }) {
      const { branch, rebase, operation } = input;
      const words = { branch, rebase, operation };
      const { conflicts, said } = await operate(parts, { actor, input, operation: 'pull', words });
      return { conflicts, said };
    },
    async pushRemote({ input, actor }) {
      const { branch, replace, tags, operation } = input;
      const words = { branch, replace, tags, operation };
      const { said } = await operate(parts, { actor, input, operation: 'push', words });
      return { said };
    },
  };
}

interface Asked<Kind extends keyof RouteOf> {
  readonly actor: Actor;
  readonly input: { readonly projectId: string; readonly remoteId: string };
  readonly operation: Kind;
  /** What the host is asked beside the remote and the way in. */
  readonly words: Omit<RouteInput<RouteOf[Kind]>, 'remote' | 'entry'>;
}

async function operate<Kind extends keyof RouteOf>(
  parts: RemoteParts,
  { actor, input, operation, words }: Asked<Kind>,
): Promise<RouteAnswer<RouteOf[Kind]>> {
  const { kernel, talkToHost } = parts;
  const row = await findRemote(kernel.database.read, input);
  const entry = await openEntry(parts, row);
  const route = { try: 'git.tryRemote', fetch: 'git.fetch', pull: 'git.pull', push: 'git.push' }[
    operation
  ] as RouteOf[Kind];
  const question = { ...words, remote: row.name, entry } as RouteInput<RouteOf[Kind]>;
  const note = (outcome: Outcome): Promise<void> => noteUse(kernel, { actor, row, operation, words, ...outcome });
  try {
    const answer = await askProject(talkToHost, { actor, projectId: row.projectId, route, input: question });
    await note({ problem: null, knownHosts: answer.knownHosts });
    return answer;
  } catch (error) {
    if (error instanceof Failure) await note({ problem: codeOf(error) });
    throw error;
  }
}

async function openEntry({ seal }: RemoteParts, row: RemoteRow): Promise<GitEntry> {
  const { id, address, knownHosts, credential, sealedSecret, userName } = row;
  const secret = sealedSecret === null ? undefined : await seal.unseal(sealedSecret, id);
  if (secret === undefined || credential === 'none') return { address, knownHosts, credential: { kind: 'none' } };
  if (credential === 'key') {
    return { address, knownHosts, credential: { kind: 'key', secret: secret.toString('base64') } };
  }
  return { address, knownHosts, credential: { kind: 'token', name: userName ?? '', secret: secret.toString() } };
}

/** What went wrong: the code that the host gave, or ours when the project itself could not be asked. */
function codeOf({ code, data }: Failure): string {
  return typeof data?.['code'] === 'string' ? data['code'] : code;
}

interface Outcome {
  readonly problem: string | null;
  readonly knownHosts?: string;
}

interface Use extends Outcome {
  readonly actor: Actor;
  readonly row: RemoteRow;
  readonly operation: keyof RouteOf;
  readonly words: { readonly branch?: string; readonly replace?: string | undefined };
}

/** Writes down that a remote was used and how it ended; looking whether it answers is told to nobody. */
async function noteUse(
  { database, clock }: Kernel,
  { actor, row, operation, words, problem, knownHosts = '' }: Use,
): Promise<void> {
  const learnt = knownHosts !== '' && knownHosts !== row.knownHosts ? { knownHosts: knownHosts.slice(0, 20_000) } : {};
  await database.transaction(async (sql) => {
    await sql
      .update(remotes)
      .set({ lastUsedAt: clock.now(), lastProblem: problem, ...learnt })
      .where(eq(remotes.id, row.id));
    if (operation === 'try') return;
    const { branch = null, replace = null } = words;
    const used: Operation = operation;
    const emit = createEmit(sql, actor, () => clock.now());
    await emit(gitEvents.remoteUsed, { ...describeRemote(row), operation: used, branch, replaced: replace, problem });
  });
}
