import { expect, it } from 'vitest';
import { parsePlainHead } from './plain-head.ts';

const HOST = 'Host: a.example';

it('reads a plain request with the spelling and the order of its headers', () => {
  const head = parsePlainHead(
    `GET /a?b=%20#c HTTP/1.1\r\n${HOST}\r\nX-Name: \t two words \r\nEmpty:\r\nCookie: a=\xe4`,
  );
  expect(head).toEqual({
    method: 'GET',
    target: '/a?b=%20#c',
    rawHeaders: ['Host', 'a.example', 'X-Name', 'two words', 'Empty', '', 'Cookie', 'a=\xe4'],
    headers: { host: 'a.example', 'x-name': 'two words', empty: '', cookie: 'a=\xe4' },
  });
  expect(parsePlainHead(`HEAD / HTTP/1.1\r\n${HOST}\r\nConnection: Keep-Alive`)?.method).toBe('HEAD');
});

it.each([
  ['another method', `POST / HTTP/1.1\r\n${HOST}`],
  ['a method in small letters', `get / HTTP/1.1\r\n${HOST}`],
  ['another version', `GET / HTTP/1.0\r\n${HOST}`],
  ['an absolute target', `GET http://a.example/ HTTP/1.1\r\n${HOST}`],
  ['a target with a space', `GET /a b HTTP/1.1\r\n${HOST}`],
  ['a target with a byte above 126', `GET /\x7f HTTP/1.1\r\n${HOST}`],
  ['two spaces', `GET  / HTTP/1.1\r\n${HOST}`],
  ['an empty line before it', `\r\nGET / HTTP/1.1\r\n${HOST}`],
  ['no host', 'GET / HTTP/1.1\r\nAccept: */*'],
  ['two hosts', `GET / HTTP/1.1\r\n${HOST}\r\nhost: b.example`],
  ['any name twice', `GET / HTTP/1.1\r\n${HOST}\r\nCookie: a\r\ncookie: b`],
  ['a length', `GET / HTTP/1.1\r\n${HOST}\r\nContent-Length: 0`],
  ['a coding', `GET / HTTP/1.1\r\n${HOST}\r\nTransfer-Encoding: chunked`],
  ['a length and a coding', `GET / HTTP/1.1\r\n${HOST}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked`],
  ['an upgrade', `GET / HTTP/1.1\r\n${HOST}\r\nConnection: Upgrade\r\nUpgrade: websocket`],
  ['an upgrade alone', `GET / HTTP/1.1\r\n${HOST}\r\nUpgrade: h2c`],
  ['an end of the connection', `GET / HTTP/1.1\r\n${HOST}\r\nConnection: close`],
  ['names that are for the neighbour', `GET / HTTP/1.1\r\n${HOST}\r\nConnection: keep-alive, x-secret`],
  ['an expectation', `GET / HTTP/1.1\r\n${HOST}\r\nExpect: 100-continue`],
  ['a space before the colon', `GET / HTTP/1.1\r\n${HOST}\r\nTransfer-Encoding : chunked`],
  ['a line that goes on', `GET / HTTP/1.1\r\n${HOST}\r\nA: b\r\n c`],
  ['a line without a colon', `GET / HTTP/1.1\r\n${HOST}\r\nabc`],
  ['a line without a name', `GET / HTTP/1.1\r\n${HOST}\r\n: abc`],
  ['a bare newline', `GET / HTTP/1.1\r\n${HOST}\r\nA: b\nTransfer-Encoding: chunked`],
  ['a bare return', `GET / HTTP/1.1\r\n${HOST}\r\nA: b\rTransfer-Encoding: chunked`],
  ['a zero byte', `GET / HTTP/1.1\r\n${HOST}\r\nA: b\0`],
  ['a vertical tab at the end of a value', `GET / HTTP/1.1\r\n${HOST}\r\nA: b\v`],
])('leaves %s to a full reader', (_says, text) => {
  expect(parsePlainHead(text)).toBeUndefined();
});

it('keeps a no-break space that stands at the edge of a value', () => {
  expect(parsePlainHead(`GET / HTTP/1.1\r\n${HOST}\r\nA: \xa0b\xa0`)?.headers['a']).toBe('\xa0b\xa0');
});
