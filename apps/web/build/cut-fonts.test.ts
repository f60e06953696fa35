import { expect, it } from 'vitest';
import { charactersOf } from './cut-fonts.ts';

it('reads single characters, ranges and placeholders of a unicode-range', () => {
  expect(charactersOf('U+41-43, U+20AC')).toBe('ABC€');
  expect(charactersOf('U+4?').slice(0, 3)).toBe('@AB');
  expect(charactersOf('U+??')).toHaveLength(256);
});
