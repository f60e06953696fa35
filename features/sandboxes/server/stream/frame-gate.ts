import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';

const OPCODE_CLOSE = 0x88;
/** Control frames hold at most 125 bytes, two of them the code (RFC 6455, 5.5). */
const LONGEST_REASON = 123;

/**
 * Passes the frames of a WebSocket server on and can end them with a close frame of our own, between two frames and never
 * within one. It looks at the lengths of frames alone (RFC 6455, 5.2) and copies nothing.
 */
export class FrameGate extends Transform {
  /** Bytes of the present frame's payload that are still to come. */
  #left = 0;
  /** The beginning of a frame whose length is not known yet. */
  #head: number[] = [];
  #ending: Buffer | undefined;
  #finished = false;

  /** Ends with a close frame as soon as the frame under way is whole; what comes after that is dropped. */
  close(code: number, reason: string): void {
    if (this.#ending !== undefined) return;
    this.#ending = closeFrame(code, reason);
    if (this.#mayEnd) this.#finish();
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let at = 0;
    while (at < bytes.length && !this.#mayEnd) at = this.#advance(bytes, at);
    if (at > 0) this.push(at === bytes.length ? bytes : bytes.subarray(0, at));
    if (this.#mayEnd) this.#finish();
    done();
  }

  get #mayEnd(): boolean {
    return this.#ending !== undefined && this.#left === 0 && this.#head.length === 0;
  }

  /** The readable side alone ends: what writes here may go on, into nothing. */
  #finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.push(this.#ending);
    this.push(null);
  }

  #advance(bytes: Buffer, at: number): number {
    if (this.#left > 0) {
      const used = Math.min(this.#left, bytes.length - at);
      this.#left -= used;
      return at + used;
    }
    this.#head.push(bytes[at] ?? 0);
    const length = payloadLength(this.#head);
    if (length !== undefined) {
      this.#left = length;
      this.#head = [];
    }
    return at + 1;
  }
}

/** How many bytes hold the length that these two stand for. */
const EXTENDED: Partial<Record<number, number>> = { 126: 2, 127: 8 };

/** Bytes after the length: the payload, and the mask where there is one. Undefined while the length is not whole. */
function payloadLength(head: number[]): number | undefined {
  const [, second] = head;
  if (second === undefined) return undefined;
  const short = second & 0x7f;
  const extended = EXTENDED[short] ?? 0;
  if (head.length < 2 + extended) return undefined;
  const length = extended === 0 ? short : head.slice(2).reduce((sum, byte) => sum * 256 + byte, 0);
  return length + (second >= 0x80 ? 4 : 0);
}

function closeFrame(code: number, reason: string): Buffer {
  const text = Buffer.from(reason)
    .subarray(0, LONGEST_REASON)
    .toString()
    .replace(/\ufffd$/, '');
  const payload = Buffer.from([code >> 8, code & 0xff, ...Buffer.from(text)]);
  return Buffer.concat([Buffer.from([OPCODE_CLOSE, payload.length]), payload]);
}
