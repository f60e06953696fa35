import { maxHeaderSize } from 'node:http';
import type { Socket } from 'node:net';
import { appAnswerHeaders } from '../preview/app-headers.ts';
import type { AppSide } from '../preview/app-headers.ts';
import type { AnswerHead } from '../stream/answer-head.ts';
import type { AnswerReader, AppConnection } from '../stream/app-connection.ts';
import { ClientLeft } from '../stream/forward-request.ts';
import { AnswerWriter } from './answer-writer.ts';
import { parsePlainHead } from './plain-head.ts';
import type { PlainHead } from './plain-head.ts';
import type { Way, WayFinder } from './way.ts';

export interface FrontOwner {
  readonly side: AppSide;
  readonly findWay: WayFinder;
  /** It is served here no more: it closed or was passed on. */
  left(connection: FrontConnection): void;
}

const HEAD_END = '\r\n\r\n';
const NOTHING: Buffer = Buffer.alloc(0);
/** What a client may send ahead of its answers before it has to wait. */
const MOST_AHEAD = 64 * 1024;

/**
 * One connection of a browser while all that it asks is plain: requests without a body for previews that are open. The
 * first request that is anything else passes the whole connection on, with what was not answered put back, so that this
 * class knows no failure, no page and no other protocol.
 */
export class FrontConnection implements AnswerReader {
  /** When it began to wait for a request, in milliseconds of `performance.now()`; undefined within one. */
  waitsSince: number | undefined = performance.now();
  /** Whether anything was answered on it. */
  served = false;
  readonly #socket: Socket;
  readonly #owner: FrontOwner;
  readonly #pass: () => void;
  /** The request under way, as it came. */
  #asked = NOTHING;
  /** What came behind it. */
  #ahead = NOTHING;
  #clientEnded = false;
  #way: Way | undefined;
  #upstream: AppConnection | undefined;
  #writer: AnswerWriter | undefined;
  readonly #end = (): void => void this.#socket.destroy();

  constructor(socket: Socket, owner: FrontOwner, pass: () => void) {
    this.#socket = socket;
    this.#owner = owner;
    this.#pass = pass;
    socket
      .on('data', this.#receive)
      .on('drain', this.#drained)
      .on('end', this.#ended)
      .on('error', this.#end)
      .on('close', this.#closed);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  begin(upstream: AppConnection): void {
    this.#upstream = upstream;
    if (this.#socket.destroyed) upstream.destroy(new ClientLeft());
  }

  head(head: AnswerHead): void {
    this.#writer = new AnswerWriter(this.#socket, head, appAnswerHeaders(head.headers, this.#owner.side));
  }

  body(part: Buffer): boolean {
    return this.#writer?.body(part) ?? true;
  }

  end(): void {
    this.#writer?.end();
    this.#writer = undefined;
    this.#upstream = undefined;
    this.#asked = NOTHING;
    this.served = true;
    this.waitsSince = performance.now();
    if (this.#ahead.length > 0) setImmediate(this.#continue);
    else if (this.#clientEnded) this.#socket.end();
  }

  fail(): void {
    this.#upstream = undefined;
    if (this.#writer !== undefined) return this.destroy();
    this.#handOver();
  }

  readonly #receive = (bytes: Buffer): void => {
    const idle = this.waitsSince !== undefined && this.#ahead.length === 0;
    this.#ahead = idle ? bytes : Buffer.concat([this.#ahead, bytes]);
    if (idle) this.#takeRequest();
    else if (this.#ahead.length > MOST_AHEAD) this.#socket.pause();
  };

  readonly #continue = (): void => {
    if (this.#socket.destroyed || this.waitsSince === undefined) return;
    this.#socket.resume();
    this.#takeRequest();
  };

  #takeRequest(): void {
    const bytes = this.#ahead;
    const end = bytes.indexOf(HEAD_END);
    const plain = end < 0 || end > maxHeaderSize ? undefined : parsePlainHead(bytes.toString('latin1', 0, end));
    if (plain === undefined) return this.#handOver();
    this.waitsSince = undefined;
    this.#asked = bytes.subarray(0, end + HEAD_END.length);
    this.#ahead = bytes.subarray(end + HEAD_END.length);
    const way = this.#owner.findWay(plain);
    if (way instanceof Promise) way.then((found) => this.#go(plain, found), this.#handOverLate);
    else this.#go(plain, way);
  }

  #go(plain: PlainHead, way: Way | undefined): void {
    if (this.#socket.destroyed) return;
    if (way === undefined) return this.#handOver();
    this.#use(way);
    const { method, target, rawHeaders, headers } = plain;
    way.ask({ method, path: target, rawHeaders, headers, socket: this.#socket }, this);
  }

  /** The connection ends with the right to what it shows. */
  #use(way: Way): void {
    if (this.#way?.open === way.open) return;
    this.#way?.open.delete(this.#end);
    this.#way = way;
    way.open.add(this.#end);
  }

  readonly #handOverLate = (): void => {
    if (!this.#socket.destroyed) this.#handOver();
  };

  #handOver(): void {
    const socket = this.#socket;
    const unanswered = this.#asked.length === 0 ? this.#ahead : Buffer.concat([this.#asked, this.#ahead]);
    this.#leave();
    if (socket.destroyed) return;
    socket.pause();
    socket
      .off('data', this.#receive)
      .off('drain', this.#drained)
      .off('end', this.#ended)
      .off('error', this.#end)
      .off('close', this.#closed);
    if (unanswered.length > 0) socket.unshift(unanswered);
    this.#pass();
    socket.resume();
  }

  #leave(): void {
    this.#way?.open.delete(this.#end);
    this.#owner.left(this);
  }

  readonly #drained = (): void => this.#upstream?.resume();

  readonly #ended = (): void => {
    this.#clientEnded = true;
    if (this.waitsSince !== undefined && this.#ahead.length === 0) this.#socket.end();
  };

  readonly #closed = (): void => {
    this.#leave();
    this.#upstream?.destroy(new ClientLeft());
  };
}
