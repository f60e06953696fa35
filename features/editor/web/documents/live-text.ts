import { ChangeSet, Text } from '@codemirror/state';
import * as Y from 'yjs';
import { hunksOf } from './merge.ts';
import { UndoPlaces, type Place } from './undo-places.ts';

/** A change of the text, and whether this page made it. */
export type TextChange = { readonly changes: ChangeSet; readonly own: boolean };

/** Edits of one place within this time are undone together, in milliseconds. */
const undoPause = 500;

type Delta = readonly {
  readonly retain?: number | undefined;
  readonly insert?: unknown;
  readonly delete?: number | undefined;
}[];

/** What Yjs says happened to a text, as the editor says it. */
export function changesOfDelta(delta: Delta, length: number): ChangeSet {
  const changes: { from: number; to?: number; insert?: Text }[] = [];
  let at = 0;
  for (const { retain = 0, insert, delete: deleted = 0 } of delta) {
    if (typeof insert === 'string') changes.push({ from: at, insert: textOf(insert) });
    if (deleted > 0) changes.push({ from: at, to: at + deleted });
    at += retain + deleted;
  }
  return ChangeSet.of(changes, length);
}

export const textOf = (content: string): Text => Text.of(content.split('\n'));

/**
 * The shared text of one file: a Yjs text that is read and changed in the terms of the editor. Undo takes back what this
 * page typed and nothing else, however many panels show the file.
 */
export class LiveText {
  readonly doc = new Y.Doc();
  readonly shared = this.doc.getText('text');
  readonly #undoing = new Y.UndoManager(this.shared, { trackedOrigins: new Set([this]), captureTimeout: undoPause });
  readonly #places = new UndoPlaces(this.shared, this.#undoing);
  #text = Text.empty;
  /** The changes that are being written into the shared text: the editor has them already. */
  #writing: ChangeSet | undefined;
  /** The place of the last edit: an edit elsewhere is undone for itself. */
  #edited: { readonly from: number; readonly to: number } | undefined;

  /** @param changed is told of every change, after it happened */
  constructor(changed: (change: TextChange) => void) {
    this.shared.observe(({ delta }, { origin }) => {
      const changes = this.#writing ?? changesOfDelta(delta, this.#text.length);
      this.#text = changes.apply(this.#text);
      if (origin !== this) this.#edited = origin === this.#undoing ? undefined : this.#follow(changes);
      changed({ changes, own: origin === this || origin === this.#undoing });
    });
  }

  get text(): Text {
    return this.#text;
  }

  /** @param place where the person was before; undoing the edit leads back there */
  edit(changes: ChangeSet, place?: Place): void {
    if (changes.empty) return;
    this.#separateUndo(changes);
    this.#writing = changes;
    this.#places.during(place, () => this.doc.transact(() => this.#write(changes), this));
    this.#writing = undefined;
  }

  /** A change that views do not have yet, and that is one step of undo, whatever was and is typed around it. */
  editAlone(changes: ChangeSet): void {
    this.#undoing.stopCapturing();
    this.doc.transact(() => this.#write(changes), this);
    this.#undoing.stopCapturing();
    this.#edited = undefined;
  }

  /** @returns where the person was then, or undefined when there is nothing to take back */
  undo(from: Place): Place | undefined {
    return this.#places.travel('undo', from);
  }

  redo(from: Place): Place | undefined {
    return this.#places.travel('redo', from);
  }

  /** What was done so far is not undone any more. */
  forgetUndo(): void {
    this.#undoing.clear();
  }

  destroy(): void {
    this.#undoing.destroy();
    this.doc.destroy();
  }

  /** Where the last edit is after somebody else's change. */
  #follow(changes: ChangeSet): { from: number; to: number } | undefined {
    if (!this.#edited) return undefined;
    const { from, to } = this.#edited;
    return { from: changes.mapPos(from), to: changes.mapPos(to) };
  }

  #write(changes: ChangeSet): void {
    let moved = 0;
    for (const { from, to, insert } of hunksOf(changes)) {
      if (to > from) this.shared.delete(from + moved, to - from);
      if (insert.length > 0) this.shared.insert(from + moved, insert.toString());
      moved += insert.length - (to - from);
    }
  }

  #separateUndo(changes: ChangeSet): void {
    const before = { from: Infinity, to: 0 };
    const after = { from: Infinity, to: 0 };
    changes.iterChangedRanges((fromA, toA, fromB, toB) => {
      before.from = Math.min(before.from, fromA);
      before.to = Math.max(before.to, toA);
      after.from = Math.min(after.from, fromB);
      after.to = Math.max(after.to, toB);
    });
    const meets = (at: number | undefined) => at !== undefined && before.from <= at && at <= before.to;
    if (!meets(this.#edited?.from) && !meets(this.#edited?.to)) this.#undoing.stopCapturing();
    this.#edited = after;
  }
}
