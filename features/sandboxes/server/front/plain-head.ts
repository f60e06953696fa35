import type { IncomingHttpHeaders } from 'node:http';

/** A request that can be read in one way only, and has no body. */
export interface PlainHead {
  readonly method: 'GET' | 'HEAD';
  readonly target: string;
  /** Name, value, name, value, as they came. */
  readonly rawHeaders: string[];
  /** By name in lower case; each came once. */
  readonly headers: IncomingHttpHeaders & { readonly host: string };
}

const REQUEST_LINE = /^(GET|HEAD) (\/[\x21-\x7e]*) HTTP\/1\.1$/;
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Spaces around a value; `trim` would take more, such as bytes that make a request wrong. */
const EDGES = /^[\t ]+|[\t ]+$/g;
/** Bodies, other protocols, and what is agreed between neighbours: left to a reader of all of HTTP. */
const NOT_PLAIN = new Set([
  'content-length',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Reads the head of a request, as latin1 without its empty line.
 * @returns undefined for all that is not plain, right or wrong: a full reader of HTTP decides about it. So nothing is
 * taken here that another reader could understand otherwise: no folded lines, no bare CR or LF, no name that came twice.
 */
export function parsePlainHead(text: string): PlainHead | undefined {
  const lines = text.split('\r\n');
  const [, method, target] = REQUEST_LINE.exec(lines[0] ?? '') ?? [];
  if (method === undefined || target === undefined) return undefined;
  const rawHeaders: string[] = [];
  const headers = readHeaders(lines, rawHeaders);
  const { host, connection } = headers ?? {};
  if (host === undefined || (connection !== undefined && connection.toLowerCase() !== 'keep-alive')) return undefined;
  return { method: method === 'HEAD' ? 'HEAD' : 'GET', target, rawHeaders, headers: { ...headers, host } };
}

function readHeaders(lines: string[], rawHeaders: string[]): Record<string, string> | undefined {
  const headers = Object.create(null) as Record<string, string>;
  for (let at = 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(EDGES, '');
    const lower = name.toLowerCase();
    if (colon < 1 || !NAME.test(name) || !VALUE.test(value)) return undefined;
    if (NOT_PLAIN.has(lower) || lower in headers) return undefined;
    headers[lower] = value;
    rawHeaders.push(name, value);
  }
  return headers;
}
