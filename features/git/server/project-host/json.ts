import type { IncomingMessage } from 'node:http';
import { actorHeader } from '@e-code/host/contract';

/** Far more than any client or host has to say. A host runs code of users. */
const LONGEST = 1024 * 1024;

/** What goes before a JSON body to a project host. @param who the actor, as the host reads it */
export function jsonHeaders(who: string, body: Buffer): string[] {
  const content = ['content-type', 'application/json', 'content-length', String(body.length)];
  return ['host', 'sandbox', 'connection', 'close', ...content, actorHeader, who];
}

/** The body of a request or an answer. @returns undefined for what is no JSON or too long */
export async function readJson(source: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > LONGEST) return undefined;
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString());
  } catch {
    return undefined;
  }
}
