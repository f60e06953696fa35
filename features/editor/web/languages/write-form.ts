import { ChangeSet } from '@codemirror/state';
import type { RouteAnswer } from '@e-code/host/contract';
import { fromAnchor } from '@e-code/host/text';
import type { FileDocument } from '../documents/document.ts';
import { textOf } from '../documents/live-text.ts';

type Formatted = RouteAnswer<'languages.format'>;

/**
 * Writes what a formatter offers as one step that this person can undo. Where the text is another by now, it stays.
 * @returns in how many places it was written, and in how many not
 */
export function writeForm(document: FileDocument, { edits, overlapped }: Formatted): { written: number; kept: number } {
  const { shared } = document;
  if (!shared || document.readOnly) return { written: 0, kept: edits.length + overlapped };
  const text = shared.toJSON();
  const changes = edits.flatMap(({ from, to, was, insert }) => {
    const [start, end] = [fromAnchor(shared, from), fromAnchor(shared, to)];
    if (start === undefined || end === undefined || text.slice(start, end) !== was) return [];
    return [{ from: start, to: Math.max(start, end), insert: textOf(insert) }];
  });
  document.editAlone(ChangeSet.of(changes, text.length));
  return { written: changes.length, kept: overlapped + edits.length - changes.length };
}
