import type { DocumentsDoor } from '../documents/door.ts';

const enter = 13;
/** Milliseconds. */
const patienceTime = 5000;

/**
 * What a page types into one terminal, in order. A line that is sent off waits until the open documents are on the disk,
 * so that the command sees what its author sees; that is a few milliseconds, and nothing when nothing is pending.
 */
export class TypedInput {
  readonly #documents: DocumentsDoor;
  #before: Promise<void> | undefined;

  constructor(documents: DocumentsDoor) {
    this.#documents = documents;
  }

  put(bytes: Uint8Array, send: () => void): void {
    const waits = bytes.includes(enter) && this.#documents.loaded?.pending === true;
    if (!waits && this.#before === undefined) return send();
    const before = this.#before ?? Promise.resolve();
    const turn: Promise<void> = before
      .then(() => (waits ? this.#barrier() : undefined))
      .then(send)
      .finally(() => {
        if (this.#before === turn) this.#before = undefined;
      });
    this.#before = turn;
  }

  /** A disk that does not answer must not hold the terminal; on a busy machine a write took more than a second. */
  async #barrier(): Promise<void> {
    const patience = new Promise((resolve) => setTimeout(resolve, patienceTime).unref());
    await Promise.race([this.#documents.flush(), patience]);
  }
}
