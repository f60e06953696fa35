import type { IncomingMessage } from 'node:http';

/**
 * The bytes of a request's body. Who stops reading early leaves the connection open: iterating over the request itself
 * would destroy it, and the refusal, such as that the disk is full, would never be answered.
 */
export function bodyOf(request: IncomingMessage): AsyncIterable<Buffer> {
  return request.iterator({ destroyOnReturn: false });
}
