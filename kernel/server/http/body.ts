import type { IncomingMessage } from 'node:http';
import { kernelErrors } from '@e-code/kernel/contract';

/** The largest JSON body of the typed API. Files travel through doors, which stream them. */
const MOST_BYTES = 256 * 1024;

/**
 * Refuses a body by its headers, before any of it is read: one that is too large or does not say how large it is, and one
 * that is not JSON. The latter are what forms of other sites can send.
 * @throws body_too_large, body_not_json
 */
export function checkJsonBody({ headers }: IncomingMessage): void {
  const length = Number(headers['content-length'] ?? 0);
  if (headers['transfer-encoding'] !== undefined || length > MOST_BYTES) {
    throw kernelErrors.body_too_large({ kibibytes: MOST_BYTES / 1024 });
  }
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (length > 0 && type !== 'application/json') throw kernelErrors.body_not_json();
}
