import { expect, it } from 'vitest';
import { toChanges, toText } from './changes.ts';
import { choose } from './collisions.ts';
import { lineDiff } from './text/line-diff.ts';
import { rebase } from './text/rebase.ts';

/** The text when one side is chosen in everything that collides. */
function chosen(texts: { base: string; ours: string; theirs: string }, side: 'ours' | 'theirs'): string {
  const base = toText(texts.base);
  const ours = lineDiff(texts.base, texts.ours);
  const theirs = lineDiff(texts.base, texts.theirs);
  const { incoming, collisions: lines } = rebase(base, ours, theirs);
  expect(lines).toHaveLength(1);
  const merged = incoming.apply(ours.apply(base));
  return toChanges(choose({ base, ours, theirs, incoming, lines }, side), merged.length).apply(merged).toString();
}

it('puts one version of a line in the place of both', () => {
  const texts = { base: 'a\nb\nc\n', ours: 'a\nMINE\nc\n', theirs: 'a\nTHEIRS\nc\nd\n' };
  expect(chosen(texts, 'ours')).toBe('a\nMINE\nc\nd\n');
  expect(chosen(texts, 'theirs')).toBe('a\nTHEIRS\nc\nd\n');
});

it('takes a line away that one side deleted, or leaves it', () => {
  const texts = { base: 'a\nb\nc\n', ours: 'a\nc\n', theirs: 'a\nTHEIRS\nc\n' };
  expect(chosen(texts, 'ours')).toBe('a\nc\n');
  expect(chosen(texts, 'theirs')).toBe('a\nTHEIRS\nc\n');
});

it('chooses between lines that were inserted at one place', () => {
  const texts = { base: 'a\nc\n', ours: 'a\nmine\nc\n', theirs: 'a\ntheirs\nc\n' };
  expect(chosen(texts, 'ours')).toBe('a\nmine\nc\n');
  expect(chosen(texts, 'theirs')).toBe('a\ntheirs\nc\n');
});

it('chooses at the end of a file without a last line feed', () => {
  const texts = { base: 'a\nb', ours: 'a\nmine', theirs: 'a\ntheirs' };
  expect(chosen(texts, 'ours')).toBe('a\nmine');
  expect(chosen(texts, 'theirs')).toBe('a\ntheirs');
});

it('leaves alone what stands beside the colliding lines', () => {
  const texts = { base: 'a\nb\nc\nd\n', ours: 'a\nMINE\nc!\nd\n', theirs: 'A\nTHEIRS\nc\nd\ne\n' };
  expect(chosen(texts, 'ours')).toBe('A\nMINE\nc!\nd\ne\n');
  expect(chosen(texts, 'theirs')).toBe('A\nTHEIRS\nc!\nd\ne\n');
});
