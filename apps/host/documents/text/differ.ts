import { ChangeSet } from '@codemirror/state';
import { Worker } from 'node:worker_threads';
import { lineDiff } from './line-diff.ts';
import { commonEnd, commonStart } from './tokens.ts';

/** Up to this many differing code units together, comparing takes less than the way to a thread and back: 2 ms. */
const inlineLimit = 32 * 1024;
/** A thread costs 8 MB; after this time without work it ends. Milliseconds. */
const idleTime = 10_000;

export interface DiffQuestion {
  readonly id: number;
  readonly from: string;
  readonly to: string;
}

/** `changes` is the JSON of a ChangeSet. */
export type DiffAnswer = { readonly id: number; readonly changes: unknown };

interface Waiting {
  readonly resolve: (changes: ChangeSet) => void;
  readonly reject: (error: unknown) => void;
}

/** Compares texts without keeping anybody waiting: large differences are looked for in a thread of their own. */
export class Differ {
  #worker: Worker | undefined;
  #asked = 0;
  #idle: NodeJS.Timeout | undefined;
  readonly #waiting = new Map<number, Waiting>();

  /** What `lineDiff` answers. */
  async diff(from: string, to: string): Promise<ChangeSet> {
    const start = commonStart(from, to);
    const common = 2 * (start + commonEnd(from, to, start));
    return from.length + to.length - common <= inlineLimit ? lineDiff(from, to) : this.#ask(from, to);
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#worker?.terminate();
  }

  #ask(from: string, to: string): Promise<ChangeSet> {
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    this.#asked += 1;
    const question: DiffQuestion = { id: this.#asked, from, to };
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.id, { resolve, reject });
      worker.postMessage(question);
    });
  }

  #start(): Worker {
    // Beside this file: as a source when the host runs from its sources, and in the built host.
    const name = import.meta.url.endsWith('.ts') ? './diff-thread.ts' : './diff-thread.cjs';
    const worker = new Worker(new URL(name, import.meta.url));
    worker.on('message', (answer: DiffAnswer) => this.#answer(worker, answer));
    worker.once('error', (error) => this.#ended(worker, error));
    worker.once('exit', () => this.#ended(worker, new Error('The thread that compares texts ended.')));
    return worker;
  }

  #answer(worker: Worker, { id, changes }: DiffAnswer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#rest(worker);
    waiting?.resolve(ChangeSet.fromJSON(changes));
  }

  #rest(worker: Worker): void {
    worker.unref();
    this.#idle = setTimeout(() => void worker.terminate(), idleTime).unref();
  }

  #ended(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
