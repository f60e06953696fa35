import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HostError } from './failure.ts';

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  const bytes = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length });
  response.end(bytes);
}

/**
 * Answers with the failure; when the answer has begun already, cuts it, so that nobody takes a part for the whole.
 * A body that is still arriving is read and dropped, and the connection stays: with `connection: close` node closes it as
 * soon as the answer is written, and the sender's next write fails before it reads the answer (31 of 200 seen).
 */
export function sendError(request: IncomingMessage, response: ServerResponse, error: HostError): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  if (!request.complete) request.resume();
  sendJson(response, error.body, error.status);
}
