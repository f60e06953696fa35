import { ChangeSet, Text } from '@codemirror/state';
import type { YTextEvent } from 'yjs';
import type { Hunk } from '../contract/documents.ts';

/** Stands in a change for something that is no text, which only a foreign client can insert. */
const embedded = '\uFFFC';

/** Lines as they are: unlike CodeMirror's own reading, a carriage return stays a character. */
export const toText = (text: string): Text => Text.of(text.split('\n'));

/** Hunks of a text of this length as a change. */
export function toChanges(hunks: readonly Hunk[], length: number): ChangeSet {
  return ChangeSet.of(
    hunks.map(({ from, to, insert }) => ({ from, to, insert: toText(insert) })),
    length,
  );
}

/** The parts of a change, apart from each other, in the positions of the text before it. */
export function toHunks(changes: ChangeSet): Hunk[] {
  const hunks: Hunk[] = [];
  changes.iterChanges((...[from, to, , , inserted]) => hunks.push({ from, to, insert: inserted.toString() }), true);
  return hunks;
}

export type Delta = YTextEvent['changes']['delta'];

/** What a transaction of Yjs did to the text, which had this length before. */
export function fromDelta(delta: Delta, length: number): ChangeSet {
  const hunks: { from: number; to: number; insert: string }[] = [];
  let position = 0;
  for (const part of delta) {
    if (part.retain !== undefined) position += part.retain;
    else if (part.delete !== undefined) {
      hunks.push({ from: position, to: position + part.delete, insert: '' });
      position += part.delete;
    } else hunks.push({ from: position, to: position, insert: insertedText(part.insert) });
  }
  return toChanges(hunks, length);
}

const insertedText = (insert: unknown): string => (typeof insert === 'string' ? insert : embedded);

/** Of what a part of a delta inserts; something that is no text counts as one. */
export function lengthOf(insert: unknown): number {
  if (insert === undefined) return 0;
  return typeof insert === 'string' ? insert.length : 1;
}
