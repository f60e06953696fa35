import { type Problem, problemSeverities } from '../contract/languages.ts';
import { textName } from '../documents/document.ts';
import { toAnchor } from '../documents/text/anchors.ts';
import type { OpenFile } from './open-file.ts';
import { type Range, toOffset, toPosition } from './positions.ts';

/** A diagnostic of the protocol, as far as it is shown. */
export interface Diagnostic {
  readonly range: Range;
  readonly severity?: number;
  readonly message: string;
  readonly code?: number | string;
  readonly source?: string;
  readonly tags?: readonly number[];
}

/** At most so many of one file: a file of another language is not one problem in each word. */
const limit = 500;
const unnecessaryTag = 1;

/** What a server found in a version of the text, for the pages; undefined when that version is too long ago. */
export function toProblems(file: OpenFile, found: readonly Diagnostic[], version: number): Problem[] | undefined {
  const past = file.at(version);
  if (past === undefined) return undefined;
  const { text: before, since } = past;
  const text = file.document.doc.getText(textName);
  const now = file.text;
  return found.slice(0, limit).map(({ range, severity = 1, message, code, source, tags = [] }) => {
    const from = since.mapPos(toOffset(before, range.start), 1);
    const to = Math.max(from, since.mapPos(toOffset(before, range.end), -1));
    const { line, character } = toPosition(now, from);
    return {
      from: toAnchor(text, from, 0),
      to: toAnchor(text, to, -1),
      severity: problemSeverities[severity - 1] ?? 'info',
      message,
      ...(code !== undefined && { code: String(code) }),
      ...(source !== undefined && { source }),
      unnecessary: tags.includes(unnecessaryTag),
      line: line + 1,
      column: character + 1,
    };
  });
}
