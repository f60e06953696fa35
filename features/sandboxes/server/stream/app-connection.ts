import { maxHeaderSize } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { parseAnswerHead, UnreadableAnswer } from './answer-head.ts';
import type { AnswerHead } from './answer-head.ts';
import { bodyReader } from './body-reader.ts';
import type { BodyReader } from './body-reader.ts';

/** Who gets an answer. What it throws ends the exchange with `fail`. */
export interface AnswerReader {
  /** The request is about to be sent on this connection, which may be destroyed to take it back. */
  begin(connection: AppConnection): void;
  head(head: AnswerHead): void;
  /** @param last whether `end` follows at once. @returns false when no more should come before `resume` */
  body(part: Buffer, last: boolean): boolean;
  end(): void;
  /** Instead of `end`, at any time before it. */
  fail(error: Error): void;
}

/** The connection ended without an answer, or within one. */
export class ConnectionBroke extends Error {
  override readonly name = 'ConnectionBroke';
  readonly code = 'ECONNRESET';
}

interface Exchange {
  readonly method: string;
  readonly reader: AnswerReader;
  readonly askedAt: number;
  /** What is known since the head came. */
  answer?: { readonly head: AnswerHead; readonly body: BodyReader };
}

export interface ConnectionOwner {
  /** It can take the next request. */
  rested(connection: AppConnection): void;
  /** It can take none any more. May be called again. */
  ended(connection: AppConnection): void;
}

const HEAD_END = '\r\n\r\n';
const NOTHING: Buffer = Buffer.alloc(0);

/** One kept connection to a program: one request after the other, each without a body. */
export class AppConnection {
  readonly #stream: Duplex;
  readonly #owner: ConnectionOwner;
  #exchange: Exchange | undefined;
  /** The beginning of a head that has not come wholly. */
  #pending = NOTHING;
  /** When it may no longer be used, in milliseconds of `performance.now()`. */
  #restsUntil = Infinity;

  constructor(stream: Duplex, owner: ConnectionOwner) {
    this.#stream = stream;
    this.#owner = owner;
    if (stream instanceof Socket) stream.setNoDelay(true);
    stream.on('data', (bytes: Buffer) => this.#receive(bytes));
    stream.once('end', () => this.#finish());
    stream.on('error', (error) => this.destroy(error));
    stream.once('close', () => this.destroy());
  }

  get usable(): boolean {
    return !this.#stream.destroyed && performance.now() < this.#restsUntil;
  }

  /** When the request was sent whose answer has not begun. */
  get waitsSince(): number | undefined {
    return this.#exchange?.answer === undefined ? this.#exchange?.askedAt : undefined;
  }

  /** @param head of a request without a body, as it is sent, with the empty line */
  ask(method: string, head: string, reader: AnswerReader): void {
    this.#restsUntil = Infinity;
    this.#exchange = { method, reader, askedAt: performance.now() };
    reader.begin(this);
    if (this.#exchange !== undefined) this.#stream.write(head, 'latin1');
  }

  resume(): void {
    this.#stream.resume();
  }

  /** Ends the connection, and the exchange on it with it. */
  destroy(error: Error = new ConnectionBroke('The program closed the connection.')): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#stream.destroy();
    this.#owner.ended(this);
    exchange?.reader.fail(error);
  }

  #receive(bytes: Buffer): void {
    // Nobody asked: whatever it is, it must not become the answer to the next request.
    if (this.#exchange === undefined) return this.destroy();
    try {
      if (this.#exchange.answer === undefined) this.#readHead(this.#exchange, bytes);
      else this.#readBody(this.#exchange, this.#exchange.answer, bytes);
    } catch (error) {
      this.destroy(error instanceof Error ? error : undefined);
    }
  }

  #readHead(exchange: Exchange, bytes: Buffer): void {
    const received = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    const end = received.indexOf(HEAD_END);
    this.#pending = end < 0 ? received : NOTHING;
    if ((end < 0 ? received.length : end) > maxHeaderSize) throw new UnreadableAnswer('The head is too long.');
    if (end < 0) return;
    const head = parseAnswerHead(received.toString('latin1', 0, end), exchange.method);
    if (head.status === 101) throw new UnreadableAnswer('Another protocol was not asked for.');
    const rest = received.subarray(end + HEAD_END.length);
    // Other 1xx answers are between the program and us; the one that counts follows.
    if (head.status < 200) return rest.length === 0 ? undefined : this.#readHead(exchange, rest);
    exchange.answer = { head, body: bodyReader(head.framing) };
    exchange.reader.head(head);
    this.#readBody(exchange, exchange.answer, rest);
  }

  #readBody(exchange: Exchange, { head, body }: NonNullable<Exchange['answer']>, bytes: Buffer): void {
    const used = body.read(bytes, (part) => {
      if (!exchange.reader.body(part, body.ended)) this.#stream.pause();
    });
    if (body.ended && this.#exchange === exchange) this.#settle(exchange, used === bytes.length ? head.restMs : 0);
  }

  #settle({ reader }: Exchange, restMs: number): void {
    this.#exchange = undefined;
    // The last part may have paused it; whether that is written matters to nobody here any more.
    if (this.#stream.isPaused()) this.#stream.resume();
    if (restMs > 0) {
      this.#restsUntil = performance.now() + restMs;
      this.#owner.rested(this);
    } else this.destroy();
    reader.end();
  }

  #finish(): void {
    const exchange = this.#exchange;
    if (exchange?.answer?.head.framing !== 'until-close') return this.destroy();
    this.#exchange = undefined;
    this.destroy();
    exchange.reader.end();
  }
}
