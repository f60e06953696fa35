import type { Text } from '@codemirror/state';
import type { HistoryAuthor } from '../contract/history.ts';
import type { Differ } from '../documents/text/differ.ts';
import type { FileLog } from './file-log.ts';
import { type Edit, sameAuthor } from './part.ts';

/** Edits of one author within this time are recorded as one: a word rather than its letters. Milliseconds. */
const oneEdit = 250;
/** More edits than this are not held for a disk that does not take them; the gap they leave is recorded later. */
const heldLimit = 20_000;

export interface Noted extends Edit {
  /** The text before the edit. */
  readonly before: () => Text;
}

/**
 * Who changed a file without telling, after this time: while the host runs, a program of the project; before, nobody was
 * there to see it.
 */
export const unseenAuthor = (after: number): HistoryAuthor => ({
  kind: after >= performance.timeOrigin ? 'program' : 'unknown',
});

/** Writes down the edits of one file in the order in which they came. */
export class Recorder {
  readonly log: FileLog;
  readonly #place: () => { path: string; document: string | null };
  readonly #differ: Differ;
  #waiting: Noted[] = [];
  /** The text at the end of the log; undefined before it was read. */
  #text: Text | undefined;
  /** When the last edit of the log was made. */
  #until = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(log: FileLog, differ: Differ, place: () => { path: string; document: string | null }) {
    this.log = log;
    this.#differ = differ;
    this.#place = place;
  }

  get waiting(): boolean {
    return this.#waiting.length > 0;
  }

  note(edit: Noted): void {
    const last = this.#waiting.at(-1);
    if (last !== undefined && edit.at - last.at < oneEdit && sameAuthor(last.author, edit.author)) {
      this.#waiting[this.#waiting.length - 1] = { ...last, changes: last.changes.compose(edit.changes) };
    } else this.#waiting.push(edit);
  }

  /** Resolves when everything noted before is in the log. */
  settle(): Promise<void> {
    this.#work = this.#work.catch(() => undefined).then(() => this.#write());
    return this.#work;
  }

  /** The file has this text now: what nobody told of is written down as somebody's doing. */
  meet(text: Text, at: number, author: HistoryAuthor): Promise<void> {
    this.#work = this.#work.catch(() => undefined).then(() => this.#meet(text, at, author));
    return this.#work;
  }

  async close(): Promise<void> {
    await this.settle().catch(() => undefined);
    await this.log.close();
  }

  async #meet(text: Text, at: number, author: HistoryAuthor): Promise<void> {
    const busy = this.waiting;
    await this.#write();
    await this.#read();
    const known = this.#text;
    // Somebody was just changing it: what was read before may be older than what was told since.
    if (busy || known === undefined || known.eq(text)) return;
    const changes = await this.#differ.diff(known.toString(), text.toString());
    if (this.waiting) return;
    this.#waiting = [{ at, author, changes, before: () => known }];
    await this.#write();
  }

  async #write(): Promise<void> {
    const [first] = this.#waiting;
    if (first === undefined) return;
    const before = first.before();
    await this.#read();
    const edits = this.#waiting;
    this.#waiting = [];
    try {
      const gap = await this.#gapTo(before, first.at);
      await this.log.append([...gap, ...edits], () => ({
        ...this.#place(),
        at: first.at,
        text: (this.#text ?? before).toString(),
      }));
      this.#until = edits.at(-1)?.at ?? this.#until;
      this.#text = edits.reduce((text, { changes }) => changes.apply(text), before);
    } catch (error) {
      this.#waiting = [...edits, ...this.#waiting];
      if (this.#waiting.length > heldLimit) this.#waiting = [];
      throw error;
    }
  }

  /** What the log ends with. */
  async #read(): Promise<void> {
    if (this.#text !== undefined) return;
    const newest = await this.log.newest();
    this.#text = newest?.text;
    this.#until = newest?.at ?? 0;
  }

  async #gapTo(before: Text, at: number): Promise<Edit[]> {
    if (this.#text === undefined || this.#text.eq(before)) return [];
    const changes = await this.#differ.diff(this.#text.toString(), before.toString());
    return [{ at, author: unseenAuthor(this.#until), changes }];
  }
}
