import { expect, it } from 'vitest';
import { inRequests, readImport } from './import-entries.ts';

it('reads what was downloaded, with bytes and moments of expiry', () => {
  const entries = [
    { key: 'a', value: { text: '1' }, expiresAt: null },
    { key: 'b', value: { base64: '/wA=' }, expiresAt: 5 },
  ];
  expect(readImport(JSON.stringify(entries))).toEqual(entries);
});

it('takes an object as keys and values in JSON', () => {
  expect(readImport('{"user":{"age":1},"list":[1],"text":"x","none":null}')?.map(({ value }) => value)).toEqual([
    { text: '{"age":1}' },
    { text: '[1]' },
    { text: '"x"' },
    { text: 'null' },
  ]);
});

it.each(['', 'no json', '5', '"text"', '[1,2]', '[{"key":"a"}]'])('refuses %j', (text) => {
  expect(readImport(text)).toBeUndefined();
});

it('puts as many into a request as fit, and all of them', () => {
  const entries = Array.from({ length: 50 }, (_, index) => ({
    key: String(index),
    value: { text: 'ü'.repeat(200) },
    expiresAt: null,
  }));
  const requests = inRequests(entries, 2_000, 10);
  expect(requests.flat()).toEqual(entries);
  for (const request of requests) expect(new Blob([JSON.stringify(request)]).size).toBeLessThan(2_100);
  expect(inRequests(entries, 1_000_000, 10).map(({ length }) => length)).toEqual([10, 10, 10, 10, 10]);
  expect(inRequests([])).toEqual([]);
});
