import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Write } from '@e-code/port-kv';
import type { Space } from '../spaces/space.ts';
import type { Store } from '../spaces/store.ts';
import { readBody } from './body.ts';
import { readForm } from './target.ts';

/** One request to a space. */
export interface Exchange {
  readonly store: Store;
  readonly space: Space;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** A body in which every byte is percent-encoded is three times its value. */
const ENCODED = 3;
const PAGE = 10_000;

/** Clients take an absent key from the status, and some read the body without it: it must be empty. */
export function answerAbsent({ response }: Exchange): void {
  response.writeHead(404, { 'content-length': 0 }).end();
}

export async function getKey(exchange: Exchange, key: string): Promise<void> {
  const [entry] = await exchange.store.port.get(exchange.space.id, [key]);
  if (entry === undefined) return answerAbsent(exchange);
  exchange.response
    .writeHead(200, {
      'content-type': 'text/plain; charset=utf-8',
      'content-length': entry.value.length,
      etag: `"${entry.revision}"`,
    })
    .end(entry.value);
}

/** `k=v`, or several; all of them are written or none. A key that comes twice has its last value. */
export async function setKeys({ store, space, request, response }: Exchange): Promise<void> {
  const form = readForm(await readBody(request, store.mostValueBytes * ENCODED + ENCODED * 2_000));
  const writes = form.map(({ key, value }): Write => ({ kind: 'set', key, value, expiresAt: null }));
  if (writes.length > 0) await store.change(space, { checks: [], writes });
  response.writeHead(200, { 'content-length': 0 }).end();
}

export async function deleteKey(exchange: Exchange, key: string): Promise<void> {
  const [written] = await exchange.store.change(exchange.space, { checks: [], writes: [{ kind: 'delete', key }] });
  if (written?.existed !== true) return answerAbsent(exchange);
  exchange.response.writeHead(204).end();
}

/** Keys in order, one on each line. Only encoded ones are safe: a key may hold a line break. */
export async function listKeys({ store, space, response }: Exchange, query: URLSearchParams): Promise<void> {
  const prefix = query.get('prefix') ?? '';
  const write = query.has('encode') ? encodeURIComponent : (key: string): string => key;
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  let after: string | undefined;
  for (;;) {
    const range = { prefix, limit: PAGE, values: false, after };
    const { entries, more } = await store.port.list(space.id, range);
    const text = entries.map(({ key }) => write(key)).join('\n');
    // A reader that is slow or gone is waited for or left.
    if (text !== '' && !response.write(after === undefined ? text : `\n${text}`) && !(await drained(response))) return;
    after = entries.at(-1)?.key;
    if (!more || after === undefined) break;
  }
  response.end();
}

function drained(response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    response.once('drain', () => resolve(true)).once('close', () => resolve(false));
  });
}
