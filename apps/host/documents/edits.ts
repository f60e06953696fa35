import { ChangeSet, type Text } from '@codemirror/state';

/** A text that is being written to the disk, while typing goes on. */
interface Capture {
  readonly text: Text;
  since: ChangeSet;
}

/** What the document has that the disk does not have yet: `ours` turns `base`, the text on the disk, into the present text. */
export class Edits {
  #base: Text;
  #ours: ChangeSet;
  #capture: Capture | undefined;

  constructor(base: Text, ours: ChangeSet = ChangeSet.empty(base.length)) {
    this.#base = base;
    this.#ours = ours;
  }

  get base(): Text {
    return this.#base;
  }

  get ours(): ChangeSet {
    return this.#ours;
  }

  add(changes: ChangeSet): void {
    this.#ours = this.#ours.compose(changes);
    if (this.#capture !== undefined) this.#capture.since = this.#capture.since.compose(changes);
  }

  /** The present text, which the caller begins to write. */
  capture(): Text {
    const text = this.#ours.apply(this.#base);
    this.#capture = { text, since: ChangeSet.empty(text.length) };
    return text;
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
    this.#ours = ours;
    this.#capture = undefined;
  }
}
