import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import type { Dispatcher } from 'undici';

export interface Forwarding {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly to: Dispatcher;
  readonly path: string;
  /** Name, value, name, value: all that is sent on. Framing is made anew from the body. */
  readonly headers: string[];
  /** All that is sent back of the answer's headers. */
  answerHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders;
  /** Told what was said behind the answer, when there was an answer and all of it came. */
  readonly onTrailers?: (trailers: IncomingHttpHeaders) => void;
  /** Ends the exchange on both sides when it aborts. */
  readonly onAbort?: (abort: () => void) => void;
}

/**
 * Sends a request on and streams the answer back, each side as fast as the other reads. When the client leaves, the
 * request to the sandbox is ended too. An answer that breaks off is broken off for the client as well.
 * Rejects only while nothing was answered, so that the caller can still say what happened.
 */
export function forwardRequest(forwarding: Forwarding): Promise<void> {
  const { request, response, to, path, headers } = forwarding;
  const method = request.method ?? 'GET';
  const body = hasBody(request) ? separateBody(request) : null;
  return new Promise((resolve, reject) => {
    to.dispatch(
      { origin: 'http://sandbox', method, path, headers, body },
      new Exchange(forwarding, (failure) => {
        if (failure === undefined) return resolve();
        if (!response.headersSent) return reject(failure);
        response.destroy();
        resolve();
      }),
    );
  });
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #forwarding: Forwarding;
  readonly #settle: (failure?: Error) => void;

  constructor(forwarding: Forwarding, settle: (failure?: Error) => void) {
    this.#forwarding = forwarding;
    this.#settle = settle;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    const { response, onAbort } = this.#forwarding;
    const leave = (): void => {
      if (!response.writableFinished) controller.abort(new ClientLeft());
    };
    if (response.destroyed) return leave();
    response.once('close', leave);
    onAbort?.(() => response.destroy());
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    statusText?: string,
  ): void {
    const { response, answerHeaders } = this.#forwarding;
    // 1xx answers are between the sandbox and us.
    if (status < 200) return;
    response.on('drain', () => controller.resume());
    response.writeHead(status, statusText, answerHeaders(headers));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#forwarding.response.write(chunk)) controller.pause();
  }

  onResponseEnd(_controller: Dispatcher.DispatchController, trailers: IncomingHttpHeaders): void {
    this.#forwarding.response.end();
    this.#forwarding.onTrailers?.(trailers);
    this.#settle();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle(error);
  }
}

/** The client closed the connection before it had the whole answer. */
export class ClientLeft extends Error {
  override readonly name = 'ClientLeft';
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** The pool destroys the body of a request that failed; the request itself must live on to be answered. */
function separateBody(request: IncomingMessage): PassThrough {
  const body = new PassThrough();
  body.on('error', () => request.unpipe(body).resume());
  request.once('close', () => {
    if (!request.complete) body.destroy(new ClientLeft());
  });
  return request.pipe(body);
}

/** Whether sending the request again does no harm and is possible. */
export function isRepeatable(request: IncomingMessage): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(request.method ?? '') && !hasBody(request);
}

const STALE = new Set(['UND_ERR_SOCKET', 'UND_ERR_CLOSED', 'UND_ERR_DESTROYED', 'ECONNRESET', 'EPIPE', 'ENOTCONN']);

/** Whether the connection broke before an answer began, as a pooled one does that the other side had just closed. */
export function isBrokenConnection(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && STALE.has(error.code);
}
