import type { IncomingMessage } from 'node:http';
import { keyValueErrors } from '../../contract/index.ts';

/** The whole body. @throws value_too_long before more than `most` bytes are kept */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > most) throw keyValueErrors.value_too_long({ most });
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > most) throw keyValueErrors.value_too_long({ most });
    pieces.push(piece);
  }
  return Buffer.concat(pieces, length);
}
