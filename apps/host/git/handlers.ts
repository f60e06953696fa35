import type { Host } from '../host.ts';
import { routes } from '../contract/routes.ts';
import type { Call, HandlersOf } from '../routes.ts';
import { identityOf } from './actor-identity.ts';
import { readBlame } from './blame.ts';
import { createBranch, createTag, deleteBranch, deleteTag, readBranches, renameBranch, switchTo } from './branches.ts';
import { cloneRepository } from './clone.ts';
import { commit, lastMessage } from './commits.ts';
import { readConflict, readText, resolveConflict } from './conflicts.ts';
import { readDiff } from './diff.ts';
import { recordWork } from './journal.ts';
import { readLastStep } from './last-step.ts';
import { removeLock } from './locks.ts';
import { readLog, showCommit } from './log.ts';
import { remoteHandlers } from './remote-handlers.ts';
import { git } from './run-git.ts';
import { applyLines, discard, stage, undoDiscard, unstage } from './stage.ts';
import { applyStash, dropStash, readStashes, stash, storeStash } from './stashes.ts';
import { readState } from './status.ts';
import { undoLastStep } from './undo-step.ts';
import { cherryPick, merge, proceed, rebase, revert } from './steps.ts';

type Handlers = HandlersOf<'git'>;

/** The routes under /git. Whatever changes the repository is recorded while it goes on. */
export function gitHandlers(host: Host): Handlers {
  const handlers = handlersOf(host);
  const recorded = Object.entries(handlers).map(([name, handle]) => {
    const work = handle as (call: Call<GitRoute>) => Promise<unknown>;
    if (routes[name as GitRoute].method === 'GET') return [name, work];
    return [name, (call: Call<GitRoute>) => recordWork(host.state, call.actor.name, () => work(call))];
  });
  return Object.fromEntries(recorded) as Handlers;
}

type GitRoute = keyof Handlers;

const handlersOf = (host: Host): Handlers => ({
  'git.clone': ({ input }) => cloneRepository(host, { ...input, progress: host.progress(input.operation) }),
  'git.state': () => readState(host),
  'git.init': async () => {
    await git({ root: host.root, words: ['init', '--quiet', '--initial-branch=main'] });
    return readState(host);
  },
  'git.removeLock': ({ input }) => done(removeLock(host, input)),
  ...changeHandlers(host.root),
  ...historyHandlers(host.root),
  ...branchHandlers(host.root),
  ...stepHandlers(host.root),
  ...remoteHandlers(host),
});

type Part<Name extends keyof Handlers> = Pick<Handlers, Name>;

const changeHandlers = (
  root: string,
): Part<
  | 'git.diff'
  | 'git.stage'
  | 'git.unstage'
  | 'git.discard'
  | 'git.undoDiscard'
  | 'git.applyLines'
  | 'git.commit'
  | 'git.lastMessage'
> => ({
  'git.diff': ({ input }) =>
    readDiff(root, input.path, input.commit === undefined ? { side: input.side } : { commit: input.commit }),
  'git.stage': ({ input }) => done(stage(root, input.paths)),
  'git.unstage': ({ input }) => done(unstage(root, input.paths)),
  'git.discard': async ({ input, actor }) => ({ undo: await discard(root, input.paths, identityOf(actor)) }),
  'git.undoDiscard': ({ input }) => done(undoDiscard(root, input.undo)),
  'git.applyLines': async ({ input, actor }) => ({ undo: await applyLines(root, input, identityOf(actor)) }),
  'git.commit': async ({ input, actor }) => ({ commit: await commit(root, { ...input, identity: identityOf(actor) }) }),
  'git.lastMessage': async () => ({ message: await lastMessage(root) }),
});

const historyHandlers = (root: string): Part<'git.log' | 'git.show' | 'git.text' | 'git.blame'> => ({
  'git.log': ({ input }) => readLog(root, input),
  'git.show': ({ input }) => showCommit(root, input.commit),
  'git.text': async ({ input }) => ({ text: await readText(root, `${input.revision}:${input.path}`) }),
  'git.blame': ({ input }) => readBlame(root, input.path, input.revision),
});

const branchHandlers = (
  root: string,
): Part<
  | 'git.branches'
  | 'git.createBranch'
  | 'git.switch'
  | 'git.renameBranch'
  | 'git.deleteBranch'
  | 'git.createTag'
  | 'git.deleteTag'
> => ({
  'git.branches': () => readBranches(root),
  'git.createBranch': ({ input }) => done(createBranch(root, input.name, input.from, input.switch)),
  'git.switch': ({ input }) => done(switchTo(root, input.to, input.detach)),
  'git.renameBranch': ({ input }) => done(renameBranch(root, input.from, input.to)),
  'git.deleteBranch': ({ input }) => deleteBranch(root, input.name, input.unmerged),
  'git.createTag': ({ input, actor }) => done(createTag(root, { ...input, identity: identityOf(actor) })),
  'git.deleteTag': async ({ input }) => ({ commit: await deleteTag(root, input.name) }),
});

const stepHandlers = (
  root: string,
): Part<
  | 'git.stash'
  | 'git.stashes'
  | 'git.applyStash'
  | 'git.dropStash'
  | 'git.storeStash'
  | 'git.merge'
  | 'git.rebase'
  | 'git.cherryPick'
  | 'git.revert'
  | 'git.proceed'
  | 'git.lastStep'
  | 'git.undo'
  | 'git.conflict'
  | 'git.resolve'
> => ({
  'git.stash': ({ input, actor }) => done(stash(root, { ...input, identity: identityOf(actor) })),
  'git.stashes': async () => ({ stashes: await readStashes(root) }),
  'git.applyStash': ({ input }) => applyStash(root, input.index, input.drop),
  'git.dropStash': ({ input }) => dropStash(root, input.index),
  'git.storeStash': ({ input }) => done(storeStash(root, input.commit, input.message)),
  'git.merge': ({ input, actor }) => merge(root, input.revision, identityOf(actor)),
  'git.rebase': ({ input, actor }) => rebase(root, input.onto, identityOf(actor)),
  'git.cherryPick': ({ input, actor }) => cherryPick(root, input.commits, identityOf(actor)),
  'git.revert': ({ input, actor }) => revert(root, input.commits, identityOf(actor)),
  'git.proceed': ({ input, actor }) => proceed(root, input.how, identityOf(actor)),
  'git.lastStep': async () => ({ step: await readLastStep(root) }),
  'git.undo': ({ input, actor }) => undoLastStep({ root, identity: identityOf(actor) }, input),
  'git.conflict': ({ input }) => readConflict(root, input.path),
  'git.resolve': ({ input }) => done(resolveConflict(root, input.path, input.how)),
});

async function done(work: Promise<void>): Promise<Record<string, never>> {
  await work;
  return {};
}
