import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { DocumentStore, type StoredFile } from './store.ts';

const file = (path: string, more: Partial<StoredFile> = {}): StoredFile => ({
  path,
  name: `${path}.1`,
  lineEnding: '\n',
  unsent: null,
  at: 0,
  ...more,
});

const bytes = (...values: number[]) => Uint8Array.from(values);

it('gives a file back with its updates in the order they were made', async () => {
  const store = new DocumentStore('order');
  store.append('a.1', bytes(1));
  store.append('b.1', bytes(9));
  store.append('a.1', bytes(2));
  await store.remember(file('a'));
  expect(await store.load('a')).toEqual({ file: file('a'), updates: [bytes(1), bytes(2)] });
});

it('puts one update in the place of many', async () => {
  const store = new DocumentStore('replace');
  for (const value of [1, 2, 3]) store.append('a.1', bytes(value));
  store.append('b.1', bytes(4));
  await store.remember(file('a'));
  await store.remember(file('b'));
  await store.replace('a.1', bytes(6));
  expect((await store.load('a'))?.updates).toEqual([bytes(6)]);
  expect((await store.load('b'))?.updates).toEqual([bytes(4)]);
});

it('knows in which files edits wait', async () => {
  const store = new DocumentStore('unsent');
  await store.remember(file('a', { unsent: { base: 'text', edits: 2 } }));
  await store.remember(file('b'));
  expect(await store.unsent()).toEqual(['a']);
});

it('forgets what was unused longest, and never what waits', async () => {
  const store = new DocumentStore('trim');
  await store.remember(file('waiting', { unsent: { base: '', edits: 1 } }));
  for (let at = 1; at <= 102; at += 1) await store.remember(file(`f${at}`, { at }));
  await store.trim();
  const kept = await Promise.all(['waiting', 'f1', 'f2', 'f3', 'f102'].map((path) => store.load(path)));
  expect(kept.map((entry) => entry !== undefined)).toEqual([true, false, false, true, true]);
});

it('says when the browser keeps nothing', async () => {
  const blocked = {
    open: () => {
      throw new Error('blocked');
    },
  } as unknown as IDBFactory;
  const store = new DocumentStore('blocked', blocked);
  await store.remember(file('a'));
  expect([store.works, await store.load('a'), await store.unsent()]).toEqual([false, undefined, []]);
});
