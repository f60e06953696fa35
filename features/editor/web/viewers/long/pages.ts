import { Store } from '../../parts/store.ts';

/** Pages that are kept; those not looked at for longest go first. */
const kept = 48;

/** Pages of something long, fetched when they come into view. */
export class Pages<Page> {
  /** Counts arrivals, for whoever draws what arrived. */
  readonly arrived = new Store(0);
  readonly #fetch: (page: number) => Promise<Page>;
  readonly #failed: (error: unknown) => void;
  readonly #pages = new Map<number, Page | undefined>();

  constructor(fetch: (page: number) => Promise<Page>, failed: (error: unknown) => void) {
    this.#fetch = fetch;
    this.#failed = failed;
  }

  /** What is there of a page. */
  get(page: number): Page | undefined {
    return this.#pages.get(page);
  }

  /** Fetches what is missing of these pages. */
  want(first: number, last: number): void {
    for (let page = first; page <= last; page += 1) {
      const known = this.#pages.has(page);
      const content = this.#pages.get(page);
      this.#pages.delete(page);
      this.#pages.set(page, content);
      if (!known) void this.#load(page);
    }
    for (const page of [...this.#pages.keys()].slice(0, -kept)) this.#pages.delete(page);
  }

  /** Fetches a page again the next time it comes into view, such as the last one of something that grew. */
  forget(page: number): void {
    this.#pages.delete(page);
  }

  async #load(page: number): Promise<void> {
    try {
      const content = await this.#fetch(page);
      if (this.#pages.has(page)) this.#pages.set(page, content);
    } catch (error) {
      this.#pages.delete(page);
      this.#failed(error);
    }
    this.arrived.update((count) => count + 1);
  }
}
