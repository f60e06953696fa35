import { expect, it } from 'vitest';
import {
  clientMessageSchema,
  decodeFrame,
  encodeFrame,
  findRoute,
  formatActor,
  actorSchema,
  messageCapabilities,
  parseConnect,
  routeSchemas,
  routes,
  routeUrl,
} from './index.ts';

it('names a capability for every message type that a page may send', () => {
  const types = clientMessageSchema.options.map((option) => option.shape.type.value);
  expect(types.length).toBeGreaterThan(5);
  expect(Object.keys(messageCapabilities).toSorted()).toEqual(types.toSorted());
});

it('has schemas for every route and gives each its own address', () => {
  expect(Object.keys(routeSchemas).toSorted()).toEqual(Object.keys(routes).toSorted());
  const addresses = new Set(Object.values(routes).map((route) => `${route.method} ${route.path}`));
  expect(addresses.size).toBe(Object.keys(routes).length);
});

/** These ask with more than fits into an address, and change nothing. */
const asking = new Set([
  'search',
  'documents.open',
  'repository.fetch',
  'repository.fetchSession',
  'lfs.find',
  'languages.open',
  'languages.symbols',
  'languages.hints',
  'languages.tokens',
  'languages.complete',
  'languages.completion',
  'languages.hover',
  'languages.signature',
  'languages.definition',
  'languages.references',
  'quotations.find',
]);

it('lets only reading routes pass without the write or run capability', () => {
  for (const [name, route] of Object.entries(routes)) {
    if (route.method === 'GET' || asking.has(name)) continue;
    expect(route.capability, name).not.toBe('read');
  }
});

it('builds and finds addresses', () => {
  expect(routeUrl('files.list', { path: 'a b/ü&c', limit: 5, offset: undefined })).toBe(
    '/files/list?path=a%20b%2F%C3%BC%26c&limit=5',
  );
  expect(findRoute('HEAD', '/files/content')).toBe('files.read');
  expect(findRoute('DELETE', '/files/content')).toBeUndefined();
});

it('carries names beyond ASCII in the actor header', () => {
  const actor = actorSchema.parse({ id: '1', name: 'Žofie 🦊', capabilities: ['read'] });
  const header = formatActor(actor);
  expect(header).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(header)).toEqual(actor);
});

it('reads back the frames it writes, also from the middle of a larger buffer', () => {
  const frame = { kind: 'output', terminal: 0xfedc_ba98, payload: new TextEncoder().encode('hello') } as const;
  const bytes = encodeFrame(frame);
  const within = new Uint8Array([9, 9, 9, ...bytes]).subarray(3);
  const read = decodeFrame(within);
  expect(read?.kind).toBe('output');
  expect(read?.terminal).toBe(frame.terminal);
  expect(new TextDecoder().decode(read?.payload)).toBe('hello');
  expect(decodeFrame(new Uint8Array([77, 0, 0, 0, 1]))).toBeUndefined();
  expect(decodeFrame(new Uint8Array([1, 0]))).toBeUndefined();
});

it('accepts only whole port numbers in CONNECT', () => {
  expect(parseConnect('CONNECT 3000')).toBe(3000);
  for (const line of [
    'CONNECT 0',
    'CONNECT 65536',
    'CONNECT 80x',
    'CONNECT -1',
    'connect 80',
    'CONNECT 080',
    'CONNECT ',
  ]) {
    expect(parseConnect(line), line).toBeUndefined();
  }
});
