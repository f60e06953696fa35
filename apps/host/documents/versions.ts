import { ChangeSet } from '@codemirror/state';

/** So many changes back a caller may have read the text: minutes of typing by many people. */
const kept = 5000;

/** The last changes of a text by number, so that what was computed on an earlier version can be brought to now. */
export class Versions {
  readonly #changes: ChangeSet[] = [];
  #version = 0;

  get version(): number {
    return this.#version;
  }

  add(changes: ChangeSet): void {
    this.#version += 1;
    this.#changes.push(changes);
    if (this.#changes.length > 2 * kept) this.#changes.splice(0, kept);
  }

  /** Everything after a version, composed, for a text that has this length at present; undefined when it is too long ago. */
  since(version: number, present: number): ChangeSet | undefined {
    const count = this.#version - version;
    if (count < 0 || count > this.#changes.length) return undefined;
    if (count === 0) return ChangeSet.empty(present);
    return this.#changes.slice(this.#changes.length - count).reduce((all, next) => all.compose(next));
  }
}
