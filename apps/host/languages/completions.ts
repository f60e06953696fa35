import type { ParsedInput, RouteAnswer } from '../contract/index.ts';
import { textName } from '../documents/document.ts';
import { HostError } from '../failure.ts';
import { toAnchor } from '../documents/text/anchors.ts';
import { type ServerItem, toItems, toMarkdown } from './answers.ts';
import type { Languages, Subject } from './languages.ts';
import { type TextEdit, toOffset } from './positions.ts';

interface Kept extends Subject {
  readonly items: readonly ServerItem[];
  readonly version: number;
}

/** So many answers can still be asked about: each page has one open. */
const kept = 20;
/** As many as somebody looks through. A server offers thousands of names for one letter: 87 KiB for the first key of a page. */
const mostItems = 200;

/** Lists of what could be written, and what their items mean. */
export class Completions {
  readonly #languages: Languages;
  readonly #lists = new Map<number, Kept>();
  #last = 0;

  constructor(languages: Languages) {
    this.#languages = languages;
  }

  async list(
    input: ParsedInput<'languages.complete'>,
    signal: AbortSignal,
  ): Promise<RouteAnswer<'languages.complete'>> {
    const { trigger } = input;
    const context = trigger === undefined ? { triggerKind: 1 } : { triggerKind: 2, triggerCharacter: trigger };
    const asked = await this.#languages.ask(input, 'textDocument/completion', signal, { context });
    const { server, file, offset, version } = asked;
    const answer = asked.answer as { items: ServerItem[]; isIncomplete?: boolean } | ServerItem[] | null;
    const all = Array.isArray(answer) ? answer : (answer?.items ?? []);
    const word = wordBefore(file.document.content, offset);
    const fitting = all.filter((item) => fits(item.filterText ?? item.label, word));
    const items = fitting.toSorted(bySortText).slice(0, mostItems);
    this.#last += 1;
    this.#lists.set(this.#last, { server, file, items, version });
    const [oldest] = this.#lists.keys();
    if (this.#lists.size > kept && oldest !== undefined) this.#lists.delete(oldest);
    const incomplete = fitting.length > mostItems || (!Array.isArray(answer) && answer?.isIncomplete === true);
    return { list: this.#last, ...toItems(file, offset, items), incomplete };
  }

  async resolve(
    { list, item }: ParsedInput<'languages.completion'>,
    signal: AbortSignal,
  ): Promise<RouteAnswer<'languages.completion'>> {
    const from = this.#lists.get(list);
    const chosen = from?.items[item];
    if (from === undefined || chosen === undefined) throw new HostError('language_outdated');
    const { server, file } = from;
    const resolves = server.process?.abilities.completionProvider?.resolveProvider === true;
    const full = resolves ? ((await server.request('completionItem/resolve', chosen, signal)) as ServerItem) : chosen;
    return {
      detail: full.detail ?? '',
      markdown: toMarkdown(full.documentation),
      edits: toEdits({ file, version: from.version }, full.additionalTextEdits ?? []),
    };
  }
}

const wordBefore = (text: string, offset: number): string =>
  /[\w$]*$/.exec(text.slice(Math.max(0, offset - 100), offset))?.[0] ?? '';

/** Whether the letters of the word stand in the name, in their order, as the page's own filter asks. */
function fits(name: string, word: string): boolean {
  const letters = name.toLowerCase();
  let at = 0;
  for (const letter of word.toLowerCase()) {
    at = letters.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

const bySortText = (a: ServerItem, b: ServerItem): number => {
  const [one, other] = [a.sortText ?? a.label, b.sortText ?? b.label];
  return one < other ? -1 : Number(one > other);
};

/** Edits of an earlier version, as places in the shared text. */
function toEdits({ file, version }: Pick<Kept, 'file' | 'version'>, edits: readonly TextEdit[]) {
  const past = file.at(version);
  if (past === undefined) return [];
  const text = file.document.doc.getText(textName);
  return edits.map(({ range, newText }) => ({
    from: toAnchor(text, past.since.mapPos(toOffset(past.text, range.start), -1), 0),
    to: toAnchor(text, past.since.mapPos(toOffset(past.text, range.end), 1), 0),
    insert: newText,
  }));
}
