import type { ChangeSet, Text } from '@codemirror/state';

/** Lines and UTF-16 units from 0, as the protocol counts. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

export function toPosition(text: Text, offset: number): Position {
  const line = text.lineAt(Math.min(offset, text.length));
  return { line: line.number - 1, character: offset - line.from };
}

/** Places beyond a line or the text are its end, as the protocol wants. */
export function toOffset(text: Text, { line, character }: Position): number {
  if (line >= text.lines) return text.length;
  const { from, to } = text.line(line + 1);
  return Math.min(from + character, to);
}

/** A change as the server takes it in: one part after the other, from the end, so that earlier places stay. */
export function toContentChanges(before: Text, changes: ChangeSet): { range: Range; text: string }[] {
  const parts: { range: Range; text: string }[] = [];
  changes.iterChanges((...[from, to, , , inserted]) => {
    const range = { start: toPosition(before, from), end: toPosition(before, to) };
    parts.unshift({ range, text: inserted.toString() });
  }, true);
  return parts;
}
