import { createHash } from 'node:crypto';
import type * as Y from 'yjs';
import type { Placed, Quotation } from '../contract/quotations.ts';
import type { Documents } from '../documents/documents.ts';
import { fromAnchor, toAnchor } from '../documents/text/anchors.ts';
import { lineDiff } from '../documents/text/line-diff.ts';
import { countBreaks } from '../documents/text/quote.ts';
import { searchQuote } from '../documents/text/search-quote.ts';
import { toHostError } from '../failure.ts';
import { readText } from '../git/conflicts.ts';

interface Asked {
  readonly key: string;
  readonly quotation: Quotation;
}

/** The text of a file as everybody has it now. */
interface Live {
  readonly id: string;
  readonly epoch: number;
  readonly path: string;
  readonly text: Y.Text;
}

/** Says where quoted words are now. Files are looked at once each, and opened as documents when they were not. */
export async function findQuotations(root: string, documents: Documents, asked: readonly Asked[]): Promise<Placed[]> {
  const files = Map.groupBy(asked, ({ quotation }) => quotation.document);
  const placed: Placed[] = [];
  for (const all of files.values()) {
    const [first] = all;
    const live = first && (await openQuoted(documents, first.quotation));
    const texts = new BaseTexts(root);
    for (const one of all) placed.push(live ? await place(live, texts, one) : missing(one.key));
  }
  return placed;
}

const missing = (key: string): Placed => ({ key, placement: 'gone', path: null, lines: null, at: null });

/** The file where it is now: documents keep their identity when they are moved. */
async function openQuoted(documents: Documents, { document, path }: Quotation): Promise<Live | undefined> {
  for (const candidate of new Set([documents.pathOf(document) ?? path, path])) {
    try {
      const opened = await documents.open(candidate);
      const text = opened.kind === 'text' && !opened.deleted ? documents.textOf(opened.id) : undefined;
      if (opened.kind === 'text' && text) return { id: opened.id, epoch: opened.epoch, path: opened.path, text };
    } catch (error) {
      // Not there, or nothing that can be read: the next name it had.
      if (toHostError(error).code === 'internal') throw error;
    }
  }
  return undefined;
}

async function place(live: Live, texts: BaseTexts, { key, quotation }: Asked): Promise<Placed> {
  const content = live.text.toJSON();
  const followed = follow(live, content, quotation);
  if (followed) return { key, placement: 'followed', ...describe(live, content, followed) };
  const found = searchQuote(content, quotation, await texts.expectedLine(quotation, content));
  if (found === undefined) return { ...missing(key), path: live.path };
  return { key, placement: found.sure ? 'found' : 'moved', ...describe(live, content, found) };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where the quoted characters are by the history of the document; undefined when it is another one or none of them is left. */
function follow(live: Live, content: string, quotation: Quotation): Range | undefined {
  if (live.id !== quotation.document || live.epoch !== quotation.epoch) return undefined;
  const from = fromAnchor(live.text, quotation.start);
  const to = fromAnchor(live.text, quotation.end);
  if (from === undefined || to === undefined || from >= to) return undefined;
  return content.slice(from, to).trim() === '' && quotation.quote.trim() !== '' ? undefined : { from, to };
}

function describe(live: Live, content: string, { from, to }: Range): Pick<Placed, 'path' | 'lines' | 'at'> {
  const first = countBreaks(content, 0, from) + 1;
  return {
    path: live.path,
    lines: [first, first + countBreaks(content, from, to)],
    at: { document: live.id, epoch: live.epoch, start: toAnchor(live.text, from, 0), end: toAnchor(live.text, to, -1) },
  };
}

/** Texts of commits, which tell how lines moved since something was quoted. */
class BaseTexts {
  readonly #root: string;
  readonly #texts = new Map<string, Promise<string | undefined>>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Where the quoted line is by the difference to the commit; where it was, when the file was not as committed then. */
  async expectedLine({ commit, path, hash, lines: [line] }: Quotation, content: string): Promise<number> {
    if (commit === null) return line;
    const name = `${commit}:${path}`;
    const reading = this.#texts.get(name) ?? this.#read(name);
    this.#texts.set(name, reading);
    const base = await reading;
    if (base === undefined || hashOf(base) !== hash) return line;
    const at = lineDiff(base, content).mapPos(startOfLine(base, line));
    return countBreaks(content, 0, at) + 1;
  }

  async #read(name: string): Promise<string | undefined> {
    const text = await readText(this.#root, name).catch(() => null);
    return text?.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  }
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function startOfLine(text: string, line: number): number {
  let at = 0;
  for (let number = 1; number < line; number += 1) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  return at;
}
