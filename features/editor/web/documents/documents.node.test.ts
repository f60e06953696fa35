import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChangeSet } from '@codemirror/state';
import { describe, expect, it, vi } from 'vitest';
import { becomes, insert, openTestPage, reads } from '../testing/documents.ts';
import { openTestProject } from '../testing/project.ts';

const ben = { id: 'p2', name: 'Ben' };

describe('a document', () => {
  it('is called saved only when the disk has every edit', async () => {
    const project = await openTestProject({ 'a.txt': 'one\n' });
    const document = await openTestPage(project).open('a.txt');
    for (const letter of 'typing') insert(document, document.text.length, letter);
    expect(document.state.get().kind).toBe('saving');
    await becomes(document, 'saved');
    expect(await project.read('a.txt')).toBe('one\ntyping');
  });

  it('is called saved only when the disk lacks what was deleted', async () => {
    const project = await openTestProject({ 'a.txt': 'one\ntwo\n' });
    const document = await openTestPage(project).open('a.txt');
    await becomes(document, 'saved');
    document.edit(ChangeSet.of({ from: 0, to: 4 }, document.text.length));
    expect(document.state.get().kind).toBe('saving');
    await becomes(document, 'saved');
    expect(await project.read('a.txt')).toBe('two\n');
  });

  it('shows each the other’s typing, and keeps all of it', async () => {
    const project = await openTestProject({ 'a.txt': 'begin\n\nend\n' });
    const [one, other] = await Promise.all(
      [openTestPage(project), openTestPage(project, { person: ben })].map((page) => page.open('a.txt')),
    );
    if (!one || !other) throw new Error('Two pages were opened');
    for (let round = 0; round < 60; round += 1) {
      insert(one, 0, 'a');
      insert(other, other.text.length, 'b');
    }
    const all = `${'a'.repeat(60)}begin\n\nend\n${'b'.repeat(60)}`;
    await Promise.all([reads(one, all), reads(other, all)]);
    await Promise.all([becomes(one, 'saved'), becomes(other, 'saved')]);
    expect(await project.read('a.txt')).toBe(all);
  });

  it('keeps the line breaks of the file', async () => {
    const project = await openTestProject({ 'a.txt': 'one\r\ntwo\r\n' });
    const document = await openTestPage(project).open('a.txt');
    insert(document, 3, '!');
    await becomes(document, 'saved');
    expect([document.lineEnding, await project.read('a.txt')]).toEqual(['\r\n', 'one!\r\ntwo\r\n']);
  });

  it('takes in what a program writes while somebody types, with the smallest change', async () => {
    const project = await openTestProject({ 'a.txt': 'one\ntwo\nthree\n' });
    const page = openTestPage(project);
    const document = await page.open('a.txt');
    await becomes(document, 'saved');
    const received: unknown[] = [];
    document.attach({ receive: (changes) => received.push(changes.toJSON()) });
    insert(document, 0, 'mine: ');
    await project.write('a.txt', 'one\ntwo\nthree, from elsewhere\n');
    await reads(document, 'mine: one\ntwo\nthree, from elsewhere\n');
    await becomes(document, 'saved');
    expect(await project.read('a.txt')).toBe('mine: one\ntwo\nthree, from elsewhere\n');
    expect(page.documents.outsideChange.get()).toMatchObject({ path: 'a.txt', by: { kind: 'program' } });
    expect(received.length).toBe(2);
  });

  it('never undoes what a program or somebody else wrote', async () => {
    const project = await openTestProject({ 'a.txt': 'one\n' });
    const [mine, theirs] = [openTestPage(project), openTestPage(project, { person: ben })];
    const [document, other] = [await mine.open('a.txt'), await theirs.open('a.txt')];
    insert(other, 0, 'theirs ');
    await reads(document, 'theirs one\n');
    insert(document, 0, 'mine ');
    await becomes(document, 'saved');
    await project.write('a.txt', 'mine theirs one\nprogram\n');
    await reads(document, 'mine theirs one\nprogram\n');
    document.undo({ anchor: 0, head: 0 });
    expect(document.text.toString()).toBe('theirs one\nprogram\n');
    expect(document.undo({ anchor: 0, head: 0 })).toBeUndefined();
  });

  it('keeps both versions of one line and lets the person choose', async () => {
    const project = await openTestProject({ 'a.txt': 'one\ntwo\n' });
    const document = await openTestPage(project).open('a.txt');
    await becomes(document, 'saved');
    insert(document, 0, 'my ');
    await project.write('a.txt', 'uno\ntwo\n');
    await vi.waitFor(() => expect(document.collisions.get()).toHaveLength(1), { timeout: 5000 });
    const id = document.collisions.get()[0]?.id ?? '';
    const kept = await project.client.ask('documents.collision', { id });
    expect([kept.ours, kept.theirs]).toEqual(['my one\ntwo\n', 'uno\ntwo\n']);
    const later = await openTestPage(project).open('a.txt');
    await vi.waitFor(() => expect(later.collisions.get()).toMatchObject([{ id }]), { timeout: 5000 });
    await project.client.ask('documents.resolve', { id, choice: 'theirs' });
    await reads(document, 'uno\ntwo\n');
    for (const page of [document, later]) await vi.waitFor(() => expect(page.collisions.get()).toEqual([]));
  });

  it('says when its file was deleted, and brings it back on request', async () => {
    const project = await openTestProject({ 'a.txt': 'one\n' });
    const page = openTestPage(project);
    const document = await page.open('a.txt');
    await becomes(document, 'saved');
    await rm(join(project.root, 'a.txt'));
    await becomes(document, 'deleted');
    await page.documents.restore(document);
    await becomes(document, 'saved');
    expect(await project.read('a.txt')).toBe('one\n');
  });

  it('follows its file to another name', async () => {
    const project = await openTestProject({ 'a.txt': 'one\n' });
    const page = openTestPage(project);
    const document = await page.open('a.txt');
    await rename(join(project.root, 'a.txt'), join(project.root, 'b.txt'));
    await vi.waitFor(() => expect(document.path).toBe('b.txt'), { timeout: 5000 });
    expect(page.documents.get('b.txt')).toBe(document);
    insert(document, 0, 'still here, ');
    await becomes(document, 'saved');
    expect(await project.read('b.txt')).toBe('still here, one\n');
  });

  it('shows a person who may only look what others type, and takes nothing from them', async () => {
    const project = await openTestProject({ 'a.txt': 'one\n' });
    const viewer = await openTestPage(project, { person: ben, capabilities: ['read'] }).open('a.txt');
    const writer = await openTestPage(project).open('a.txt');
    insert(viewer, 0, 'smuggled ');
    await becomes(viewer, 'viewing');
    insert(writer, 4, 'two\n');
    await reads(viewer, 'one\ntwo\n');
    expect([viewer.readOnly, await project.read('a.txt').then((text) => text.includes('smuggled'))]).toEqual([
      true,
      false,
    ]);
  });
});

