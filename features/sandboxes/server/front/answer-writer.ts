import type { OutgoingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { UnreadableAnswer } from '../stream/answer-head.ts';
import type { AnswerHead } from '../stream/answer-head.ts';

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Clients are told when we end a quiet connection, so that they do not send into it. */
const KEPT = 'connection: keep-alive\r\nkeep-alive: timeout=5\r\n';
const LAST_CHUNK = '0\r\n\r\n';

/** Writes one answer in HTTP/1.1 to a socket. The head leaves with the first part of the body, in one write. */
export class AnswerWriter {
  readonly #socket: Socket;
  readonly #chunked: boolean;
  #head: string;

  /**
   * @param headers what is sent of the answer's headers; a length among them is that of the body
   * @throws UnreadableAnswer when something in it would end the line that it stands in
   */
  constructor(socket: Socket, { status, statusText, framing }: AnswerHead, headers: OutgoingHttpHeaders) {
    this.#socket = socket;
    this.#chunked = typeof framing === 'string';
    const coding = this.#chunked ? 'transfer-encoding: chunked\r\n' : '';
    this.#head = `HTTP/1.1 ${status} ${statusText}\r\n${formatHeaders(headers)}${coding}${KEPT}\r\n`;
  }

  /** @returns false when no more should come before the socket drained */
  body(part: Buffer): boolean {
    if (this.#chunked) return this.#write(`${part.length.toString(16)}\r\n`, part, '\r\n');
    return this.#write('', part, '');
  }

  end(): void {
    const rest = this.#head + (this.#chunked ? LAST_CHUNK : '');
    this.#head = '';
    if (rest !== '') this.#socket.write(rest, 'latin1');
  }

  #write(before: string, part: Buffer, after: string): boolean {
    const head = this.#head + before;
    this.#head = '';
    if (head === '' && after === '') return this.#socket.write(part);
    const whole = Buffer.allocUnsafe(head.length + part.length + after.length);
    whole.write(head, 0, 'latin1');
    part.copy(whole, head.length);
    whole.write(after, head.length + part.length, 'latin1');
    return this.#socket.write(whole);
  }
}

function formatHeaders(headers: OutgoingHttpHeaders): string {
  let text = '';
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [String(value)]) {
      if (!NAME.test(name) || !VALUE.test(each)) throw new UnreadableAnswer('A header holds what no header may.');
      text += `${name}: ${each}\r\n`;
    }
  }
  return text;
}
