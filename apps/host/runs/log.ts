import type { LogEntry } from '../contract/runs.ts';

const byteLimit = 5 * 1024 * 1024;
/** What an entry takes besides its text, so that a flood of one-byte entries is bounded as well. */
const entryCost = 64;

/** The newest 5 MB of what programs said, counted by sequence, so that a page can go on where it was. */
export class RunLog {
  #entries: LogEntry[] = [];
  #head = 0;
  #bytes = 0;
  #last = 0;

  get last(): number {
    return this.#last;
  }

  add(run: number, stream: LogEntry['stream'], text: string): void {
    this.#last += 1;
    this.#entries.push({ sequence: this.#last, run, time: Date.now(), stream, text });
    this.#bytes += text.length + entryCost;
    while (this.#bytes > byteLimit && this.#head < this.#entries.length - 1) this.#drop();
    if (this.#head > 1000 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }

  /** Entries after `sequence`, up to about `limit` characters. `dropped`: there were older ones that are gone. */
  after(sequence: number, limit = Number.POSITIVE_INFINITY): { entries: LogEntry[]; dropped: boolean } {
    const first = this.#entries[this.#head]?.sequence ?? this.#last + 1;
    const start = this.#head + Math.max(0, sequence + 1 - first);
    const entries: LogEntry[] = [];
    let size = 0;
    for (let index = start; index < this.#entries.length && size < limit; index += 1) {
      const entry = this.#entries[index];
      if (entry === undefined) break;
      entries.push(entry);
      size += entry.text.length + entryCost;
    }
    return { entries, dropped: sequence + 1 < first && first > 1 };
  }

  #drop(): void {
    const entry = this.#entries[this.#head];
    this.#head += 1;
    this.#bytes -= (entry?.text.length ?? 0) + entryCost;
  }
}
