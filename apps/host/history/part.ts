import { ChangeSet, type Text } from '@codemirror/state';
import type { HistoryAuthor } from '../contract/history.ts';
import { toText } from '../documents/changes.ts';

/** One recorded edit. */
export interface Edit {
  readonly at: number;
  readonly author: HistoryAuthor;
  readonly changes: ChangeSet;
}

/** The first line of a part: the whole text at its first point. */
export interface PartHead {
  readonly path: string;
  /** The document that the file was when it was open last. */
  readonly document: string | null;
  readonly first: number;
  readonly at: number;
  readonly text: string;
}

type EditLine = readonly [at: number, author: number, changes: readonly unknown[]];

/** A stretch of a file's history as it is in its log: lines of JSON, the head first, each author before its first edit. */
export interface Part {
  readonly head: PartHead;
  readonly authors: readonly HistoryAuthor[];
  readonly edits: readonly EditLine[];
  /** Bytes that were understood; what follows was cut off by the end of the host. */
  readonly length: number;
}

export const headLine = (head: PartHead): string => `${JSON.stringify(head)}\n`;

/** The lines of an edit. `known` are the authors that the part has already; a new one is added to it. */
export function editLines(edit: Edit, known: HistoryAuthor[]): string {
  let author = known.findIndex((one) => sameAuthor(one, edit.author));
  let lines = '';
  if (author < 0) {
    author = known.push(edit.author) - 1;
    lines = `${JSON.stringify({ author: edit.author })}\n`;
  }
  return `${lines}${JSON.stringify([edit.at, author, edit.changes.toJSON()])}\n`;
}

export const sameAuthor = (one: HistoryAuthor, other: HistoryAuthor): boolean =>
  one.kind === other.kind && one.id === other.id && one.name === other.name;

/** Reads a part. The last line of a host that was killed may be there by half: it is left out. Undefined without a head. */
export function parsePart(bytes: Buffer): Part | undefined {
  const authors: HistoryAuthor[] = [];
  const edits: EditLine[] = [];
  let head: PartHead | undefined;
  let length = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, length)) {
    const line = parseLine(bytes.toString('utf8', length, end));
    if (line === undefined) break;
    if (head === undefined) head = line as PartHead;
    else if (Array.isArray(line)) edits.push(line as unknown as EditLine);
    else authors.push((line as { author: HistoryAuthor }).author);
    length = end + 1;
  }
  return head && { head, authors, edits, length };
}

function parseLine(line: string): object | undefined {
  try {
    return JSON.parse(line) as object;
  } catch {
    return undefined;
  }
}

/** The text of a part at a point, which must not be before its first one; beyond its last one it is that of the last. */
export function textAt(part: Part, point: number): Text {
  let text = toText(part.head.text);
  for (const [, , changes] of part.edits.slice(0, point - part.head.first)) {
    text = ChangeSet.fromJSON(changes).apply(text);
  }
  return text;
}
