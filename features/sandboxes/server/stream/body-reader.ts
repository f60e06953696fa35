import { UnreadableAnswer } from './answer-head.ts';
import type { Framing } from './answer-head.ts';

/** Finds the body in the bytes after a head. */
export interface BodyReader {
  /** Hands the parts of the body in `bytes` to `take`. @returns how many bytes were used; fewer when the body ended */
  read(bytes: Buffer, take: (part: Buffer) => void): number;
  readonly ended: boolean;
}

export function bodyReader(framing: Framing): BodyReader {
  if (framing === 'chunked') return new ChunkedBody();
  return new SizedBody(framing === 'until-close' ? Infinity : framing.length);
}

class SizedBody implements BodyReader {
  #left: number;

  constructor(length: number) {
    this.#left = length;
  }

  get ended(): boolean {
    return this.#left === 0;
  }

  read(bytes: Buffer, take: (part: Buffer) => void): number {
    const used = Math.min(bytes.length, this.#left);
    this.#left -= used;
    if (used > 0) take(used === bytes.length ? bytes : bytes.subarray(0, used));
    return used;
  }
}

/** Sizes with extensions, and trailer fields; both are dropped. More than this is nobody's honest answer. */
const LINE_LIMIT = 4_096;
const SIZE = /^([0-9a-f]{1,12})[\t ]*(?:;.*)?$/i;
const NEWLINE = 0x0a;

/** Chunked transfer coding (RFC 9112, 7.1): a line with a size, that many bytes, an empty line; size 0 ends it. */
class ChunkedBody implements BodyReader {
  #state: 'size' | 'data' | 'data-end' | 'trailer' | 'ended' = 'size';
  #line = '';
  #left = 0;
  #trailers = 0;

  get ended(): boolean {
    return this.#state === 'ended';
  }

  read(bytes: Buffer, take: (part: Buffer) => void): number {
    let at = 0;
    while (at < bytes.length && this.#state !== 'ended')
      at = this.#state === 'data' ? this.#readData(bytes, at, take) : this.#readLine(bytes, at);
    return at;
  }

  #readData(bytes: Buffer, at: number, take: (part: Buffer) => void): number {
    const end = Math.min(bytes.length, at + this.#left);
    this.#left -= end - at;
    if (this.#left === 0) this.#state = 'data-end';
    take(bytes.subarray(at, end));
    return end;
  }

  #readLine(bytes: Buffer, at: number): number {
    const newline = bytes.indexOf(NEWLINE, at);
    const end = newline < 0 ? bytes.length : newline + 1;
    this.#line += bytes.toString('latin1', at, end);
    if (this.#line.length > LINE_LIMIT) throw new UnreadableAnswer('A line between chunks is too long.');
    if (newline < 0) return end;
    if (!this.#line.endsWith('\r\n')) throw new UnreadableAnswer('A line between chunks does not end as it must.');
    const line = this.#line.slice(0, -2);
    this.#line = '';
    this.#takeLine(line);
    return end;
  }

  #takeLine(line: string): void {
    if (this.#state === 'size') return this.#beginChunk(line);
    if (line === '') {
      this.#state = this.#state === 'trailer' ? 'ended' : 'size';
      return;
    }
    this.#trailers += line.length;
    if (this.#state === 'data-end' || this.#trailers > LINE_LIMIT)
      throw new UnreadableAnswer('A chunk is longer than it said.');
  }

  #beginChunk(line: string): void {
    const [, size] = SIZE.exec(line) ?? [];
    if (size === undefined) throw new UnreadableAnswer('A chunk has no size.');
    this.#left = Number.parseInt(size, 16);
    this.#state = this.#left === 0 ? 'trailer' : 'data';
  }
}
