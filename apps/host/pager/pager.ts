import type { FileHandle } from 'node:fs/promises';
import type { PagerRow } from '../contract/pager.ts';
import type { ParsedInput, RouteAnswer } from '../contract/index.ts';
import { openFile } from '../files/paths.ts';
import { type Mark, RowIndex } from './row-index.ts';
import { endsLine, rowEnd, rowText } from './rows.ts';

type Input = ParsedInput<'pager.rows'>;
type Target = { readonly row: number } | { readonly line: number } | { readonly offset: number };

/** Files whose rows are counted at the same time or remembered. */
const remembered = 4;
/** An answer waits this long for the count to come to what was asked for, in milliseconds. */
const patience = 1000;
const pieceSize = 512 * 1024;

/** Rows of files of any size, by an index that is made once for each file and kept while it does not change. */
export class Pager {
  readonly #root: string;
  readonly #indexes = new Map<string, RowIndex>();

  constructor(root: string) {
    this.#root = root;
  }

  async rows(input: Input): Promise<RouteAnswer<'pager.rows'>> {
    const handle = await openFile(this.#root, input.path);
    try {
      const { size, mtimeMs, ino } = await handle.stat();
      const index = this.#indexOf(input.path, size, `${ino}-${size}-${mtimeMs}`);
      const target = targetOf(input);
      await waitUntil(() => index.complete || index.failed || reached(index, target, input.count));
      const { from, entries } = await readRows(handle, index, target, input.count);
      const { version, rows, lines, counted, complete } = index;
      return { size, version, rows, lines, counted, complete, from, entries };
    } finally {
      await handle.close();
    }
  }

  #indexOf(path: string, size: number, version: string): RowIndex {
    const known = this.#indexes.get(path);
    this.#indexes.delete(path);
    const index = known?.version === version && !known.failed ? known : this.#build(path, size, version);
    this.#indexes.set(path, index);
    for (const oldest of [...this.#indexes.keys()].slice(0, -remembered)) this.#indexes.delete(oldest);
    return index;
  }

  #build(path: string, size: number, version: string): RowIndex {
    const index = new RowIndex(size, version);
    const stopped = (): boolean => this.#indexes.get(path) !== index;
    const work = async (): Promise<void> => {
      const handle = await openFile(this.#root, path);
      try {
        await index.build(handle, stopped);
      } finally {
        await handle.close();
      }
    };
    void work().catch(() => (index.failed = true));
    return index;
  }
}

function targetOf({ row, line, offset }: Input): Target {
  if (line !== undefined) return { line };
  return offset === undefined ? { row: row ?? 0 } : { offset };
}

function reached(index: RowIndex, target: Target, count: number): boolean {
  if ('row' in target) return index.rows >= target.row + count;
  return 'line' in target ? index.lines > target.line + count : index.counted > target.offset;
}

/** Counting reports nothing by itself: it would cost more than these few looks. */
async function waitUntil(holds: () => boolean): Promise<void> {
  const end = performance.now() + patience;
  while (!holds() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
}

interface Cursor {
  row: number;
  line: number;
  continued: boolean;
}

/** Reads from the nearest mark on, passes over what lies before the target, and takes up to `count` rows. */
async function readRows(
  handle: FileHandle,
  index: RowIndex,
  target: Target,
  count: number,
): Promise<{ from: number; entries: PagerRow[] }> {
  const mark: Mark = index.markOf(target);
  const cursor: Cursor = { row: mark.row, line: mark.line, continued: mark.continued };
  const entries: PagerRow[] = [];
  let from = mark.row;
  let offset = mark.offset;
  while (entries.length < count && offset < index.counted) {
    const bytes = await readPiece(handle, offset, Math.min(pieceSize, index.size - offset));
    const last = offset + bytes.length >= index.size;
    let start = 0;
    for (let end = rowEnd(bytes, 0, last); end !== undefined; end = rowEnd(bytes, start, last)) {
      if (entries.length === count || offset + start >= index.counted) break;
      if (entries.length > 0 || isAt(target, cursor, offset + end)) {
        if (entries.length === 0) from = cursor.row;
        const line = cursor.continued ? null : cursor.line;
        entries.push({ line, start: offset + start, text: rowText(bytes, start, end) });
      }
      advance(cursor, endsLine(bytes, end));
      start = end;
    }
    if (start === 0) break;
    offset += start;
  }
  return { from, entries };
}

function isAt(target: Target, cursor: Cursor, end: number): boolean {
  if ('row' in target) return cursor.row >= target.row;
  return 'line' in target ? cursor.line >= target.line && !cursor.continued : end > target.offset;
}

function advance(cursor: Cursor, lineEnded: boolean): void {
  cursor.row += 1;
  if (lineEnded) cursor.line += 1;
  cursor.continued = !lineEnded;
}

async function readPiece(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}
