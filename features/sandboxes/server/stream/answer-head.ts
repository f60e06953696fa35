import type { IncomingHttpHeaders } from 'node:http';

/** How the end of a body is known (RFC 9112, 6.3). */
export type Framing = 'chunked' | 'until-close' | { readonly length: number };

/** The head of an answer: names in lower case, and a list of values for a name that came more than once. */
export interface AnswerHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
  readonly framing: Framing;
  /** Milliseconds that the connection may rest before it is used again; 0 when it ends with this answer. */
  readonly restMs: number;
}

/** What came is not an answer in HTTP/1.1. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
  readonly code = 'ERR_UNREADABLE_ANSWER';
}

/** Unless the program names its own time, as Node's servers do; most others keep quiet connections for 5 seconds. */
const REST_MS = 4_000;
/** We stop using a connection this long before the program says it ends it. */
const MARGIN_MS = 1_000;
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9][0-9]{2})(?: ([\t\x20-\x7e\x80-\xff]*))?$/;
const DIGITS = /^[0-9]{1,15}$/;

/**
 * Reads a head without the empty line that ends it, as latin1, so that every byte passes as it is. Names and values are
 * not looked at more than framing needs: Node refuses to send those with characters that do not belong there.
 * @param method of the request: the answer to HEAD has no body, whatever it says
 * @throws UnreadableAnswer also when two headers disagree about where the body ends
 */
export function parseAnswerHead(text: string, method: string): AnswerHead {
  const lines = text.split('\r\n');
  const [, minor, code = '', statusText = ''] = STATUS_LINE.exec(lines[0] ?? '') ?? [];
  if (minor === undefined) throw new UnreadableAnswer('The status line is not one of HTTP/1.');
  const headers = parseHeaders(lines);
  const status = Number(code);
  const framing = frame(headers, hasNoBody(status, method));
  const kept = framing !== 'until-close' && isKept(headers.connection, minor === '1');
  return { status, statusText, headers, framing, restMs: kept ? restOf(headers['keep-alive']) : 0 };
}

function parseHeaders(lines: string[]): IncomingHttpHeaders {
  const headers: Record<string, string | string[]> = Object.create(null) as Record<string, never>;
  for (let at = 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const colon = line.indexOf(':');
    if (colon < 1) throw new UnreadableAnswer('A header has no name.');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const known = headers[name];
    headers[name] = known === undefined && name !== 'set-cookie' ? value : [known ?? [], value].flat();
  }
  return headers;
}

function hasNoBody(status: number, method: string): boolean {
  return method === 'HEAD' || status < 200 || status === 204 || status === 304;
}

function frame(headers: IncomingHttpHeaders, empty: boolean): Framing {
  // Known to Node as one string; here a list when it came twice.
  const length: string | string[] | undefined = headers['content-length'];
  const encoding: string | string[] | undefined = headers['transfer-encoding'];
  if (length !== undefined && (typeof length !== 'string' || !DIGITS.test(length) || encoding !== undefined))
    throw new UnreadableAnswer('The length of the answer is not clear.');
  if (empty) return { length: 0 };
  if (length !== undefined) return { length: Number(length) };
  if (encoding === undefined) return 'until-close';
  if (typeof encoding !== 'string' || encoding.toLowerCase() !== 'chunked')
    throw new UnreadableAnswer('The answer has an encoding that nobody asked for.');
  return 'chunked';
}

function isKept(connection: string | string[] | undefined, byDefault: boolean): boolean {
  if (connection === undefined) return byDefault;
  const said = String(connection).toLowerCase();
  return byDefault ? !said.includes('close') : said.includes('keep-alive');
}

function restOf(keepAlive: string | string[] | undefined): number {
  if (keepAlive === undefined) return REST_MS;
  const [, seconds] = /timeout=([0-9]{1,6})/i.exec(String(keepAlive)) ?? [];
  return seconds === undefined ? REST_MS : Math.max(0, Math.min(Number(seconds) * 1000, 60_000) - MARGIN_MS);
}
