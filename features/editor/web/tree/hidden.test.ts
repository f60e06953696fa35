import { expect, it } from 'vitest';
import { hiddenMatcher } from './hidden.ts';

it.each([
  ['.config', '.config', true],
  ['.config', 'a/.config/b.json', true],
  ['.config', 'a.config', false],
  ['venv/', 'venv/bin/python', true],
  ['*.pyc', 'a/b.pyc', true],
  ['*.pyc', 'a/b.pycx', false],
  ['**/*.log', 'deep/er/x.log', true],
  ['build/*.map', 'build/a.map', true],
  ['build/*.map', 'x/build/a.map', false],
  ['build/*.map', 'build/a/b.map', false],
  ['data/**', 'data/a/b', true],
  ['a?c', 'abc', true],
  ['a?c', 'a/c', false],
  ['(odd)+', '(odd)+', true],
])('takes %s in .replit for %s: %s', (pattern, path, hidden) => {
  expect(hiddenMatcher([pattern])(path)).toBe(hidden);
});

it('hides nothing without patterns', () => {
  expect(hiddenMatcher(['', '  '.trim()])('a')).toBe(false);
});
