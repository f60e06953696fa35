import type { Host } from '../host.ts';
import type { HandlersOf } from '../routes.ts';
import type { Languages } from './languages.ts';

/** The way to the language servers. Nothing of them is loaded before a page asks for one. */
export class LanguagesDoor {
  readonly #host: Host;
  readonly #folder: string;
  #loading: Promise<{ languages: Languages; handlers: HandlersOf<'languages'> }> | undefined;

  /** @param folder where language servers are installed */
  constructor(host: Host, folder: string) {
    this.#host = host;
    this.#folder = folder;
  }

  async handlers(): Promise<HandlersOf<'languages'>> {
    this.#loading ??= this.#load();
    return (await this.#loading).handlers;
  }

  async close(): Promise<void> {
    await (await this.#loading)?.languages.close();
  }

  async #load(): Promise<{ languages: Languages; handlers: HandlersOf<'languages'> }> {
    const [{ Languages }, { languageHandlers }] = await Promise.all([
      import('./languages.ts'),
      import('./handlers.ts'),
    ]);
    const { root, state, trash, space, documents, watch } = this.#host;
    const languages = new Languages({
      root,
      state,
      trash,
      space,
      documents,
      watch,
      languageServers: this.#folder,
      broadcast: (message) => this.#host.broadcast(message),
    });
    return { languages, handlers: languageHandlers(this.#host, languages) };
  }
}
