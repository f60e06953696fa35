import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { hostAnswerHeaders, hostRequestHeaders } from './host-headers.ts';

const actor = { id: 'usr_ada', name: 'Žofie', capabilities: ['read' as const] };

it('sends the host what it needs to know of a request, and nothing that is the person’s', () => {
  const headers = {
    cookie: 'session=secret',
    authorization: 'Bearer secret',
    'x-ecode-actor': '{"id":"evil"}',
    'x-ecode-csrf': '1',
    referer: 'http://localhost/p/x',
    'if-match': '"abc"',
    range: 'bytes=0-1',
  };
  expect(hostRequestHeaders({ headers } as unknown as IncomingMessage, actor)).toEqual([
    'range',
    'bytes=0-1',
    'if-match',
    '"abc"',
    'host',
    'sandbox',
    'x-ecode-actor',
    '{"id":"usr_ada","name":"\\u017dofie","capabilities":["read"]}',
  ]);
});

it('lets only known headers of an answer through', () => {
  const sent = hostAnswerHeaders('files.read', {
    'content-type': 'image/png',
    etag: '"1"',
    'set-cookie': ['session=stolen'],
    'access-control-allow-origin': '*',
    location: 'http://evil.example',
    'content-security-policy': 'default-src *',
    refresh: '0; url=http://evil.example',
    'content-disposition': 'inline; filename="x.html"',
  });
  expect(sent).toEqual({
    'content-type': 'image/png',
    etag: '"1"',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-cache',
  });
});

it.each([
  ['text/html; charset=utf-8', 'text/plain; charset=utf-8'],
  ['application/xhtml+xml', 'text/plain; charset=utf-8'],
  ['text/javascript', 'text/plain; charset=utf-8'],
  ['multipart/x-mixed-replace; boundary=a', 'application/octet-stream'],
  ['image/png, text/html', 'application/octet-stream'],
  ['application/x-shockwave-flash', 'application/octet-stream'],
  ['', 'application/octet-stream'],
  ['image/svg+xml', 'image/svg+xml'],
  ['text/plain; charset=utf-8', 'text/plain; charset=utf-8'],
])('takes the type "%s" of a file for "%s"', (claimed, type) => {
  expect(hostAnswerHeaders('files.read', { 'content-type': claimed })['content-type']).toBe(type);
});

it('answers JSON where the contract says JSON, and archives as downloads, whatever the host claims', () => {
  expect(hostAnswerHeaders('files.list', { 'content-type': 'text/html' })['content-type']).toBe(
    'application/json; charset=utf-8',
  );
  expect(hostAnswerHeaders('files.archive', { 'content-disposition': 'inline' })['content-disposition']).toBe(
    'attachment; filename="project.zip"',
  );
});
