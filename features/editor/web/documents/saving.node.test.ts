import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ChangeSet } from '@codemirror/state';
import { describe, expect, it, vi } from 'vitest';
import { openTestProject, type TestProject } from '../testing/project.ts';
import type { FileDocument } from './document.ts';
import { Documents } from './documents.ts';
import { openJournal } from './journal.ts';

/** What a browser's storage does, in memory: tests run where there is none. */
function memoryStorage(): Storage {
  const values = new Map<string, string>();
  const storage = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => {
      values.set(key, value);
      Object.assign(storage, { [key]: value });
    },
    removeItem: (key: string) => {
      values.delete(key);
      Reflect.deleteProperty(storage, key);
    },
  };
  return storage as unknown as Storage;
}

async function openDocument(project: TestProject, path: string, storage = memoryStorage()) {
  const documents = new Documents(project.client, openJournal('p', storage));
  const opened = await documents.open(path);
  if (opened.kind !== 'text') throw new Error(`opened as ${opened.kind}`);
  return { document: opened.document, documents, storage };
}

function insert(document: FileDocument, at: number, text: string): void {
  document.edit(ChangeSet.of({ from: at, insert: text }, document.text.length));
}

const becomes = (document: FileDocument, kind: string) =>
  vi.waitFor(() => expect(document.state.get().kind).toBe(kind), { timeout: 8000, interval: 5 });

describe('a document', () => {
  it('is called saved only when the disk has every edit', async () => {
    const project = await openTestProject({ 'a.txt': 'one\n' });
    const { document } = await openDocument(project, 'a.txt');
    for (const letter of 'typing') insert(document, document.text.length, letter);
    expect(document.state.get().kind).toBe('saving');
    await becomes(document, 'saved');
    expect(await project.read('a.txt')).toBe('one\ntyping');
  });

  it('keeps the line breaks of the file', async () => {
    const project = await openTestProject({ 'a.txt': 'one\r\ntwo\r\n' });
    const { document } = await openDocument(project, 'a.txt');
    insert(document, 3, '!');
    await document.flush();
    expect(await project.read('a.txt')).toBe('one!\r\ntwo\r\n');
  });

  it('merges what another program wrote into other lines', async () => {
    const project = await openTestProject({ 'a.txt': 'one\ntwo\nthree\n' });
    const { document } = await openDocument(project, 'a.txt');
    await project.write('a.txt', 'one\ntwo\nthree, from elsewhere\n');
    insert(document, 0, 'mine: ');
    await becomes(document, 'saved');
    expect(await project.read('a.txt')).toBe('mine: one\ntwo\nthree, from elsewhere\n');
  });

  it('shows a conflict about one line and loses neither side', async () => {
    const project = await openTestProject({ 'a.txt': 'one\ntwo\n' });
    const { document } = await openDocument(project, 'a.txt');
    await project.write('a.txt', 'uno\ntwo\n');
    insert(document, 0, 'my ');
    await becomes(document, 'conflict');
    expect(await project.read('a.txt')).toBe('uno\ntwo\n');
    insert(document, 0, 'still ');
    expect(document.text.toString()).toBe('still my one\ntwo\n');
    expect(document.theirs?.toString()).toBe('uno\ntwo\n');
    await document.keepMine();
    await becomes(document, 'saved');
    expect(await project.read('a.txt')).toBe('still my one\ntwo\n');
  });

  it('takes the version on disk when asked to', async () => {
    const project = await openTestProject({ 'a.txt': 'one\n' });
    const { document } = await openDocument(project, 'a.txt');
    await project.write('a.txt', 'uno\n');
    insert(document, 0, 'my ');
    await becomes(document, 'conflict');
    document.takeTheirs();
    expect([document.text.toString(), document.state.get().kind, document.dirty]).toEqual(['uno\n', 'saved', false]);
  });

  it('follows the disk while nothing is typed, with the smallest change', async () => {
    const project = await openTestProject({ 'a.txt': 'one\ntwo\nthree\n' });
    const { document } = await openDocument(project, 'a.txt');
    const received: unknown[] = [];
    document.attach({ receive: (changes) => received.push(changes.toJSON()) });
    await project.write('a.txt', 'one\ntwo and a half\nthree\n');
    await document.refresh();
    expect(document.text.toString()).toBe('one\ntwo and a half\nthree\n');
    expect(received).toEqual([[7, [0, ' and a half'], 7]]);
  });

  it('keeps edits while the host is away and sends them when it is back', async () => {
    const project = await openTestProject({ 'a.txt': 'one\n' });
    const { document, documents } = await openDocument(project, 'a.txt');
    await project.kill();
    insert(document, 4, 'two\n');
    await becomes(document, 'offline');
    insert(document, 8, 'three\n');
    expect(document.state.get()).toEqual({ kind: 'offline', edits: 2 });
    await project.start();
    documents.resume();
    await becomes(document, 'saved');
    expect(await project.read('a.txt')).toBe('one\ntwo\nthree\n');
  });

  it('brings unsaved edits into the next life of the page, and merges them with what happened meanwhile', async () => {
    const project = await openTestProject({ 'a.txt': 'one\ntwo\nthree\n' });
    const { document, documents, storage } = await openDocument(project, 'a.txt');
    await project.kill();
    insert(document, 0, 'typed before the reload: ');
    expect(documents.keep()).toBe(true);
    document.close();
    await project.write('a.txt', 'one\ntwo\nthree, changed\n');
    await project.start();
    const next = await openDocument(project, 'a.txt', storage);
    await becomes(next.document, 'saved');
    expect(await project.read('a.txt')).toBe('typed before the reload: one\ntwo\nthree, changed\n');
    expect(next.documents.unsaved()).toEqual([]);
  });

  it('says when its file was deleted, and brings it back on request', async () => {
    const project = await openTestProject({ 'a.txt': 'one\n' });
    const { document, documents } = await openDocument(project, 'a.txt');
    await rm(join(project.root, 'a.txt'));
    documents.changed([{ path: 'a.txt', kind: 'delete' }]);
    await becomes(document, 'gone');
    await document.keepMine();
    await becomes(document, 'saved');
    expect(await project.read('a.txt')).toBe('one\n');
  });

  it('writes to the new name after a move', async () => {
    const project = await openTestProject({ 'a.txt': 'one\n' });
    const { document, documents } = await openDocument(project, 'a.txt');
    await rename(join(project.root, 'a.txt'), join(project.root, 'b.txt'));
    documents.moved('a.txt', 'b.txt');
    insert(document, 0, 'still here, ');
    await becomes(document, 'saved');
    expect(await project.read('b.txt')).toBe('still here, one\n');
  });

  it('loses nothing that it called saved when the host is killed while someone types', async () => {
    const project = await openTestProject({ 'a.txt': '' });
    const { document, documents } = await openDocument(project, 'a.txt');
    const kept: boolean[] = [];
    for (let round = 0; round < 10; round += 1) {
      insert(document, document.text.length, `line ${round}\n`);
      const writing = document.flush();
      // Every other round the host dies while it writes.
      if (round % 2 === 0) await writing;
      const claimed = document.state.get().kind === 'saved' ? document.text.toString() : '';
      await project.kill();
      await writing;
      kept.push((await project.read('a.txt')).startsWith(claimed));
      await project.start();
      documents.resume();
      await becomes(document, 'saved');
      expect(await project.read('a.txt')).toBe(document.text.toString());
    }
    expect(kept).toEqual(Array.from({ length: 10 }, () => true));
  });
});
