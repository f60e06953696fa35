import type { HostClient } from '../host/client.ts';
import { Store } from '../parts/store.ts';

export type FileList = { readonly paths: readonly string[]; readonly truncated: boolean };

/** The names of all files for quick open, fetched when they are first asked for and again when files come or go. */
export class FileIndex {
  readonly list = new Store<FileList | undefined>(undefined);
  readonly #client: HostClient;
  #fresh = false;
  #loading: Promise<void> | undefined;

  constructor(client: HostClient) {
    this.#client = client;
  }

  forget(): void {
    this.#fresh = false;
  }

  /** Fetches unless what is there is true. The old list stays until the new one is here. */
  async load(): Promise<void> {
    if (this.#fresh) return;
    this.#fresh = true;
    this.#loading ??= this.#client
      .ask('files.all', {})
      .then((list) => this.list.set(list))
      .catch(() => this.forget())
      .finally(() => {
        this.#loading = undefined;
      });
    await this.#loading;
  }
}
