import type { ConsoleEntry } from '../contract/debug.ts';

const entryLimit = 2000;
const sizeLimit = 1024 * 1024;
/** Programs write in bursts; pages hear of it at most this often, in milliseconds. */
const tellEvery = 16;

/** The newest of what programs and people said in the console of the debugger. */
export class ConsoleLog {
  readonly #tell: (entries: ConsoleEntry[]) => void;
  #entries: ConsoleEntry[] = [];
  #untold: ConsoleEntry[] = [];
  #size = 0;
  #last = 0;

  constructor(tell: (entries: ConsoleEntry[]) => void) {
    this.#tell = tell;
  }

  get entries(): readonly ConsoleEntry[] {
    return this.#entries;
  }

  add(entry: Omit<ConsoleEntry, 'sequence'>): void {
    this.#last += 1;
    const added = { ...entry, sequence: this.#last };
    this.#entries.push(added);
    this.#untold.push(added);
    this.#size += entry.text.length;
    while (this.#entries.length > entryLimit || (this.#size > sizeLimit && this.#entries.length > 1)) {
      this.#size -= this.#entries.shift()?.text.length ?? 0;
    }
    if (this.#untold.length === 1) setTimeout(() => this.#tell(this.#untold.splice(0)), tellEvery);
  }
}
