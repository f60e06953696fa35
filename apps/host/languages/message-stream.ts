import type { Writable } from 'node:stream';

const headEnd = Buffer.from('\r\n\r\n');

/** Sends a message as the protocols of language servers and debug adapters do: JSON with a Content-Length head. */
export function writeMessage(output: Writable, message: object): void {
  const body = JSON.stringify(message);
  output.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** Finds the messages in a stream of bytes. */
export class MessageReader {
  readonly #deliver: (message: unknown) => void;
  #pieces: Buffer[] = [];
  #size = 0;
  /** Bytes that are needed before it is worth to look again. */
  #needed = 0;

  constructor(deliver: (message: unknown) => void) {
    this.#deliver = deliver;
  }

  receive(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#size += piece.length;
    while (this.#size > 0 && this.#size >= this.#needed) if (!this.#take()) return;
  }

  #take(): boolean {
    const bytes = this.#pieces.length === 1 ? (this.#pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#pieces);
    this.#pieces = [bytes];
    const head = bytes.indexOf(headEnd);
    if (head < 0) return false;
    const length = Number(/content-length: *(\d+)/i.exec(bytes.toString('latin1', 0, head))?.[1] ?? 0);
    const start = head + headEnd.length;
    this.#needed = start + length;
    if (bytes.length < this.#needed) return false;
    const body = bytes.toString('utf8', start, this.#needed);
    const rest = bytes.subarray(this.#needed);
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#size = rest.length;
    this.#needed = 0;
    this.#deliver(JSON.parse(body));
    return true;
  }
}
