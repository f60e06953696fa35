import type { LanguageState } from '../contract/languages.ts';
import type { DocumentChange } from '../documents/documents.ts';
import type { FileSync } from '../documents/file-sync.ts';
import { HostError } from '../failure.ts';
import { type Catalogued, findProgram, howToAdd } from './catalogue.ts';
import { OpenFile } from './open-file.ts';
import { ServerProcess } from './process.ts';

/** Ends within this time count together, in milliseconds. */
const crashWindow = 60_000;
const crashLimit = 3;
const firstPause = 250;

export interface ServerGround {
  readonly root: string;
  /** Where servers are installed. */
  readonly folder: string;
  readonly told: (state: LanguageState) => void;
  /** A server came up: what it says of the open files is asked anew. */
  readonly ready: (server: LanguageServer) => void;
  readonly notified: (server: LanguageServer, method: string, params: unknown) => void;
  readonly asked: (server: LanguageServer, method: string, params: unknown) => Promise<unknown>;
}

/** One language server of the project: started with its first file, and again when it ends by itself. */
export class LanguageServer {
  readonly about: Catalogued;
  readonly files = new Map<string, OpenFile>();
  readonly #ground: ServerGround;
  #running: Promise<ServerProcess> | undefined;
  #process: ServerProcess | undefined;
  #crashes: number[] = [];
  #state: LanguageState;
  #closed = false;

  constructor(about: Catalogued, ground: ServerGround) {
    this.about = about;
    this.#ground = ground;
    this.#state = { server: about.name, status: 'starting' };
  }

  get state(): LanguageState {
    return this.#state;
  }

  /** The process that answers now; undefined while it starts. */
  get process(): ServerProcess | undefined {
    return this.#process;
  }

  /** The file as the server knows it, told to it when this is the first time. */
  open(sync: FileSync): OpenFile {
    const present = this.files.get(sync.document.id);
    if (present?.path === sync.path && present.document === sync.document) return present;
    if (present !== undefined) this.close(present);
    const file = new OpenFile(this.about, this.#ground.root, sync);
    this.files.set(sync.document.id, file);
    if (this.#process !== undefined) file.open(this.#process);
    else void this.started().catch(() => undefined);
    return file;
  }

  change(file: OpenFile, change: DocumentChange): void {
    file.change(change, this.#process);
  }

  close(file: OpenFile): void {
    this.files.delete(file.document.id);
    if (this.#process !== undefined) file.close(this.#process);
  }

  /** Asks the server, which is started for it. */
  async request(method: string, params: unknown, signal?: AbortSignal): Promise<unknown> {
    return (await this.started()).connection.request(method, params, signal);
  }

  /** Starts it, also when it ended too often before. */
  async restart(): Promise<void> {
    this.#crashes = [];
    if (this.#process === undefined) this.#running = undefined;
    await this.started();
  }

  started(): Promise<ServerProcess> {
    this.#running ??= this.#start();
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#closed = true;
    const running = await this.#running?.catch(() => undefined);
    await running?.stop();
  }

  async #start(): Promise<ServerProcess> {
    const { about } = this;
    const program = await findProgram(about, this.#ground.folder);
    if (program === undefined) {
      // Looked for again with the next file: somebody may install it meanwhile.
      this.#running = undefined;
      this.#tell('absent', howToAdd(about));
      throw new HostError('language_absent');
    }
    this.#tell(this.#crashes.length > 0 ? 'restarting' : 'starting');
    const made = new ServerProcess(
      about,
      { root: this.#ground.root, program },
      {
        notified: (method, params) => this.#ground.notified(this, method, params),
        asked: (method, params) => this.#ground.asked(this, method, params),
      },
    );
    void made.ended.then(() => this.#ended(made));
    await made.initialize(this.#ground.root).catch((error: unknown) => {
      made.kill();
      throw error;
    });
    this.#process = made;
    for (const file of this.files.values()) file.open(made);
    this.#tell('ready');
    this.#ground.ready(this);
    return made;
  }

  #ended(made: ServerProcess): void {
    this.#process = undefined;
    if (this.#closed) return;
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < crashWindow), now];
    if (this.#crashes.length >= crashLimit) {
      const words = made.lastWords === '' ? '' : ` Its last words: ${made.lastWords}`;
      this.#tell(
        'failed',
        `The language server for ${this.about.title} ended three times in a minute and stays off.${words}`,
      );
      this.#running = Promise.reject(new HostError('language_failed'));
      this.#running.catch(() => undefined);
      return;
    }
    this.#tell('restarting', `The language server for ${this.about.title} ended and is started again.`);
    const pause = new Promise((resolve) => setTimeout(resolve, firstPause * 2 ** this.#crashes.length));
    this.#running = pause.then(() => this.#start());
    this.#running.catch(() => undefined);
  }

  #tell(status: LanguageState['status'], message?: string): void {
    this.#state = { server: this.about.name, status, ...(message !== undefined && { message }) };
    this.#ground.told(this.#state);
  }
}