describe('without the host', () => {
  it('counts the edits that wait and sends them when it is back', async () => {
    const project = await openTestProject({ 'a.txt': 'one\n' });
    const document = await openTestPage(project).open('a.txt');
    await becomes(document, 'saved');
    await project.kill();
    await becomes(document, 'offline');
    insert(document, 4, 'two\n');
    insert(document, 8, 'three\n');
    expect(document.state.get()).toEqual({ kind: 'offline', edits: 2 });
    await project.start();
    await becomes(document, 'saved');
    expect(await project.read('a.txt')).toBe('one\ntwo\nthree\n');
  });

  it('merges with what others and programs did meanwhile', async () => {
    const project = await openTestProject({ 'a.txt': 'one\ntwo\nthree\n' });
    const document = await openTestPage(project).open('a.txt');
    await becomes(document, 'saved');
    await project.kill();
    await becomes(document, 'offline');
    insert(document, 0, 'mine: ');
    await project.write('a.txt', 'one\ntwo\nthree, changed\n');
    await project.start();
    await becomes(document, 'saved');
    await reads(document, 'mine: one\ntwo\nthree, changed\n');
    await vi.waitFor(async () => expect(await project.read('a.txt')).toBe('mine: one\ntwo\nthree, changed\n'));
  });

  it('shows a file and keeps its edits over a reload, and sends them in the next life of the page', async () => {
    const project = await openTestProject({ 'a.txt': 'one\n' });
    const first = openTestPage(project, { browser: 'reload' });
    const document = await first.open('a.txt');
    await becomes(document, 'saved');
    await project.kill();
    await becomes(document, 'offline');
    insert(document, 0, 'typed before the reload: ');
    first.documents.stop();
    const second = openTestPage(project, { browser: 'reload' });
    const again = await second.open('a.txt');
    expect([again.text.toString(), again.edits]).toEqual(['typed before the reload: one\n', 1]);
    second.documents.stop();
    await project.start();
    // Nobody opens the file: the page sends by itself what waits.
    openTestPage(project, { browser: 'reload' });
    await vi.waitFor(async () => expect(await project.read('a.txt')).toBe('typed before the reload: one\n'), {
      timeout: 8000,
    });
  });

  it('moves edits to a new history of the file, nothing lost and nothing twice', async () => {
    const project = await openTestProject({ 'a.txt': 'one\ntwo\n' });
    const document = await openTestPage(project).open('a.txt');
    insert(document, 0, 'saved ');
    await becomes(document, 'saved');
    const before = document.name;
    await project.kill();
    await becomes(document, 'offline');
    insert(document, document.text.length, 'waiting\n');
    await damageLogs(project.state);
    await project.start();
    await becomes(document, 'saved');
    expect(document.name).not.toBe(before);
    expect(document.text.toString()).toBe('saved one\ntwo\nwaiting\n');
    expect(await project.read('a.txt')).toBe('saved one\ntwo\nwaiting\n');
  });

  it('loses nothing that it called saved when the host is killed while somebody types', async () => {
    const project = await openTestProject({ 'a.txt': '' });
    const document = await openTestPage(project).open('a.txt');
    const kept: boolean[] = [];
    for (let round = 0; round < 10; round += 1) {
      insert(document, document.text.length, `line ${round}\n`);
      // Every other round the host dies while it writes.
      if (round % 2 === 0) await becomes(document, 'saved');
      const claimed = document.state.get().kind === 'saved' ? document.text.toString() : '';
      await project.kill();
      kept.push((await project.read('a.txt')).startsWith(claimed));
      await project.start();
      await becomes(document, 'saved');
      expect(await project.read('a.txt')).toBe(document.text.toString());
    }
    expect(kept).toEqual(Array.from({ length: 10 }, () => true));
  }, 60_000);
});

/** Makes what the host keeps of its documents unreadable, as a failing disk would. */
async function damageLogs(state: string): Promise<void> {
  const folder = join(state, 'documents');
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && entry.parentPath !== folder) await writeFile(path, 'damaged'.repeat(20));
  }
}
