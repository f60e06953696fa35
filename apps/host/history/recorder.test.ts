import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChangeSet, Text } from '@codemirror/state';
import { expect, it, onTestFinished } from 'vitest';
import type { HistoryAuthor } from '../contract/history.ts';
import { Differ } from '../documents/text/differ.ts';
import { FileLog } from './file-log.ts';
import { Recorder } from './recorder.ts';

const ada: HistoryAuthor = { kind: 'person', id: 'ada', name: 'Ada' };
const ben: HistoryAuthor = { kind: 'person', id: 'ben', name: 'Ben' };

async function openRecorder(): Promise<Recorder> {
  const folder = await mkdtemp(join(tmpdir(), 'history-'));
  const differ = new Differ();
  const recorder = new Recorder(new FileLog(folder), differ, () => ({ path: 'a.txt', document: null }));
  onTestFinished(async () => {
    await recorder.close();
    await differ.close();
    await rm(folder, { recursive: true, force: true });
  });
  return recorder;
}

/** Types at the end of this text. */
function type(
  recorder: Recorder,
  before: string,
  insert: string,
  how: { at: number; author?: HistoryAuthor; follows?: boolean },
): void {
  const text = Text.of(before.split('\n'));
  const changes = ChangeSet.of({ from: text.length, insert }, text.length);
  recorder.note({ at: how.at, author: how.author ?? ada, changes, before: () => text, follows: how.follows ?? true });
}

async function recorded(recorder: Recorder): Promise<[kind: string, at: number][]> {
  await recorder.settle();
  const { authors, edits } = await recorder.log.partWith(0);
  return edits.map(([at, author]) => [authors[author]?.name ?? authors[author]?.kind ?? '', at]);
}

it('records letters of one author as words, and another author apart', async () => {
  const recorder = await openRecorder();
  type(recorder, '', 'o', { at: 1000 });
  type(recorder, 'o', 'n', { at: 1100 });
  type(recorder, 'on', 'e', { at: 1200, author: ben });
  type(recorder, 'one', '!', { at: 5000, author: ben });
  expect(await recorded(recorder)).toEqual([
    ['Ada', 1000],
    ['Ben', 1200],
    ['Ben', 5000],
  ]);
  expect((await recorder.log.newest())?.text.toString()).toBe('one!');
});

it('records what happened between two edits although nobody told', async () => {
  const recorder = await openRecorder();
  const now = Date.now();
  type(recorder, 'one', '!', { at: now });
  await recorder.settle();
  type(recorder, 'one! and more', '?', { at: now + 1000 });
  expect(await recorded(recorder)).toEqual([
    ['Ada', now],
    ['program', now + 1000],
    ['Ada', now + 1000],
  ]);
  expect((await recorder.log.newest())?.text.toString()).toBe('one! and more?');
});

it('does not join edits of a file that somebody else wrote in between', async () => {
  const recorder = await openRecorder();
  type(recorder, 'one', '!', { at: 1000, follows: false });
  type(recorder, 'another text', '?', { at: 1100, follows: false });
  expect(await recorded(recorder)).toEqual([
    ['Ada', 1000],
    ['unknown', 1100],
    ['Ada', 1100],
  ]);
  expect((await recorder.log.newest())?.text.toString()).toBe('another text?');
});

it('takes no older look at the file for a change while somebody types', async () => {
  const recorder = await openRecorder();
  type(recorder, 'one', '!', { at: 1000 });
  await recorder.settle();
  type(recorder, 'one!', '?', { at: 2000 });
  await recorder.meet(Text.of(['one!']), 3000, ben);
  expect(await recorded(recorder)).toEqual([
    ['Ada', 1000],
    ['Ada', 2000],
  ]);
});
