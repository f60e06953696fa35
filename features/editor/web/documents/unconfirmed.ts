import { ChangeSet, type Text } from '@codemirror/state';
import { changesBetween } from './merge.ts';

/**
 * What was typed here and is not known to be on disk. `base` is the text as it would be without it; it is what lets the
 * edits move to another history of the file, when the host had to begin a new one.
 */
export class Unconfirmed {
  #base: Text;
  #ours: ChangeSet;
  #made = 0;
  #written = 0;

  constructor(text: Text) {
    this.#base = text;
    this.#ours = ChangeSet.empty(text.length);
  }

  /** Edits of an earlier life of the page that it could not send. */
  static restore(base: Text, now: Text, edits: number): Unconfirmed {
    const restored = new Unconfirmed(base);
    restored.#ours = changesBetween(base, now);
    restored.#made = edits;
    return restored;
  }

  get base(): Text {
    return this.#base;
  }

  /** How many edits wait. */
  get edits(): number {
    return this.#made - this.#written;
  }

  /** Names the latest edit: `confirm` takes it. */
  get mark(): number {
    return this.#made;
  }

  add(changes: ChangeSet): void {
    this.#made += 1;
    this.#ours = this.#ours.compose(changes);
  }

  /** Somebody else changed the text. @param now the text after it */
  follow(changes: ChangeSet, now: Text): void {
    if (this.edits === 0) return this.settle(now);
    const below = changes.map(this.#ours.invertedDesc);
    this.#base = below.apply(this.#base);
    const ours = this.#ours.map(below);
    // They changed what was typed here just now: then the difference says what is left of it.
    this.#ours = ours.newLength === now.length ? ours : changesBetween(this.#base, now);
  }

  /** Everything up to this mark is on disk. @param now the text with all edits */
  confirm(mark: number, now: Text): void {
    this.#written = Math.max(this.#written, mark);
    if (this.edits === 0) this.settle(now);
  }

  /** Nothing waits. */
  settle(now: Text): void {
    this.#written = this.#made;
    this.#base = now;
    this.#ours = ChangeSet.empty(now.length);
  }
}
