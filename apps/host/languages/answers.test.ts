import { expect, it } from 'vitest';
import { plainText } from './answers.ts';

it('writes a template without its stops', () => {
  const stop = (inside: string): string => `$\{${inside}}`;
  expect(plainText(`"port": ${stop('1:80')}`)).toBe('"port": 80');
  expect(plainText('color: $0;')).toBe('color: ;');
  expect(plainText(`"type": ${stop('1|"a","b"|')}$0`)).toBe('"type": "a"');
  expect(plainText(`<${stop('1')}></${stop('1')}>`)).toBe('<></>');
});

it('keeps a dollar and a brace that are meant', () => {
  expect(plainText('cost: \\$5 {a}')).toBe('cost: $5 {a}');
});
