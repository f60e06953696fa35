import type { DocumentChange } from '../documents/documents.ts';
import type { History, HistoryGround } from './history.ts';

/** The way to the history. It is loaded with the first change or the first question. */
export class HistoryDoor {
  readonly #ground: HistoryGround;
  #loading: Promise<History> | undefined;
  #loaded: History | undefined;
  /** Changes that came while it was being loaded. */
  #early: DocumentChange[] = [];

  constructor(ground: HistoryGround) {
    this.#ground = ground;
    ground.documents.onChange((change) => this.#receive(change));
  }

  get loaded(): History | undefined {
    return this.#loaded;
  }

  load(): Promise<History> {
    this.#loading ??= this.#create();
    return this.#loading;
  }

  async close(): Promise<void> {
    await (await this.#loading)?.close();
  }

  #receive(change: DocumentChange): void {
    if (this.#loaded !== undefined) return this.#loaded.receive(change);
    this.#early.push(change);
    this.load().catch((error: unknown) => console.error('The history cannot be recorded.', error));
  }

  async #create(): Promise<History> {
    const { History } = await import('./history.ts');
    const history = await History.create(this.#ground);
    for (const change of this.#early) history.receive(change);
    this.#early = [];
    this.#loaded = history;
    return history;
  }
}
