import type { Change, Limits, Outcome } from './port.ts';

/** A change that waits for the next commit. */
export interface Waiting {
  readonly space: string;
  readonly change: Change;
  readonly limits: Limits;
}

const MOST_CHANGES = 2_000;
const MOST_BYTES = 8 * 1024 * 1024;

/**
 * Gathers the changes that arrive while a commit is under way into the next one. A commit costs a flush of the disk, which
 * many changes share; a change that comes alone waits for nothing. As PostgreSQL's `commit_delay` does without the delay.
 */
export class GroupCommit {
  readonly #commit: (waiting: readonly Waiting[]) => Promise<readonly Outcome[]>;
  readonly #queue: (Waiting & { readonly bytes: number; readonly settle: PromiseWithResolvers<Outcome> })[] = [];
  #working: Promise<void> | undefined;

  constructor(commit: (waiting: readonly Waiting[]) => Promise<readonly Outcome[]>) {
    this.#commit = commit;
  }

  add(waiting: Waiting): Promise<Outcome> {
    const settle = Promise.withResolvers<Outcome>();
    this.#queue.push({ ...waiting, settle, bytes: sizeOf(waiting.change) });
    this.#working ??= this.#work();
    return settle.promise;
  }

  /** Resolves when nothing waits. */
  async settled(): Promise<void> {
    await this.#working;
  }

  async #work(): Promise<void> {
    // What arrives in the same turn of the event loop goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) await this.#commitSome();
    this.#working = undefined;
  }

  async #commitSome(): Promise<void> {
    let bytes = 0;
    const full = this.#queue.findIndex((waiting, index) => {
      bytes += waiting.bytes;
      return index > 0 && (index >= MOST_CHANGES || bytes > MOST_BYTES);
    });
    const batch = this.#queue.splice(0, full === -1 ? this.#queue.length : full);
    try {
      const outcomes = await this.#commit(batch);
      for (const [index, { settle }] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome === undefined) settle.reject(new Error('A change got no outcome.'));
        else settle.resolve(outcome);
      }
    } catch (error) {
      for (const { settle } of batch) settle.reject(error);
    }
  }
}

function sizeOf({ writes }: Change): number {
  return writes.reduce((sum, write) => sum + (write.kind === 'set' ? write.value.length : 0) + write.key.length, 0);
}
