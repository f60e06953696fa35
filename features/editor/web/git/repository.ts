import { toast } from '@e-code/kernel/web';
import type { GitOutcome, GitState } from '@e-code/host/contract';
import { type HostProblem, toHostProblem } from '../host/problem.ts';
import { Store } from '../parts/store.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Transfer } from './transfer.ts';
import { tellOutcome } from './undo.ts';

export type RepositoryState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'problem'; readonly problem: HostProblem }
  | { readonly kind: 'ready'; readonly git: GitState };

/** What stands beside the panel. */
export type Shown =
  | { readonly kind: 'diff'; readonly path: string; readonly side: 'unstaged' | 'staged' }
  | { readonly kind: 'commit'; readonly commit: string }
  | { readonly kind: 'conflict'; readonly path: string }
  | { readonly kind: 'graph'; readonly path?: string };

/** What changes that are not committed kept from being done. */
type Stopped = {
  /** The words of git. */
  readonly said: string;
  /** Tries again. */
  readonly go: () => void;
};

/** Files are told of in groups; the answer of git is wanted once for each group. Milliseconds. */
const refreshDelay = 250;
/** Nobody tells of what a terminal does to the repository alone, so it is looked at while the page is. Milliseconds. */
const lookAgain = 4000;

/** The repository of a project: what changed, what is looked at, and how to act on it. */
export class Repository {
  readonly workspace: Workspace;
  readonly state = new Store<RepositoryState>({ kind: 'loading' });
  readonly shown = new Store<Shown | undefined>(undefined);
  readonly busy = new Store(false);
  /** What is under way with a remote. */
  readonly transfer = new Store<Transfer | undefined>(undefined);
  /** Grows with everything that may have changed differences, commits or branches. */
  readonly version = new Store(0);
  readonly message = new Store('');
  /** Whether editors show who wrote each line. */
  readonly blame = new Store(false);
  readonly stopped = new Store<Stopped | undefined>(undefined);
  /** Whether a branch is chosen. */
  readonly picking = new Store(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Questions for the state so far, and the latest that was answered. */
  #questions = 0;
  #answered = 0;
  #known = '';

  constructor(workspace: Workspace) {
    this.workspace = workspace;
    const { socket } = workspace;
    socket.on('welcome', () => this.#soon());
    socket.on('files.changed', () => this.#soon());
    setInterval(() => {
      if (!document.hidden && socket.state.get() === 'open') void this.#read();
    }, lookAgain);
    void this.refresh();
  }

  get client(): Workspace['client'] {
    return this.workspace.client;
  }

  /** Reads the state again, and lets everything that shows a part of it do the same. */
  async refresh(): Promise<void> {
    await this.#read();
    this.version.update((version) => version + 1);
  }

  /**
   * Does something to the repository; what goes wrong is told. Undefined then.
   * @param again what to offer when changes that are not committed are in the way: it is done after they were put aside
   */
  async act<Answer>(work: () => Promise<Answer>, again?: () => void): Promise<Answer | undefined> {
    if (this.busy.get()) return undefined;
    try {
      return await this.attempt(work);
    } catch (error) {
      const problem = toHostProblem(error);
      const { details } = problem.body;
      if (again && problem.is('git_in_the_way')) this.stopped.set({ said: details ?? '', go: again });
      else toast.error(problem.message, details === undefined ? {} : { description: details });
      return undefined;
    }
  }

  /** Does something to the repository. Rejects when it fails, for those who tell it themselves. */
  async attempt<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    this.busy.set(true);
    try {
      return await work();
    } finally {
      this.busy.set(false);
      await this.refresh();
    }
  }

  /** Does what may stop for conflicts, and tells how it ended. */
  async step(work: () => Promise<GitOutcome>, done: string): Promise<void> {
    const outcome = await this.act(work, () => void this.step(work, done));
    if (outcome !== undefined) tellOutcome(this, outcome, done);
  }

  /** Puts aside what is not committed, and goes on. */
  async stashAnd(go: () => void): Promise<void> {
    if (await this.act(() => this.client.ask('git.stash', {}))) go();
  }

  show(shown: Shown): void {
    this.shown.set(shown);
    this.workspace.layout.showGit();
  }

  /** An answer that comes after one to a later question says what held before. */
  async #read(): Promise<void> {
    this.#questions += 1;
    const question = this.#questions;
    try {
      const git = await this.client.ask('git.state', {});
      if (question < this.#answered) return;
      this.#answered = question;
      const text = JSON.stringify(git);
      if (this.#known === text && this.state.get().kind === 'ready') return;
      const first = this.#known === '';
      this.#known = text;
      this.state.set({ kind: 'ready', git });
      this.#dropShown(git);
      if (!first) this.version.update((version) => version + 1);
    } catch (error) {
      const problem = toHostProblem(error);
      // What was seen stays while the connection is away for a moment.
      if (!problem.transient || this.state.get().kind !== 'ready') this.state.set({ kind: 'problem', problem });
    }
  }

  /** A difference or conflict that is no more is not worth a place. */
  #dropShown(git: GitState): void {
    const shown = this.shown.get();
    if (shown?.kind !== 'diff' && shown?.kind !== 'conflict') return;
    if (!git.repository || !git.files.some(({ path }) => path === shown.path)) this.shown.set(undefined);
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), refreshDelay);
  }
}

const repositories = new WeakMap<Workspace, Repository>();

/** The repository of a project's page; made with the first look at it. */
export function repositoryOf(workspace: Workspace): Repository {
  const known = repositories.get(workspace);
  if (known) return known;
  const made = new Repository(workspace);
  repositories.set(workspace, made);
  return made;
}
