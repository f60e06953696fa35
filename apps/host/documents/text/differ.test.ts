import { Text } from '@codemirror/state';
import { expect, it, onTestFinished } from 'vitest';
import { Differ } from './differ.ts';
import { lineDiff } from './line-diff.ts';

const lines = (count: number, word: string): string =>
  Array.from({ length: count }, (_, line) => `${word} ${line} of many`).join('\n');

it('finds large differences in a thread, many at once, and small ones at once', async () => {
  const differ = new Differ();
  onTestFinished(() => differ.close());
  const [from, to] = [lines(5000, 'one'), lines(6000, 'other')];
  const answers = await Promise.all([differ.diff(from, to), differ.diff(to, from), differ.diff('a', 'b')]);
  const applied = answers.map((changes, index) =>
    changes.apply(Text.of([from, to, 'a'][index]?.split('\n') ?? [])).toString(),
  );
  expect(applied).toEqual([to, from, 'b']);
  expect(answers[0].toJSON()).toEqual(lineDiff(from, to).toJSON());
});

it('answers after its thread was ended', async () => {
  const differ = new Differ();
  onTestFinished(() => differ.close());
  const [from, to] = [lines(5000, 'one'), lines(5000, 'other')];
  await differ.diff(from, to);
  await differ.close();
  expect((await differ.diff(from, to)).newLength).toBe(to.length);
});
