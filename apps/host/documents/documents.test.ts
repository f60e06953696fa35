import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openProject } from '../testing/project.ts';
import { Editor } from './testing/stock-client.ts';

const onDisk = (project: { root: string }, path: string): Promise<string> => readFile(join(project.root, path), 'utf8');

it('keeps the text of both people, in both editors and on disk', async () => {
  const project = await openProject({ 'a.txt': 'middle\n' });
  const ada = await Editor.open(project, 'a.txt', { id: 'ada', name: 'Ada' });
  const ben = await Editor.open(project, 'a.txt', { id: 'ben', name: 'Ben' });
  for (let key = 0; key < 60; key += 1) {
    ada.type(key, 'a');
    ben.type(ben.text.length, 'b');
  }
  await Promise.all([ada.saved(), ben.saved()]);
  const wanted = `${'a'.repeat(60)}middle\n${'b'.repeat(60)}`;
  await ada.until(() => ada.content === wanted);
  await ben.until(() => ben.content === wanted);
  expect(await onDisk(project, 'a.txt')).toBe(wanted);
});

it('shows what a program writes, and keeps what is being typed', async () => {
  const project = await openProject({ 'a.txt': 'one\ntwo\nthree\n' });
  const ada = await Editor.open(project, 'a.txt');
  ada.type(0, 'typed ');
  await writeFile(join(project.root, 'a.txt'), 'one\ntwo\nTHREE\n');
  await ada.until(() => ada.content === 'typed one\ntwo\nTHREE\n');
  await ada.saved();
  expect(await onDisk(project, 'a.txt')).toBe('typed one\ntwo\nTHREE\n');
  expect(await ada.event('outside-change')).toMatchObject({ by: { kind: 'program' } });
});
