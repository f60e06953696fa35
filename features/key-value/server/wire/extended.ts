import { z } from 'zod';
import type { Check, Write, Written } from '@e-code/port-kv';
import { keyValueErrors, valueSchema } from '../../contract/index.ts';
import { readValue, writeValue } from '../spaces/value.ts';
import { readBody } from './body.ts';
import { answerAbsent } from './replit.ts';
import type { Exchange } from './replit.ts';

/*
 * What the store can do beyond the protocol of Replit's database, beside it at the same addresses: revisions and
 * conditions in the headers that HTTP has for them, and JSON at the store itself.
 */

const MOST_WRITES = 1_000;
const seconds = z
  .number()
  .positive()
  .max(10 * 365 * 86_400);
const key = z.string();

const changeSchema = z.strictObject({
  checks: z
    .array(z.strictObject({ key, revision: z.int().min(1).nullable() }))
    .max(MOST_WRITES)
    .default([]),
  writes: z
    .array(
      z.union([
        z.strictObject({ set: key, value: valueSchema, expiresIn: seconds.optional() }),
        z.strictObject({ delete: key }),
        z.strictObject({ increment: key, by: z.union([z.int(), z.string().regex(/^-?\d{1,30}$/)]).default(1) }),
      ]),
    )
    .max(MOST_WRITES)
    .default([]),
});

const listSchema = z.object({
  prefix: z.string().default(''),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

/** `PUT <url>/<key>` with the value as body; `If-Match`, `If-None-Match: *` and `Expires-In` (seconds) as headers. */
export async function putKey({ store, space, request, response }: Exchange, name: string): Promise<void> {
  const expiresAt = expiryOf(request.headers['expires-in']);
  const checks = checksOf(name, request.headers['if-match'], request.headers['if-none-match']);
  const body = await readBody(request, store.mostValueBytes);
  const [written] = await store.change(space, {
    checks,
    writes: [{ kind: 'set', key: name, value: body, expiresAt }],
  });
  const status = written?.existed === true ? 200 : 201;
  response.writeHead(status, { etag: `"${written?.revision ?? 0}"`, 'content-length': 0 }).end();
}

/** `POST <url>` with JSON: checks and writes that happen together or not at all. */
export async function changeKeys({ store, space, request, response }: Exchange): Promise<void> {
  const { checks, writes } = parse(changeSchema, json(await readBody(request, store.mostValueBytes * 2)));
  const written = await store.change(space, { checks, writes: writes.map(readWrite) });
  sendJson(response, { written: written.map(describe) });
}

/** `GET <url>?values=true`: entries in order of their keys, and the cursor of the next page. */
export async function listEntries({ store, space, response }: Exchange, query: URLSearchParams): Promise<void> {
  const { prefix, cursor: after, limit } = parse(listSchema, Object.fromEntries(query));
  const range = { prefix, limit, values: true, after };
  const { entries, more } = await store.port.list(space.id, range);
  sendJson(response, {
    entries: entries.map(({ key: name, value: bytes = Buffer.alloc(0), revision, expiresAt }) => ({
      key: name,
      value: writeValue(bytes),
      revision,
      expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    })),
    cursor: more ? (entries.at(-1)?.key ?? null) : null,
  });
}

/** `HEAD <url>/<key>` */
export async function headKey(exchange: Exchange, name: string): Promise<void> {
  const [entry] = await exchange.store.port.get(exchange.space.id, [name]);
  if (entry === undefined) return answerAbsent(exchange);
  exchange.response.writeHead(200, { etag: `"${entry.revision}"`, 'content-length': entry.value.length }).end();
}

export function describe({ key: name, revision, existed, number }: Written): Record<string, unknown> {
  return { key: name, revision, existed, ...(number !== undefined && { number: String(number) }) };
}

function readWrite(write: z.output<typeof changeSchema>['writes'][number]): Write {
  if ('delete' in write) return { kind: 'delete', key: write.delete };
  if ('increment' in write) return { kind: 'increment', key: write.increment, by: BigInt(write.by) };
  const expiresAt = write.expiresIn === undefined ? null : momentAfter(write.expiresIn);
  return { kind: 'set', key: write.set, value: readValue(write.value), expiresAt };
}

function checksOf(name: string, match: string | undefined, noneMatch: string | undefined): Check[] {
  if (noneMatch !== undefined && noneMatch !== '*') throw misunderstood('If-None-Match takes * alone.');
  if (noneMatch === '*') return [{ key: name, revision: null }];
  if (match === undefined) return [];
  const revision = /^"(\d{1,15})"$/.exec(match)?.[1];
  if (revision === undefined) throw misunderstood('If-Match takes the ETag of an earlier answer.');
  return [{ key: name, revision: Number(revision) }];
}

function expiryOf(header: string | string[] | undefined): number | null {
  if (header === undefined) return null;
  const parsed = seconds.safeParse(Number(header));
  if (!parsed.success) throw misunderstood('Expires-In takes seconds, more than 0.');
  return momentAfter(parsed.data);
}

/** Milliseconds since 1970. */
function momentAfter(length: number): number {
  return Math.ceil(Date.now() + length * 1000);
}

function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw misunderstood(z.prettifyError(parsed.error));
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw misunderstood('The body is not JSON.');
  }
}

function misunderstood(reason: string): Error {
  return keyValueErrors.request_not_understood({ reason });
}

function sendJson(response: Exchange['response'], body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
}
