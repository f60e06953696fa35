import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Framing } from './answer-head.ts';
import { bodyReader } from './body-reader.ts';

function readAll(framing: Framing, pieces: Buffer[]) {
  const reader = bodyReader(framing);
  const parts: Buffer[] = [];
  let used = 0;
  for (const piece of pieces) used += reader.read(piece, (part) => parts.push(part));
  return { body: Buffer.concat(parts).toString('latin1'), ended: reader.ended, used };
}

/** The same bytes, cut at any places. */
function cut(bytes: Buffer, places: number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).toSorted((left, right) => left - right)];
  return at.map((from, index) => bytes.subarray(from, at[index + 1] ?? bytes.length));
}

it('reads chunks however they are cut, up to the end and not beyond', () => {
  const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 8 });
  fc.assert(
    fc.property(chunks, fc.array(fc.nat(1_000), { maxLength: 12 }), (bodies, places) => {
      const coded = bodies.map(
        (body) => `${body.length.toString(16)};x=y\r\n${Buffer.from(body).toString('latin1')}\r\n`,
      );
      const bytes = Buffer.from(`${coded.join('')}0\r\nx-sum: 1\r\n\r\n`, 'latin1');
      const whole = Buffer.concat(bodies).toString('latin1');
      expect(readAll('chunked', cut(bytes, places))).toEqual({ body: whole, ended: true, used: bytes.length });
      const more = Buffer.concat([bytes, Buffer.from('HTTP/1.1 200')]);
      expect(readAll('chunked', cut(more, places))).toEqual({ body: whole, ended: true, used: bytes.length });
    }),
  );
});

it.each([
  'x\r\n',
  '\r\n',
  '-1\r\n',
  '1\r\nab\r\n',
  '1\nab',
  '1 1\r\n',
  `1;${'x'.repeat(5_000)}`,
  `0\r\n${'a: b\r\n'.repeat(2_000)}`,
])('refuses chunks such as %j', (text) => {
  expect(() => readAll('chunked', [Buffer.from(text)])).toThrow(/chunk/i);
});

it('reads a body of known length and leaves what follows', () => {
  expect(readAll({ length: 3 }, [Buffer.from('ab'), Buffer.from('cdef')])).toEqual({
    body: 'abc',
    ended: true,
    used: 3,
  });
  expect(readAll({ length: 0 }, [Buffer.from('x')])).toEqual({ body: '', ended: true, used: 0 });
  expect(readAll('until-close', [Buffer.from('abc')])).toEqual({ body: 'abc', ended: false, used: 3 });
});
