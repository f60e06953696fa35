import type { PagerMatch, PagerRow, RouteAnswer } from '@e-code/host/contract';
import type { HostClient } from '../../host/client.ts';
import { toHostProblem, type HostProblem } from '../../host/problem.ts';
import { Store } from '../../parts/store.ts';
import { Pages } from '../long/pages.ts';

type Rows = RouteAnswer<'pager.rows'>;

export type PagerState = Pick<Rows, 'size' | 'rows' | 'lines' | 'counted' | 'complete' | 'version'>;

export type Search = {
  readonly query: string;
  readonly matches: readonly PagerMatch[];
  readonly truncated: boolean;
  /** Which match is shown, from 0. */
  readonly at: number;
};

export const pageRows = 500;
/** Between two looks at a file that is being counted, in milliseconds. */
const countEvery = 400;

/** A text file of any size: its rows as they come into view, its lines as the host counts them, what was searched in it. */
export class PagerModel {
  readonly state = new Store<PagerState | undefined>(undefined);
  readonly problem = new Store<HostProblem | undefined>(undefined);
  readonly search = new Store<Search | undefined>(undefined);
  readonly searching = new Store(false);
  readonly pages: Pages<readonly PagerRow[]>;
  readonly #client: HostClient;
  readonly #path: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #find = new AbortController();
  #stopped = false;

  constructor(client: HostClient, path: string) {
    this.#client = client;
    this.#path = path;
    this.pages = new Pages(
      async (page) => (await this.#ask({ row: page * pageRows, count: pageRows })).entries,
      (error) => this.problem.set(toHostProblem(error)),
    );
  }

  /** Begins to count. Returns how to stop. */
  start(): () => void {
    this.#stopped = false;
    void this.#count();
    return () => {
      this.#stopped = true;
      clearTimeout(this.#timer);
      this.#find.abort();
    };
  }

  rowAt(row: number): PagerRow | undefined {
    return this.pages.get(Math.floor(row / pageRows))?.[row % pageRows];
  }

  /** The row at which a line begins; undefined when the file has no such line. */
  async rowOfLine(line: number): Promise<number | undefined> {
    const { entries, from } = await this.#ask({ line, count: 1 });
    return entries.length === 0 ? undefined : from;
  }

  async rowOfByte(offset: number): Promise<number> {
    return (await this.#ask({ offset, count: 1 })).from;
  }

  /** Finds text in the whole file; an empty one ends the search. Rejects with `HostProblem`. */
  async find(query: string): Promise<void> {
    this.#find.abort();
    if (query === '') return this.search.set(undefined);
    const work = new AbortController();
    this.#find = work;
    this.searching.set(true);
    try {
      const found = await this.#client.ask('pager.find', { path: this.#path, query }, work.signal);
      if (!work.signal.aborted) this.search.set({ query, ...found, at: 0 });
    } finally {
      if (this.#find === work) this.searching.set(false);
    }
  }

  step(direction: 1 | -1): void {
    this.search.update((search) => {
      if (!search || search.matches.length === 0) return search;
      const count = search.matches.length;
      return { ...search, at: (search.at + direction + count) % count };
    });
  }

  async #count(): Promise<void> {
    const before = this.state.get();
    await this.#ask({ row: 0, count: 0 }).catch((error: unknown) => this.problem.set(toHostProblem(error)));
    const now = this.state.get();
    // The last page was short while the count went on.
    if (before && now && now.rows > before.rows) this.pages.forget(Math.floor(before.rows / pageRows));
    if (!this.#stopped && now?.complete === false) this.#timer = setTimeout(() => void this.#count(), countEvery);
  }

  async #ask(target: { row?: number; line?: number; offset?: number; count: number }): Promise<Rows> {
    const answer = await this.#client.ask('pager.rows', { path: this.#path, ...target });
    const { size, rows, lines, counted, complete, version } = answer;
    this.state.set({ size, rows, lines, counted, complete, version });
    return answer;
  }
}
