import type { CompletionItem } from '../contract/languages.ts';
import { type Range, type TextEdit, toOffset, toPosition } from './positions.ts';
import type { OpenFile } from './open-file.ts';

type Markup = string | { readonly value: string; readonly language?: string; readonly kind?: string };

/** An item of a completion list of the protocol, as far as it is shown. */
export interface ServerItem {
  readonly label: string;
  readonly kind?: number;
  readonly detail?: string;
  readonly labelDetails?: { readonly detail?: string; readonly description?: string };
  readonly sortText?: string;
  readonly filterText?: string;
  readonly insertText?: string;
  readonly insertTextFormat?: number;
  readonly textEdit?: { readonly newText: string; readonly range?: Range; readonly insert?: Range };
  readonly documentation?: Markup;
  readonly additionalTextEdits?: readonly TextEdit[];
}

/** The numbers of CompletionItemKind in words. */
const kinds =
  'text text method function constructor field variable class interface module property unit value enum keyword snippet color file reference folder constant constant struct event operator type'.split(
    ' ',
  );

/** Some servers answer with templates although nobody said that they are understood. */
const snippetFormat = 2;

/** A template of the protocol without its stops: `${1:name}` is `name`, of `${1|one,two|}` the first, `$0` is nothing. */
export const plainText = (snippet: string): string =>
  snippet
    .replace(/(?<!\\)\$(?:\d+|\{\d+\})/g, '')
    .replace(/(?<!\\)\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/(?<!\\)\$\{\d+:((?:[^{}\\]|\\.)*)\}/g, '$1')
    .replace(/\\([$}\\])/g, '$1');

/** The end of the word before the cursor, as editors see words. */
const word = /[\p{L}\p{N}_$]*$/u;

/** How many units before the place an item replaces, when it does not say so. */
export function wordBefore(file: OpenFile, offset: number): number {
  const { from, text } = file.text.lineAt(offset);
  return word.exec(text.slice(0, offset - from))?.[0].length ?? 0;
}

/** Items as pages show them. `back` is of most of them; the others say their own. */
export function toItems(
  file: OpenFile,
  offset: number,
  items: readonly ServerItem[],
): { items: CompletionItem[]; back: number } {
  const usual = mostCommon(items.map((item) => replacedBefore(file, offset, item))) ?? wordBefore(file, offset);
  const made = items.map((item) => toItem(file, offset, item, usual));
  return { items: made, back: usual };
}

/** Words of other languages than editors think have a dash in them, such as those of CSS: servers know better. */
function mostCommon(numbers: readonly (number | undefined)[]): number | undefined {
  const counts = new Map<number | undefined, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}

function toItem(file: OpenFile, offset: number, item: ServerItem, usual: number): CompletionItem {
  const { label, kind = 1, filterText = label, sortText = label } = item;
  const back = replacedBefore(file, offset, item) ?? wordBefore(file, offset);
  const insert = item.textEdit?.newText ?? item.insertText ?? label;
  const detail = item.labelDetails?.description ?? item.detail;
  return {
    label,
    kind: kinds[kind] ?? 'text',
    insert: item.insertTextFormat === snippetFormat ? plainText(insert) : insert,
    sort: sortText,
    ...(detail !== undefined && { detail }),
    ...(filterText !== label && { filter: filterText }),
    ...(back !== usual && { back }),
  };
}

/** How many units before the place the item says that it replaces. */
function replacedBefore(file: OpenFile, offset: number, { textEdit }: ServerItem): number | undefined {
  const range = textEdit?.range ?? textEdit?.insert;
  return range && Math.max(0, offset - toOffset(file.text, range.start));
}

/** Text of any of the forms in which servers write documentation, as Markdown. */
export function toMarkdown(contents: Markup | readonly Markup[] | null | undefined): string {
  if (contents === null || contents === undefined) return '';
  if (typeof contents === 'string') return contents;
  if (Array.isArray(contents)) return contents.map((part: Markup) => toMarkdown(part)).join('\n\n');
  const { value, language } = contents as Exclude<Markup, string>;
  return language === undefined ? value : `\`\`\`${language}\n${value}\n\`\`\``;
}

export interface SignatureHelp {
  readonly signatures: readonly {
    readonly label: string;
    readonly documentation?: Markup;
    readonly parameters?: readonly { readonly label: string | readonly [number, number] }[];
    readonly activeParameter?: number;
  }[];
  readonly activeSignature?: number;
  readonly activeParameter?: number;
}

/** The signature in use and which part of it is being typed. */
export function toSignature(
  help: SignatureHelp | null,
): { label: string; markdown: string; from: number; to: number; more: number } | null {
  const signature = help?.signatures[help.activeSignature ?? 0];
  if (help === null || signature === undefined) return null;
  const active = signature.activeParameter ?? help.activeParameter ?? 0;
  const part = signature.parameters?.[active]?.label;
  const [from, to] = typeof part === 'string' ? placeIn(signature.label, part) : (part ?? [0, 0]);
  return {
    label: signature.label,
    markdown: toMarkdown(signature.documentation),
    from,
    to,
    more: help.signatures.length - 1,
  };
}

function placeIn(label: string, part: string): [number, number] {
  const from = label.indexOf(part, label.indexOf('('));
  return from < 0 ? [0, 0] : [from, from + part.length];
}

export const rangeAt = (file: OpenFile, from: number, to: number): Range => ({
  start: toPosition(file.text, from),
  end: toPosition(file.text, to),
});
