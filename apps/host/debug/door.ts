import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentChange } from '../documents/documents.ts';
import type { Host } from '../host.ts';
import type { HandlersOf } from '../routes.ts';
import type { Moved } from './breakpoints.ts';
import type { Debugging } from './debugging.ts';

interface Loaded {
  readonly debugging: Debugging;
  readonly handlers: HandlersOf<'debug'>;
}

/** The way to the debugger. It is loaded with the first question, or with the first edit when breakpoints are set. */
export class DebuggingDoor {
  readonly #host: Host;
  #loading: Promise<Loaded> | undefined;
  #loaded: Debugging | undefined;
  /** Changes that came while it was being loaded. */
  #early: DocumentChange[] = [];
  #remembers: boolean | undefined;

  constructor(host: Host) {
    this.#host = host;
    host.documents.onChange((change) => this.#receive(change));
  }

  get active(): boolean {
    return this.#loaded?.active === true;
  }

  /** NAME=value in the environment of the program that is debugged. */
  get marker(): string | undefined {
    return this.#loaded?.marker;
  }

  async handlers(): Promise<HandlersOf<'debug'>> {
    return (await this.#load()).handlers;
  }

  /** Entries of the project were moved through the host. */
  async moved(entries: readonly Moved[]): Promise<void> {
    this.#remembers ??= existsSync(join(this.#host.state, 'debug'));
    if (this.#remembers || this.#loading !== undefined) await (await this.#load()).debugging.moved(entries);
  }

  async close(): Promise<void> {
    await (await this.#loading)?.debugging.close();
  }

  #receive(change: DocumentChange): void {
    if (this.#loaded !== undefined) return this.#loaded.changed(change);
    this.#remembers ??= existsSync(join(this.#host.state, 'debug'));
    if (!this.#remembers && this.#loading === undefined) return;
    this.#early.push(change);
    this.#load().catch((error: unknown) => console.error('Breakpoints cannot be read.', error));
  }

  #load(): Promise<Loaded> {
    this.#loading ??= this.#create();
    return this.#loading;
  }

  async #create(): Promise<Loaded> {
    const [{ Debugging }, { debugHandlers }] = await Promise.all([import('./debugging.ts'), import('./handlers.ts')]);
    const { root, state, instance, environment, documents, runs, ports } = this.#host;
    const debugging = await Debugging.create({
      root,
      state,
      instance,
      environment,
      documents,
      running: () => runs.active,
      broadcast: (message) => this.#host.broadcast(message),
      activityChanged: () => ports.wake(),
    });
    for (const change of this.#early.splice(0)) debugging.changed(change);
    this.#loaded = debugging;
    return { debugging, handlers: debugHandlers(debugging) };
  }
}
