import { ChangeSet, type Text } from '@codemirror/state';
import { toText } from './changes.ts';

/** Changes in the order in which they came. Joining them costs more than keeping them, and is seldom asked for. */
class Sequence {
  readonly #first: ChangeSet;
  readonly #more: ChangeSet[] = [];
  #joined: ChangeSet;
  #joinedCount = 0;

  constructor(first: ChangeSet) {
    this.#first = first;
    this.#joined = first;
  }

  get length(): number {
    return this.#more.length;
  }

  add(changes: ChangeSet): void {
    this.#more.push(changes);
  }

  get joined(): ChangeSet {
    return this.upTo(this.#more.length);
  }

  /** The first so many changes as one. */
  upTo(count: number): ChangeSet {
    if (count < this.#joinedCount) {
      return this.#more.slice(0, count).reduce((all, changes) => all.compose(changes), this.#first);
    }
    for (; this.#joinedCount < count; this.#joinedCount += 1) {
      const next = this.#more[this.#joinedCount];
      if (next !== undefined) this.#joined = this.#joined.compose(next);
    }
    return this.#joined;
  }
}

const unchanged = (text: Text): Sequence => new Sequence(ChangeSet.empty(text.length));

/** What the document has that the disk does not have yet: `ours` turns `base`, the text on the disk, into the present text. */
export class Edits {
  #base: Text;
  #ours: Sequence;
  /** A text that is being written to the disk, while typing goes on. */
  #capture: { readonly text: Text; readonly since: Sequence } | undefined;

  constructor(base: Text, ours: ChangeSet = ChangeSet.empty(base.length)) {
    this.#base = base;
    this.#ours = new Sequence(ours);
  }

  get base(): Text {
    return this.#base;
  }

  get ours(): ChangeSet {
    return this.#ours.joined;
  }

  /** The text as it is now, made when it is asked for. */
  get present(): () => Text {
    const [base, ours] = [this.#base, this.#ours];
    const count = ours.length;
    return () => ours.upTo(count).apply(base);
  }

  add(changes: ChangeSet): void {
    this.#ours.add(changes);
    this.#capture?.since.add(changes);
  }

  /** The caller begins to write the present text. */
  capture(present: string): void {
    const text = toText(present);
    this.#capture = { text, since: unchanged(text) };
  }

  /** The captured text is on the disk. */
  captured(): void {
    if (this.#capture === undefined) return;
    this.#base = this.#capture.text;
    this.#ours = this.#capture.since;
    this.#capture = undefined;
  }

  /** The captured text could not be written. */
  release(): void {
    this.#capture = undefined;
  }

  /** The disk has another text, and this is what the present text has beyond it. */
  rebase(base: Text, ours: ChangeSet): void {
    this.#base = base;
    this.#ours = new Sequence(ours);
    this.#capture = undefined;
  }
}
