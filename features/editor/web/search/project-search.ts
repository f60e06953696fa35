import { toast } from '@e-code/kernel/web';
import type { RouteAnswer } from '@e-code/host/contract';
import { toHostProblem } from '../host/problem.ts';
import { baseName } from '../parts/paths.ts';
import { Store } from '../parts/store.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { countMatches, keyOf, toReplace } from './lines.ts';
import { searchProject, type SearchMatch } from './search-project.ts';
import { t } from './texts.ts';

/** After the last keystroke, in milliseconds. */
const pause = 180;
/** Changes on disk are told up to this much later, in milliseconds: what is told sooner, the search has seen. */
const watchDelay = 500;
/** As many matches as the page shows. */
const limit = 2000;

export type SearchForm = {
  readonly query: string;
  /** Undefined while the row for replacing is closed. */
  readonly replacement: string | undefined;
  readonly include: string;
  readonly exclude: string;
  readonly caseSensitive: boolean;
  readonly wholeWord: boolean;
  readonly regex: boolean;
};

export type Found = {
  readonly matches: readonly SearchMatch[];
  readonly truncated: boolean;
  readonly state: 'idle' | 'busy' | 'done';
  readonly problem?: string;
  /** Files changed after this was found. */
  readonly stale: boolean;
};

const nothing: Found = { matches: [], truncated: false, state: 'idle', stale: false };

/** A search over the project, and replacing what it found. It outlives its panel, so results stay when it is hidden. */
export class ProjectSearch {
  readonly form = new Store<SearchForm>({
    query: '',
    replacement: undefined,
    include: '',
    exclude: '',
    caseSensitive: false,
    wholeWord: false,
    regex: false,
  });
  readonly found = new Store(nothing);
  /** Files whose matches are folded away. */
  readonly closed = new Store<ReadonlySet<string>>(new Set());
  readonly replacing = new Store(false);
  readonly #workspace: Workspace;
  #abort: AbortController | undefined;
  #began = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    workspace.socket.on('files.changed', () => {
      if (this.found.get().matches.length === 0 || performance.now() - this.#began < watchDelay) return;
      this.found.update((found) => ({ ...found, stale: true }));
    });
  }

  /** Changes what is searched for; the search follows the typing. */
  change(part: Partial<SearchForm>): void {
    this.form.update((form) => ({ ...form, ...part }));
    this.#abort?.abort();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.run(), pause);
  }

  /** Searches now. A search under way ends. */
  async run(): Promise<void> {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    const { query, include, exclude, replacement, ...options } = this.form.get();
    if (query === '') return this.found.set(nothing);
    const abort = new AbortController();
    this.#abort = abort;
    const input = {
      query,
      include: globs(include),
      exclude: globs(exclude),
      limit,
      ...options,
      ...(replacement !== undefined && { replacement }),
    };
    this.#began = performance.now();
    this.found.set({ ...nothing, state: 'busy' });
    const take = (matches: readonly SearchMatch[]): void => {
      if (!abort.signal.aborted) this.found.update((now) => ({ ...now, matches: [...now.matches, ...matches] }));
    };
    try {
      const { truncated } = await searchProject(this.#workspace.client, input, take, abort.signal);
      if (!abort.signal.aborted) this.found.update((now) => ({ ...now, truncated, state: 'done' }));
    } catch (error) {
      if (!abort.signal.aborted) this.found.set({ ...nothing, state: 'done', problem: toHostProblem(error).message });
    }
  }

  fold(path: string, open: boolean): void {
    this.closed.update((closed) => new Set(open ? [...closed].filter((other) => other !== path) : [...closed, path]));
  }

  /** Leaves a file or one match out of the results, and so out of what is replaced. */
  dismiss(target: string | SearchMatch): void {
    const stays = (match: SearchMatch): boolean =>
      typeof target === 'string' ? match.path !== target : keyOf(match) !== keyOf(target);
    this.found.update((found) => ({ ...found, matches: found.matches.filter(stays) }));
  }

  /** Replaces these matches in their files, open or not; all of it can be taken back at once. */
  async replace(matches: readonly SearchMatch[]): Promise<void> {
    const files = toReplace(matches);
    if (files.length === 0 || this.replacing.get()) return;
    const { client } = this.#workspace;
    this.replacing.set(true);
    try {
      const answer = await client.ask('search.replace', { files });
      const done = new Set(answer.files.filter(({ replaced }) => replaced > 0).map(({ path }) => path));
      const chosen = new Set(matches.filter((match) => done.has(match.path)).map(keyOf));
      this.found.update((found) => ({ ...found, matches: found.matches.filter((match) => !chosen.has(keyOf(match))) }));
      this.#tell(answer);
    } catch (error) {
      toast.error(toHostProblem(error).message);
    } finally {
      this.replacing.set(false);
    }
  }

  #tell({ files, failed, undo }: RouteAnswer<'search.replace'>): void {
    const replaced = files.reduce((sum, file) => sum + file.replaced, 0);
    const skipped = files.reduce((sum, file) => sum + file.skipped, 0);
    const touched = files.filter((file) => file.replaced > 0).length;
    const description = skipped > 0 ? { description: t('skipped', { count: skipped }) } : {};
    for (const { path, message } of failed.slice(0, 3)) toast.error(t('someFailed', { name: baseName(path), message }));
    if (undo === null) return void toast.info(t('nothingReplaced'), description);
    const title = t('replaced', { count: replaced, files: t('files', { count: touched }) });
    toast.undo(title, () => this.#takeBack(undo), description);
  }

  async #takeBack(undo: string): Promise<void> {
    const { conflicts, failed } = await this.#workspace.client.ask('search.undo', { undo });
    if (conflicts.length > 0) toast.info(t('conflicts', { names: conflicts.map(baseName).join(', ') }), { timeout: 0 });
    for (const { path, message } of failed.slice(0, 3)) toast.error(t('someFailed', { name: baseName(path), message }));
    await this.run();
  }

  /** How much is found. */
  count(): { matches: number; files: number } {
    return countMatches(this.found.get().matches);
  }
}

const globs = (text: string): string[] => text.split(',').flatMap((glob) => glob.trim() || []);

const searches = new WeakMap<Workspace, ProjectSearch>();

/** The search of a project's page; made with the first look at its panel. */
export function searchOf(workspace: Workspace): ProjectSearch {
  const known = searches.get(workspace);
  if (known) return known;
  const made = new ProjectSearch(workspace);
  searches.set(workspace, made);
  return made;
}
