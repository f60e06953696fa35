import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { AnswerHead } from './answer-head.ts';
import type { AppClient } from './app-client.ts';
import type { AnswerReader, AppConnection } from './app-connection.ts';
import { ClientLeft } from './forward-request.ts';

export interface PlainForwarding {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly to: AppClient;
  /** Name, value, name, value: all that is sent on. */
  readonly headers: string[];
  /** All that is sent back of the answer's headers. */
  answerHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders;
  /** Exchanges that end when the right to see the preview does. */
  readonly open: Set<() => void>;
}

/** Does what `forwardRequest` does, for a request without a body. @param fresh on a new connection */
export function forwardPlain(forwarding: PlainForwarding, fresh: boolean): Promise<void> {
  const { request, to, headers } = forwarding;
  return new Promise((resolve, reject) => {
    const plain = { method: request.method ?? 'GET', path: request.url ?? '/', headers };
    to.ask(plain, new PlainExchange(forwarding, resolve, reject), fresh);
  });
}

class PlainExchange implements AnswerReader {
  readonly #forwarding: PlainForwarding;
  readonly #resolve: () => void;
  readonly #reject: (error: Error) => void;
  readonly #end = (): void => void this.#forwarding.response.destroy();
  #connection: AppConnection | undefined;
  #drains = false;

  constructor(forwarding: PlainForwarding, resolve: () => void, reject: (error: Error) => void) {
    this.#forwarding = forwarding;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  begin(connection: AppConnection): void {
    this.#connection = connection;
    const { response, open } = this.#forwarding;
    if (response.destroyed) return this.#leave();
    open.add(this.#end);
    response.once('close', this.#leave);
  }

  head({ status, statusText, headers }: AnswerHead): void {
    const { response, answerHeaders } = this.#forwarding;
    response.writeHead(status, statusText, answerHeaders(headers));
  }

  body(part: Buffer, last: boolean): boolean {
    const { response } = this.#forwarding;
    // A body that came with its head leaves with it, in one write.
    if (last) return response.end(part) !== undefined;
    if (response.write(part)) return true;
    // Many chunks may come after it, in one piece with this one.
    if (!this.#drains) response.on('drain', () => this.#connection?.resume());
    this.#drains = true;
    return false;
  }

  end(): void {
    const { response } = this.#forwarding;
    this.#forget();
    if (!response.writableEnded) response.end();
    this.#resolve();
  }

  fail(error: Error): void {
    const { response } = this.#forwarding;
    this.#forget();
    if (!response.headersSent) return this.#reject(error);
    response.destroy();
    this.#resolve();
  }

  readonly #leave = (): void => this.#connection?.destroy(new ClientLeft());

  #forget(): void {
    const { response, open } = this.#forwarding;
    this.#connection = undefined;
    open.delete(this.#end);
    response.off('close', this.#leave);
  }
}
