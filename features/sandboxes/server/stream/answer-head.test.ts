import { expect, it } from 'vitest';
import { parseAnswerHead } from './answer-head.ts';

const parse = (lines: string[], method = 'GET') => parseAnswerHead(lines.join('\r\n'), method);
const framing = (lines: string[], method?: string) => parse(['HTTP/1.1 200 OK', ...lines], method).framing;
const rest = (lines: string[], version = '1.1') =>
  parse([`HTTP/${version} 200 OK`, 'content-length: 0', ...lines]).restMs;

it('reads status, words and headers, each byte as it came', () => {
  const head = parse([
    'HTTP/1.1 404 Nicht gefunden \xfc',
    'X-Name:  a: b\t',
    'Set-Cookie: a=1',
    'x-twice: 1',
    'X-Twice: 2',
  ]);
  expect(head).toMatchObject({ status: 404, statusText: 'Nicht gefunden \xfc' });
  expect({ ...head.headers }).toEqual({ 'x-name': 'a: b', 'set-cookie': ['a=1'], 'x-twice': ['1', '2'] });
  expect(parse(['HTTP/1.1 200']).statusText).toBe('');
  expect(parse(['HTTP/1.1 200 OK', '__proto__: x']).headers).toHaveProperty('__proto__', 'x');
});

it.each([
  ['SSH-2.0-OpenSSH_9.2'],
  ['HTTP/2 200 OK'],
  ['HTTP/1.1 99 Low'],
  ['HTTP/1.1 200 O\x00K'],
  ['HTTP/1.1 200 OK', 'no colon'],
  ['HTTP/1.1 200 OK', ': no name'],
  ['HTTP/1.1 200 OK', 'content-length: 1', 'content-length: 1'],
  ['HTTP/1.1 200 OK', 'content-length: 1, 2'],
  ['HTTP/1.1 200 OK', 'content-length: -1'],
  ['HTTP/1.1 200 OK', 'content-length: 1', 'transfer-encoding: chunked'],
  ['HTTP/1.1 200 OK', 'transfer-encoding: gzip, chunked'],
  ['HTTP/1.1 200 OK', 'transfer-encoding: chunked', 'transfer-encoding: chunked'],
])('refuses "%s" "%s" "%s"', (...lines) => {
  expect(() => parse(lines.filter((line) => line !== undefined))).toThrow(/./);
});

it('knows where a body ends', () => {
  expect(framing(['Content-Length: 12'])).toEqual({ length: 12 });
  expect(framing(['Transfer-Encoding: Chunked'])).toBe('chunked');
  expect(framing([])).toBe('until-close');
  expect(framing(['content-length: 12'], 'HEAD')).toEqual({ length: 0 });
  expect(parse(['HTTP/1.1 304 Not Modified', 'content-length: 12']).framing).toEqual({ length: 0 });
});

it('uses a connection again as long as the program keeps it, and ends it a little sooner', () => {
  expect(rest([])).toBe(4_000);
  expect(rest(['keep-alive: timeout=30, max=5'])).toBe(29_000);
  expect(rest(['keep-alive: timeout=1'])).toBe(0);
  expect(rest(['Connection: Close'])).toBe(0);
  expect(rest([], '1.0')).toBe(0);
  expect(rest(['connection: keep-alive'], '1.0')).toBe(4_000);
  expect(parse(['HTTP/1.1 200 OK']).restMs).toBe(0);
});
