import { ChangeSet } from '@codemirror/state';
import type { HistoryPart } from '@e-code/host/contract';
import { expect, it } from 'vitest';
import { Replay } from './replay.ts';

/** A part of `count` edits that each append a letter; odd ones are by Ben. */
function partOf(first: number, text: string, count: number): HistoryPart {
  const edits = Array.from({ length: count }, (_, index): HistoryPart['edits'][number] => [
    1000 + index,
    index % 2,
    ChangeSet.of({ from: text.length + index, insert: 'x' }, text.length + index).toJSON() as unknown[],
  ]);
  const authors: HistoryPart['authors'] = [
    { kind: 'person', name: 'Ada' },
    { kind: 'person', name: 'Ben' },
  ];
  return { first, text, authors, edits };
}

function recorded(): { replay: Replay; asked: number[] } {
  const asked: number[] = [];
  const replay = new Replay(0, async (point) => {
    asked.push(point);
    return point <= 300 ? partOf(0, 'a', 300) : partOf(300, `a${'x'.repeat(300)}`, 10);
  });
  return { replay, asked };
}

it('has every version of a part after asking once, in any order', async () => {
  const { replay, asked } = recorded();
  for (const point of [300, 0, 150, 64, 65, 128, 299, 1]) {
    const { text } = await replay.version(point);
    expect(text.toString()).toBe(`a${'x'.repeat(point)}`);
  }
  expect(asked).toEqual([300]);
});

it('tells who made a version and when, and of the oldest one nothing', async () => {
  const { replay } = recorded();
  expect(await replay.version(2)).toMatchObject({ at: 1001, author: { name: 'Ben' } });
  expect(await replay.version(0)).toMatchObject({ at: undefined, author: undefined });
});

it('asks for the next part when the history grew', async () => {
  const { replay, asked } = recorded();
  await replay.version(10);
  expect(replay.ready(305)).toBeUndefined();
  expect((await replay.version(305)).text.length).toBe(306);
  expect(await replay.version(300)).toMatchObject({ at: 1299, author: { name: 'Ben' } });
  expect(asked).toEqual([10, 305]);
});
