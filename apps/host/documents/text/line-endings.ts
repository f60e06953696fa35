import type { ChangeSet, Text } from '@codemirror/state';

const endingTexts = ['\n', '\r\n', '\r'] as const;
type Ending = (typeof endingTexts)[number];

/**
 * How the lines of a file end. `each`: the index in `endingTexts` of every line feed of the text, for files that mix them;
 * what was not edited is written back as it was.
 */
export type LineEndings = { readonly kind: Ending } | { readonly kind: 'mixed'; readonly each: Uint8Array };

/** Takes the line endings out of a text: what remains has line feeds only. */
export function takeEndings(content: string): { text: string; endings: LineEndings } {
  if (!content.includes('\r')) return { text: content, endings: { kind: '\n' } };
  const found = content.match(/\r\n|\r|\n/g) ?? [];
  const each = Uint8Array.from(found, (ending) => endingTexts.indexOf(ending as Ending));
  return { text: content.replace(/\r\n?/g, '\n'), endings: endingsOf(each) };
}

/** Puts them back. Line feeds that the endings do not know of count as the last one. */
export function putEndings(text: string, endings: LineEndings): string {
  if (endings.kind === '\n') return text;
  if (endings.kind !== 'mixed') return text.replaceAll('\n', endings.kind);
  let content = '';
  let before: Ending | undefined;
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  for (const [index, line] of lines.entries()) {
    const ending = endingTexts[endings.each[index] ?? 0] ?? '\n';
    // An empty line between a carriage return and a line feed would make one line break of the two.
    before = ending === '\n' && line === '' && before === '\r' ? '\r' : ending;
    content += line + before;
  }
  return content + last;
}

/** The endings after a change of the text: new lines end like the line before them. */
export function mapEndings(endings: LineEndings, before: Text, changes: ChangeSet): LineEndings {
  if (endings.kind !== 'mixed' || changes.empty) return endings;
  const each: number[] = [];
  let done = 0;
  const copy = (upTo: number): void => {
    for (; done < upTo; done += 1) each.push(endings.each[done] ?? 0);
  };
  changes.iterChanges((...[from, to, , , inserted]) => {
    // The number of a line is one more than the line feeds before it.
    copy(before.lineAt(from).number - 1);
    const neighbour = each.at(-1) ?? endings.each[done] ?? 0;
    for (let line = 1; line < inserted.lines; line += 1) each.push(neighbour);
    done = before.lineAt(to).number - 1;
  });
  copy(endings.each.length);
  return endingsOf(Uint8Array.from(each));
}

function endingsOf(each: Uint8Array): LineEndings {
  const first = each[0] ?? 0;
  return each.every((ending) => ending === first) ? { kind: endingTexts[first] ?? '\n' } : { kind: 'mixed', each };
}
