import { Lexer, Parser, type Token } from 'marked';

/** A part of a text that is drawn on its own, so that typing in one part redraws no other. */
export type Block = { readonly source: string; readonly html: string };

/**
 * The blocks of a Markdown text (CommonMark with the tables, task lists and strike-through of GitHub). HTML that is
 * opened in one block and closed in a later one makes all between them one. The HTML is not sanitised.
 */
export function readBlocks(text: string): Block[] {
  const tokens = new Lexer({ gfm: true }).lex(text);
  const blocks: Block[] = [];
  let group: Token[] = [];
  let open = 0;
  for (const token of tokens) {
    group.push(token);
    if (token.type === 'html') open = Math.max(0, open + balance(token.raw));
    if (open > 0) continue;
    blocks.push(toBlock(group));
    group = [];
  }
  if (group.length > 0) blocks.push(toBlock(group));
  return blocks.filter(({ html }) => html !== '');
}

function toBlock(tokens: Token[]): Block {
  return { source: tokens.map(({ raw }) => raw).join(''), html: Parser.parse(tokens) };
}

const holders = 'div|details|summary|p|table|tbody|thead|tr|td|th|section|article|center|ul|ol|li|blockquote|a|h[1-6]';
const opened = new RegExp(`<(?:${holders})(?:\\s[^<>]*)?>`, 'gi');
const closed = new RegExp(`</(?:${holders})\\s*>`, 'gi');

const balance = (html: string): number => (html.match(opened)?.length ?? 0) - (html.match(closed)?.length ?? 0);

/** What of `before` can stay: how many blocks at the beginning and at the end are the same. */
export function commonEnds(before: readonly Block[], after: readonly Block[]): { start: number; end: number } {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start]?.html === after[start]?.html) start += 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end)?.html === after.at(-1 - end)?.html) end += 1;
  return { start, end };
}

/** The word by which a heading is linked to, as GitHub makes it. */
export function slugOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}
