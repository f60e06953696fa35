import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openProject } from '../testing/project.ts';
import { Editor } from './testing/stock-client.ts';

interface State {
  readonly user: { readonly id: string; readonly name: string; readonly colour: string };
  readonly cursor?: unknown;
}

const seenBy = (editor: Editor, other: Editor): State | undefined =>
  editor.awareness.getStates().get(other.doc.clientID) as State | undefined;

it('shows a viewer everything, drops what he writes, and says so', async () => {
  const project = await openProject({ 'a.txt': 'text\n' });
  const ada = await Editor.open(project, 'a.txt', { id: 'ada', name: 'Ada' });
  const vera = await Editor.open(project, 'a.txt', { id: 'vera', name: 'Vera', capabilities: ['read'] });
  expect([ada.scope, vera.scope]).toEqual(['read-write', 'readonly']);
  vera.type(0, 'graffiti');
  expect(await vera.event('refused')).toEqual({ type: 'refused', reason: 'read-only' });
  await vera.until(() => vera.dropped === 1);
  ada.type(0, 'my ');
  await vera.until(() => vera.content.includes('my '));
  await ada.saved();
  expect(ada.content).toBe('my text\n');
  expect(await readFile(join(project.root, 'a.txt'), 'utf8')).toBe('my text\n');
  const flush = await project.ask('documents.flush', { body: {}, capabilities: ['read'] });
  expect(flush.status).toBe(403);
});

it('answers a viewer who has nothing of his own that all is well', async () => {
  const project = await openProject({ 'a.txt': 'text\n' });
  const vera = await Editor.open(project, 'a.txt', { id: 'vera', name: 'Vera', capabilities: ['read'] });
  await vera.until(() => vera.kept === 1);
  expect(vera.dropped).toBe(0);
});

it('names everybody itself, whatever a client claims', async () => {
  const project = await openProject({ 'a.txt': 'text\n' });
  const ada = await Editor.open(project, 'a.txt', { id: 'ada', name: 'Ada' });
  const eve = await Editor.open(project, 'a.txt', { id: 'eve', name: 'Eve' });
  eve.awareness.setLocalState({ user: { id: 'ada', name: 'The owner', colour: '#fff' }, cursor: { line: 3 } });
  await ada.until(() => seenBy(ada, eve)?.cursor !== undefined);
  expect(seenBy(ada, eve)).toMatchObject({ user: { id: 'eve', name: 'Eve' }, cursor: { line: 3 } });
  const listed = await project.ask('documents.list');
  expect(listed.json.documents).toMatchObject([
    {
      path: 'a.txt',
      people: [
        { id: 'ada', name: 'Ada' },
        { id: 'eve', name: 'Eve' },
      ],
    },
  ]);
});

it('lets nobody move or remove the cursor of somebody else', async () => {
  const project = await openProject({ 'a.txt': 'text\n' });
  const ada = await Editor.open(project, 'a.txt', { id: 'ada', name: 'Ada' });
  const ben = await Editor.open(project, 'a.txt', { id: 'ben', name: 'Ben' });
  const eve = await Editor.open(project, 'a.txt', { id: 'eve', name: 'Eve' });
  ada.awareness.setLocalState({ cursor: 1 });
  await ben.until(() => seenBy(ben, ada)?.cursor === 1);
  eve.doc.clientID = ada.doc.clientID;
  eve.awareness.clientID = ada.doc.clientID;
  eve.awareness.setLocalState({ cursor: 666 });
  ada.awareness.setLocalState({ cursor: 2 });
  await ben.until(() => seenBy(ben, ada)?.cursor === 2);
  expect(seenBy(ben, ada)?.user.name).toBe('Ada');
});

it('shows no ghosts: who is cut off without a goodbye is gone within ten seconds', { timeout: 30_000 }, async () => {
  const project = await openProject({ 'a.txt': 'text\n' });
  const ada = await Editor.open(project, 'a.txt', { id: 'ada', name: 'Ada' });
  const ben = await Editor.open(project, 'a.txt', { id: 'ben', name: 'Ben' });
  ben.awareness.setLocalState({ cursor: 1 });
  await ada.until(() => seenBy(ada, ben) !== undefined);
  const begin = performance.now();
  // A frozen machine: the connection stays open, nothing is read and no ping is answered.
  ben.socket?.pause();
  await ada.until(() => seenBy(ada, ben) === undefined, 20_000);
  expect(performance.now() - begin).toBeLessThan(10_000);
});

it('shows a person again who comes back under the same number', async () => {
  const project = await openProject({ 'a.txt': 'text\n' });
  const ada = await Editor.open(project, 'a.txt', { id: 'ada', name: 'Ada' });
  const ben = await Editor.open(project, 'a.txt', { id: 'ben', name: 'Ben' });
  ben.awareness.setLocalState({ cursor: 1 });
  await ada.until(() => seenBy(ada, ben) !== undefined);
  ben.disconnect();
  await ada.until(() => seenBy(ada, ben) === undefined);
  await ben.connect(ben.name);
  ben.sayWhere();
  await ada.until(() => seenBy(ada, ben)?.cursor === 1);
  expect(seenBy(ada, ben)?.user.name).toBe('Ben');
});

it('refuses documents that it does not know, and survives messages that are none', async () => {
  const project = await openProject({ 'a.txt': 'text\n' });
  const ada = await Editor.open(project, 'a.txt');
  const name = ada.name;
  await ada.connect('0b8e6d1c-0000-4000-8000-000000000000.1');
  expect(ada.denied).toBe('document_unknown');
  await ada.connect('../../etc/passwd.1');
  expect(ada.denied).toBe('document_unknown');
  await ada.connect(name.replace(/\d+$/, '7'));
  expect(ada.denied).toBe('epoch_changed');
  const ben = await Editor.open(project, 'a.txt', { id: 'ben', name: 'Ben' });
  const closed = new Promise((resolve) => ben.socket?.once('close', resolve));
  ben.socket?.send(Buffer.from([255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 2]));
  expect(await closed).toBe(1003);
  const cia = await Editor.open(project, 'a.txt', { id: 'cia', name: 'Cia' });
  cia.doc.getText('text').insertEmbed(0, { image: 'x' });
  cia.type(0, 'A');
  await cia.until(() => cia.text.length === 'Atext\n'.length);
  await cia.saved();
  expect(await readFile(join(project.root, 'a.txt'), 'utf8')).toBe('Atext\n');
});
