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
  /** It begins where the edit noted before ended, as in an open document. */
  readonly follows: boolean;
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
    const fits = last?.follows === true && edit.follows && last.changes.newLength === edit.changes.length;
    if (fits && edit.at - last.at < oneEdit && sameAuthor(last.author, edit.author)) {
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
    this.#waiting = [{ at, author, changes, before: () => known, follows: false }];
    await this.#write();
  }

  async #write(): Promise<void> {
    const [first] = this.#waiting;
    if (first === undefined) return;
    await this.#read();
    const noted = this.#waiting;
    this.#waiting = [];
    const start = this.#text ?? first.before();
    try {
      const { edits, text } = await this.#withGaps(noted, start);
      await this.log.append(edits, () => ({ ...this.#place(), at: first.at, text: start.toString() }));
      this.#until = edits.at(-1)?.at ?? this.#until;
      this.#text = text;
    } catch (error) {
      this.#waiting = [...noted, ...this.#waiting];
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

  /** The edits, with what nobody told of between them, and the text after all of it. */
  async #withGaps(noted: readonly Noted[], start: Text): Promise<{ edits: Edit[]; text: Text }> {
    const edits: Edit[] = [];
    let text = start;
    let until = this.#until;
    for (const [index, edit] of noted.entries()) {
      const fits = index > 0 && edit.follows && edit.changes.length === text.length;
      const before = fits ? text : edit.before();
      if (!before.eq(text)) {
        const changes = await this.#differ.diff(text.toString(), before.toString());
        edits.push({ at: edit.at, author: unseenAuthor(until), changes });
      }
      edits.push({ at: edit.at, author: edit.author, changes: edit.changes });
      text = edit.changes.apply(before);
      until = edit.at;
    }
    return { edits, text };
  }
}
