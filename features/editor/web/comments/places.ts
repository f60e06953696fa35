import type { Placed } from '@e-code/host/contract';
import { Store, type Readable } from '../parts/store.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { placeOf, type Thread } from './endpoints.ts';

/** The host is asked about so many at once. */
const batchSize = 400;
/** What was typed or written is told of in groups. Milliseconds. */
const pause = 400;

/** Where threads are now, as the host says it. Asked for once, and again when a file changed in a way that may matter. */
export class Places {
  readonly known = new Store<ReadonlyMap<string, Placed>>(new Map());
  readonly #workspace: Workspace;
  readonly #threads: Readable<ReadonlyMap<string, Thread>>;
  readonly #wanted = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: Promise<void> = Promise.resolve();

  constructor(workspace: Workspace, threads: Readable<ReadonlyMap<string, Thread>>) {
    this.#workspace = workspace;
    this.#threads = threads;
    workspace.socket.on('files.changed', ({ events, overflow }) => {
      const paths = new Set(events.map(({ path }) => path));
      const appeared = overflow || events.some(({ kind }) => kind === 'create');
      this.again((placed, thread) => paths.has(placed.path ?? placeOf(thread).path) || (appeared && !placed.at));
    });
    workspace.socket.on('welcome', () => this.again(() => true));
  }

  /** Asks for the places of threads that were not asked for. */
  want(threads: readonly Thread[]): void {
    for (const { id } of threads) if (!this.known.get().has(id)) this.#wanted.add(id);
    this.#soon();
  }

  /** Asks once more for those that fit. */
  again(fits: (placed: Placed, thread: Thread) => boolean): void {
    for (const [id, placed] of this.known.get()) {
      const thread = this.#threads.get().get(id);
      if (thread && fits(placed, thread)) this.#wanted.add(id);
    }
    this.#soon();
  }

  /** Where a thread is, asked for now when it is not known. Undefined while the project cannot be reached. */
  async find(id: string): Promise<Placed | undefined> {
    if (!this.known.get().has(id)) {
      this.#wanted.add(id);
      await this.#flush();
    }
    return this.known.get().get(id);
  }

  #soon(): void {
    if (this.#wanted.size === 0 || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.#flush(), this.known.get().size === 0 ? 0 : pause);
  }

  #flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asking = this.#asking.then(() => this.#ask());
    return this.#asking;
  }

  async #ask(): Promise<void> {
    const ids = [...this.#wanted];
    this.#wanted.clear();
    for (let at = 0; at < ids.length; at += batchSize) {
      const quotations = ids.slice(at, at + batchSize).flatMap((key) => {
        const thread = this.#threads.get().get(key);
        return thread ? [{ key, quotation: placeOf(thread) }] : [];
      });
      if (quotations.length === 0) continue;
      try {
        const { placed } = await this.#workspace.client.ask('quotations.find', { quotations });
        this.known.update((known) => new Map([...known, ...placed.map((one) => [one.key, one] as const)]));
      } catch {
        // The project cannot be reached: asked again when it welcomes the page.
        for (const { key } of quotations) this.#wanted.add(key);
      }
    }
  }
}
