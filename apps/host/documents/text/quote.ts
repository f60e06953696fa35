import { contextLineLimit, contextLines, quoteLimit, type Quotation } from '../../contract/quotations.ts';

/** The words of a quotation and what stands around them. */
export type Words = Pick<Quotation, 'quote' | 'before' | 'after' | 'lines'>;

/** Takes what there is to remember of a part of a text. Offsets are UTF-16 units; lines end with `\n`. */
export function quoteText(text: string, from: number, to: number): Words {
  const end = Math.min(to, from + quoteLimit);
  const first = text.lastIndexOf('\n', from - 1) + 1;
  const last = lineEnd(text, end);
  const line = countBreaks(text, 0, from) + 1;
  return {
    quote: text.slice(from, end),
    before:
      first === 0
        ? []
        : shorten(
            text
              .slice(0, first - 1)
              .split('\n')
              .slice(-contextLines),
          ),
    after: last === text.length ? [] : shorten(text.slice(last + 1).split('\n', contextLines)),
    lines: [line, line + countBreaks(text, from, end)],
  };
}

const shorten = (lines: string[]): string[] => lines.map((line) => line.slice(0, contextLineLimit));

function lineEnd(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found < 0 ? text.length : found;
}

export function countBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
