import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HostError } from './failure.ts';

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  const bytes = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length });
  response.end(bytes);
}

/**
 * Answers with the failure; when the answer has begun already, cuts it, so that nobody takes a part for the whole.
 * A body that is still arriving is read and dropped: closing at once would reset the stream before the answer is read.
 */
export function sendError(request: IncomingMessage, response: ServerResponse, error: HostError): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  if (!request.complete) {
    response.setHeader('connection', 'close');
    request.resume();
  }
  sendJson(response, error.body, error.status);
}
