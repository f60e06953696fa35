import { ChangeSet, type Text } from '@codemirror/state';
import { toText } from './changes.ts';

/** Changes in the order in which they came. Joining them costs more than keeping them, and is seldom asked for. */
class Sequence {
  #joined: ChangeSet;
  #more: ChangeSet[] = [];

  constructor(first: ChangeSet) {
    this.#joined = first;
  }

  add(changes: ChangeSet): void {
    this.#more.push(changes);
  }

  get joined(): ChangeSet {
    for (const changes of this.#more.splice(0)) this.#joined = this.#joined.compose(changes);
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
