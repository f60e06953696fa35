import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChangeSet, Text } from '@codemirror/state';
import { expect, it } from 'vitest';
import { openHost } from '../testing/project.ts';
import type { DocumentChange } from './documents.ts';
import { Editor } from './testing/stock-client.ts';

it('tells of every change who made it, in order, so that the text can be followed', async () => {
  const { project, host } = await openHost({ 'a.txt': 'one\ntwo\n' });
  const heard: DocumentChange[] = [];
  host.documents.onChange((change) => heard.push(change));
  const ada = await Editor.open(project, 'a.txt', { id: 'ada', name: 'Ada' });
  const ben = await Editor.open(project, 'a.txt', { id: 'ben', name: 'Ben' });
  ada.type(0, 'A');
  await ben.until(() => ben.content.startsWith('A'));
  ben.text.delete(1, 3);
  await ada.saved();
  await project.ask('files.write', { query: { path: 'a.txt' }, headers: { 'if-match': '*' }, body: 'A\ntwo\nthree\n' });
  await ada.until(() => ada.content === 'A\ntwo\nthree\n');
  expect(heard.map(({ origin, version }) => [origin, version])).toEqual([
    [{ kind: 'person', id: 'ada', name: 'Ada' }, 1],
    [{ kind: 'person', id: 'ben', name: 'Ben' }, 2],
    [{ kind: 'person', id: 'u1', name: 'Žofie' }, 3],
  ]);
  const text = heard.reduce((all, { changes }) => changes.apply(all), Text.of(['one', 'two', '']));
  expect(text.toString()).toBe('A\ntwo\nthree\n');
});

it('brings hunks of a formatter to the present text, without what was typed over meanwhile', async () => {
  const { project, host } = await openHost({ 'a.txt': 'let a=1\nlet b=2\nlet c=3\n' });
  const ada = await Editor.open(project, 'a.txt', { id: 'ada', name: 'Ada' });
  const documents = await host.documents.load();
  const read = documents.read('a.txt');
  expect(read?.text).toBe('let a=1\nlet b=2\nlet c=3\n');
  ada.text.delete(12, 3);
  ada.type(12, 'beta=22');
  ada.type(0, '// ');
  await ada.saved();
  const hunks = [5, 13, 21].map((at) => ({ from: at, to: at + 1, insert: ' = ' }));
  const applied = documents.apply(read?.id ?? '', read?.version ?? 0, hunks, { kind: 'formatter', name: 'prettier' });
  expect(applied.overlapped).toEqual([{ from: 13, to: 14, insert: ' = ' }]);
  await ada.until(() => ada.content === '// let a = 1\nlet beta=22\nlet c = 3\n');
  await project.ask('documents.flush', { body: {} });
  expect(await readFile(join(project.root, 'a.txt'), 'utf8')).toBe('// let a = 1\nlet beta=22\nlet c = 3\n');
  expect(() => documents.apply(read?.id ?? '', 99, hunks, { kind: 'agent' })).toThrow('changed');
});

it('takes texts with carriage returns from foreign clients as they are', async () => {
  const { project } = await openHost({ 'a.txt': 'one\n' });
  const ada = await Editor.open(project, 'a.txt');
  ada.type(0, 'x\r\ny\r');
  await ada.saved();
  expect(await readFile(join(project.root, 'a.txt'), 'utf8')).toBe('x\r\ny\rone\n');
  expect(ChangeSet.of({ from: 0, insert: Text.of(['a\r', 'b']) }, 0).newLength).toBe(4);
});

it('tells of a flood of many people without a gap', async () => {
  const { project, host } = await openHost({ 'a.txt': 'start\n' });
  let text = Text.of(['start', '']);
  let gaps = 0;
  host.documents.onChange(({ changes, before }) => {
    if (!before().eq(text)) gaps += 1;
    text = changes.apply(text);
  });
  const people = await Promise.all(
    Array.from({ length: 10 }, (_, index) => Editor.open(project, 'a.txt', { id: `p${index}`, name: 'P' })),
  );
  for (let round = 0; round < 40; round += 1) {
    for (const person of people) {
      for (let edit = 0; edit < 5; edit += 1) person.type(Math.floor(person.text.length / 2), 'ab');
      person.text.delete(Math.floor(person.text.length / 3), 1);
    }
    await new Promise(setImmediate);
  }
  await Promise.all(people.map((person) => person.saved()));
  expect(text.toString()).toBe(await readFile(join(project.root, 'a.txt'), 'utf8'));
  expect(gaps).toBe(0);
});
