import type { Range, Text } from '@codemirror/state';
import { Decoration } from '@codemirror/view';

const numbersOfOne = 4;

/** The roles of the theme. What a grammar knows as well, such as a variable, stays as it is. */
const roles: Readonly<Record<string, string>> = {
  namespace: 'type',
  type: 'type',
  class: 'type',
  enum: 'type',
  interface: 'type',
  struct: 'type',
  typeParameter: 'type',
  parameter: 'parameter',
  selfParameter: 'keyword',
  clsParameter: 'keyword',
  enumMember: 'constant',
  function: 'function',
  method: 'function',
  macro: 'function',
  decorator: 'attribute',
};

const marks = new Map<string, Decoration>();

function markOf(role: string): Decoration {
  const known = marks.get(role) ?? Decoration.mark({ class: `cm-token-${role}` });
  marks.set(role, known);
  return known;
}

/** @param data lines since the token before, units since it or the start of the line, length and type of each */
export function tokenRanges(doc: Text, types: readonly string[], data: readonly number[]): Range<Decoration>[] {
  const ranges: Range<Decoration>[] = [];
  let line = 1;
  let column = 0;
  for (let at = 0; at + numbersOfOne <= data.length; at += numbersOfOne) {
    const [lines = 0, units = 0, length = 0, type = 0] = data.slice(at, at + numbersOfOne);
    line += lines;
    column = lines === 0 ? column + units : units;
    const role = roles[types[type] ?? ''];
    if (role === undefined || line > doc.lines) continue;
    const from = doc.line(line).from + column;
    if (length > 0 && from + length <= doc.length) ranges.push(markOf(role).range(from, from + length));
  }
  return ranges;
}
