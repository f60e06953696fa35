import { appendFile, mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChangeSet, Text } from '@codemirror/state';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { FileLog } from './file-log.ts';
import { type Edit, textAt } from './part.ts';

async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'history-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const author = { kind: 'person', id: 'ada', name: 'Ada' } as const;

/** Appends edits, each one in a go of its own, and answers the text at each point. */
async function write(log: FileLog, start: string, edits: readonly ((text: Text) => ChangeSet)[]): Promise<string[]> {
  let text = Text.of(start.split('\n'));
  const texts = [start];
  for (const [index, change] of edits.entries()) {
    const before = text;
    const changes = change(text);
    await log.append([{ at: 1000 + index, author, changes }], () => ({
      path: 'a.txt',
      document: null,
      at: 1000 + index,
      text: before.toString(),
    }));
    text = changes.apply(text);
    texts.push(text.toString());
  }
  return texts;
}

const put =
  (insert: string) =>
  (text: Text): ChangeSet =>
    ChangeSet.of({ from: text.length, insert }, text.length);

it('has every text of any sequence of edits', async () => {
  const step = fc.record({ at: fc.nat(1000), remove: fc.nat(5), insert: fc.constantFrom('', 'x', 'ü🦊\n', 'word ') });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
      const folder = await mkdtemp(join(tmpdir(), 'history-'));
      const log = new FileLog(join(folder, 'log'));
      const edits = steps.map(({ at, remove, insert }) => (text: Text) => {
        const from = at % (text.length + 1);
        return ChangeSet.of({ from, to: Math.min(text.length, from + remove), insert }, text.length);
      });
      const texts = await write(log, 'the first text\n', edits);
      for (const [point, text] of texts.entries()) {
        expect(textAt(await log.partWith(point), point).toString()).toBe(text);
      }
      await log.close();
      await rm(folder, { recursive: true });
    }),
    { numRuns: 60 },
  );
});

it('begins a new part with a whole text when one is full, and compresses the one before', async () => {
  const log = new FileLog(await openFolder());
  // 300 bytes each: 64 KiB are full after about 200.
  await write(
    log,
    '',
    Array.from({ length: 500 }, () => put('y'.repeat(280))),
  );
  const names = await readdir(log.folder);
  expect(names.filter((name) => name.endsWith('.zst')).length).toBeGreaterThan(1);
  expect(names.filter((name) => name.endsWith('.log'))).toHaveLength(1);
  for (const point of [0, 250, 499, 500]) {
    expect(textAt(await log.partWith(point), point).length).toBe(point * 280);
  }
  await log.close();
});

it('leaves out a last line that is there by half, and goes on after it', async () => {
  const folder = await openFolder();
  const first = new FileLog(folder);
  await write(first, 'a', [put('b'), put('c')]);
  await first.close();
  const [name = ''] = await readdir(folder);
  await appendFile(join(folder, name), `[1002,0,[3,[0,"${'d'.repeat(500)}`);
  const second = new FileLog(folder);
  const edit: Edit = { at: 2000, author, changes: put('e')(Text.of(['abc'])) };
  await second.append([edit], () => ({ path: 'a.txt', document: null, at: 0, text: 'abc' }));
  expect((await second.newest())?.text.toString()).toBe('abce');
  expect(await readFile(join(folder, name), 'utf8')).not.toContain('ddd');
  await second.close();
});

it('gives up a part of which not even the beginning is there', async () => {
  const folder = await openFolder();
  const first = new FileLog(folder);
  await write(first, 'a', [put('b')]);
  await first.close();
  const [name = ''] = await readdir(folder);
  await truncate(join(folder, name), 5);
  const second = new FileLog(folder);
  await write(second, 'new', [put('!')]);
  expect((await second.newest())?.text.toString()).toBe('new!');
  await second.close();
});

it('makes a summary that is missing again', async () => {
  const log = new FileLog(await openFolder());
  await write(
    log,
    '',
    Array.from({ length: 300 }, () => put('y'.repeat(280))),
  );
  const [part] = await log.parts();
  if (part === undefined) throw new Error('There is no part.');
  const before = await log.summary(part);
  for (const name of await readdir(log.folder)) if (name.endsWith('.summary')) await rm(join(log.folder, name));
  expect(await log.summary(part)).toEqual(before);
  expect(before.bursts[0]).toMatchObject({ from: 0, author: { name: 'Ada' }, removed: 0 });
  await log.close();
});
