import { toast } from '@e-code/kernel/web';
import type { GitOutcome, GitState } from '@e-code/host/contract';
import { type HostProblem, toHostProblem } from '../host/problem.ts';
import { Store } from '../parts/store.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { t } from './texts.ts';

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
  /** Grows with everything that may have changed differences, commits or branches. */
  readonly version = new Store(0);
  readonly message = new Store('');
  /** Whether editors show who wrote each line. */
  readonly blame = new Store(false);
  /** Whether a branch is chosen. */
  readonly picking = new Store(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
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

  /** Does something to the repository; what goes wrong is told. Undefined then. */
  async act<Answer>(work: () => Promise<Answer>): Promise<Answer | undefined> {
    if (this.busy.get()) return undefined;
    this.busy.set(true);
    try {
      return await work();
    } catch (error) {
      tellProblem(error);
      return undefined;
    } finally {
      this.busy.set(false);
      await this.refresh();
    }
  }

  /** Does what may stop for conflicts, and tells how it ended. */
  async step(work: () => Promise<GitOutcome>, done: string): Promise<void> {
    const outcome = await this.act(work);
    if (outcome === undefined) return;
    const [first] = outcome.conflicts;
    if (first === undefined) toast.success(done);
    else toast.info(t('conflictsStopped', { count: outcome.conflicts.length }));
  }

  show(shown: Shown): void {
    this.shown.set(shown);
    this.workspace.layout.showGit();
  }

  async #read(): Promise<void> {
    try {
      const git = await this.client.ask('git.state', {});
      const text = JSON.stringify(git);
      if (this.#known === text && this.state.get().kind === 'ready') return;
      const first = this.#known === '';
      this.#known = text;
      this.state.set({ kind: 'ready', git });
      if (!first) this.version.update((version) => version + 1);
    } catch (error) {
      const problem = toHostProblem(error);
      // What was seen stays while the connection is away for a moment.
      if (!problem.transient || this.state.get().kind !== 'ready') this.state.set({ kind: 'problem', problem });
    }
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), refreshDelay);
  }
}

/** Says what the host answered, with the words of git where there are any. */
export function tellProblem(error: unknown): void {
  const { message, body } = toHostProblem(error);
  toast.error(message, body.details === undefined ? {} : { description: body.details });
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
