import type { ChangeSet } from '@codemirror/state';
import * as Y from 'yjs';
import { toHunks, toText } from './changes.ts';
import type { DiskRecord } from './disk-record.ts';
import { textName } from './document.ts';
import { Edits } from './edits.ts';
import type { LogRecord, Written } from './log-records.ts';
import type { Differ } from './text/differ.ts';

/** Records that are worth the whole log of a document. */
export function compactRecords(doc: Y.Doc, edits: Edits, { hash, fingerprint }: DiskRecord): LogRecord[] {
  const written: Written = {
    hash: hash ?? '',
    inode: fingerprint?.inode ?? '',
    birth: fingerprint?.birth ?? '',
    ...(!edits.ours.empty && { text: edits.base.toString() }),
  };
  return [
    { kind: 'state', update: Y.encodeStateAsUpdate(doc) },
    { kind: 'done', written },
  ];
}

export interface Recovered {
  readonly doc: Y.Doc;
  /** The text that the file and the document last had in common, and what the document has beyond it. */
  readonly edits: Edits;
  /** The content that `edits.base` is the text of. */
  readonly hash: string;
}

interface Mark {
  readonly written: Written;
  readonly text: string;
}

/**
 * A document from its log. A kill may have come between the announcement of a write and the write, so the base is what
 * the disk really has when that was ever announced. When it has something else, somebody wrote while no host ran: then the
 * base is the last text that was certainly written, or the announced one when the disk is nearer to that.
 */
export async function recover(
  records: readonly LogRecord[],
  disk: { hash: string; text: string } | undefined,
  differ: Differ,
): Promise<Recovered> {
  const doc = new Y.Doc();
  const found = replay(doc, records, disk?.hash);
  const present = doc.getText(textName).toJSON();
  const candidates = [found.match ?? found.done, found.match ?? found.intent].filter((mark) => mark !== undefined);
  const tornInPlace = found.match === undefined && found.intent?.written.inPlace === true && disk !== undefined;
  if (tornInPlace)
    return finish(doc, { written: { hash: disk.hash, inode: '', birth: '' }, text: disk.text }, present, differ);
  const base = await nearest(candidates, disk?.text, differ);
  return finish(doc, base ?? { written: { hash: '', inode: '', birth: '' }, text: '' }, present, differ);
}

interface Marks {
  match?: Mark;
  done?: Mark;
  /** An announced write of which it is not known that it came to be. */
  intent?: Mark;
}

function replay(doc: Y.Doc, records: readonly LogRecord[], hash: string | undefined): Marks {
  const text = doc.getText(textName);
  let marks: Marks = {};
  for (const record of records) {
    if ('update' in record) {
      Y.applyUpdate(doc, record.update);
      continue;
    }
    const { written } = record;
    // What came between the announcement and the end of a write is in the log before the end, and not in the file.
    const announced = record.kind === 'done' && marks.intent?.written.hash === written.hash ? marks.intent : undefined;
    const mark = { written, text: written.text ?? announced?.text ?? text.toJSON() };
    if (record.kind === 'done') {
      // What the file had before was overwritten for certain: whoever brought it back meant it.
      marks = { done: mark };
    } else marks.intent = mark;
    if (written.hash === hash) marks.match = mark;
  }
  return marks;
}

async function nearest(marks: readonly Mark[], text: string | undefined, differ: Differ): Promise<Mark | undefined> {
  const [first, second] = marks;
  if (second === undefined || first === second || text === undefined || first === undefined) return first;
  const [one, other] = await Promise.all([differ.diff(first.text, text), differ.diff(second.text, text)]);
  return weight(other) < weight(one) ? second : first;
}

const weight = (changes: ChangeSet): number =>
  toHunks(changes).reduce((sum, { from, to, insert }) => sum + to - from + insert.length, 0);

async function finish(doc: Y.Doc, base: Mark, present: string, differ: Differ): Promise<Recovered> {
  const edits = new Edits(toText(base.text), await differ.diff(base.text, present));
  return { doc, edits, hash: base.written.hash };
}
