import type { FileHandle } from 'node:fs/promises';
import { endsLine, rowEnd } from './rows.ts';

/** A row whose place in the file is known. */
export interface Mark {
  readonly offset: number;
  readonly row: number;
  readonly line: number;
  /** The row continues a line that began before it. */
  readonly continued: boolean;
}

/** Bytes between two marks: reading this much to find a row takes less than a millisecond. */
const markEvery = 256 * 1024;
const pieceSize = 1024 * 1024;

/**
 * Where rows are in a file, one mark for each 256 KiB: 4,096 marks for a gigabyte. `build` runs over the file once and can
 * be asked for what it has found meanwhile.
 */
export class RowIndex {
  readonly size: number;
  readonly version: string;
  rows = 0;
  lines = 0;
  counted = 0;
  complete = false;
  failed = false;
  readonly #marks: Mark[] = [];
  #continued = false;

  constructor(size: number, version: string) {
    this.size = size;
    this.version = version;
  }

  /** Reads the file to its end, or until `stopped` says that nobody asks any more. */
  async build(handle: FileHandle, stopped: () => boolean): Promise<void> {
    let rest = Buffer.alloc(0);
    while (!stopped()) {
      const piece = Buffer.allocUnsafe(pieceSize);
      const { bytesRead } = await handle.read(piece, 0, pieceSize, this.counted + rest.length);
      const last = bytesRead === 0 || this.counted + rest.length + bytesRead >= this.size;
      const bytes = Buffer.concat([rest, piece.subarray(0, bytesRead)]);
      const used = this.#take(bytes, last);
      rest = bytes.subarray(used);
      if (last) break;
    }
    this.complete = !stopped();
  }

  /** The last mark at or before a row, a line or a byte. */
  markOf(target: { readonly row: number } | { readonly line: number } | { readonly offset: number }): Mark {
    const isBehind = (mark: Mark): boolean => {
      if ('row' in target) return mark.row > target.row;
      // A mark within the line that is asked for lies behind its begin.
      if ('line' in target) return mark.line > target.line || (mark.line === target.line && mark.continued);
      return mark.offset > target.offset;
    };
    let low = 0;
    let high = this.#marks.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const mark = this.#marks[middle];
      if (mark === undefined || isBehind(mark)) high = middle - 1;
      else low = middle;
    }
    return this.#marks[low] ?? { offset: 0, row: 0, line: 1, continued: false };
  }

  #take(bytes: Buffer, last: boolean): number {
    let start = 0;
    for (;;) {
      const end = rowEnd(bytes, start, last);
      if (end === undefined) return start;
      const offset = this.counted;
      if (!this.#continued) this.lines += 1;
      if (offset >= this.#marks.length * markEvery) {
        this.#marks.push({ offset, row: this.rows, line: this.lines, continued: this.#continued });
      }
      this.rows += 1;
      this.counted += end - start;
      this.#continued = !endsLine(bytes, end);
      start = end;
    }
  }
}
