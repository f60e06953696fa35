import { once } from 'node:events';
import { readdir, readFile, rename, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { spawnProject } from '../testing/project.ts';
import { Editor } from './testing/stock-client.ts';

type Spawned = Awaited<ReturnType<typeof spawnProject>>;

async function kill(project: Spawned): Promise<void> {
  const ended = once(project.process, 'close');
  project.process.kill('SIGKILL');
  await ended;
}

const textOf = (project: Spawned, path: string): Promise<string> => readFile(join(project.root, path), 'utf8');

async function logOf(project: Spawned, editor: Editor): Promise<string> {
  const [id = '', epoch = ''] = editor.name.split('.');
  const folder = join(project.folder, 'state/documents', id);
  expect(await readdir(folder)).toContain(`${epoch}.log`);
  return join(folder, `${epoch}.log`);
}

it('loses no acknowledged character of a host that is killed 50 times', { timeout: 300_000 }, async () => {
  const project = await spawnProject();
  await writeFile(join(project.root, 'a.txt'), 'end\n');
  const ada = await Editor.open(project, 'a.txt');
  let typed = 0;
  for (let round = 0; round < 50; round += 1) {
    const acknowledged = ada.kept;
    const burst = 5 + (round % 20);
    for (let key = 0; key < burst; key += 1) {
      ada.type(0, String.fromCharCode(97 + (typed % 26)));
      typed += 1;
      // The time between two keys of a person, another one in each round.
      await new Promise((resolve) => setTimeout(resolve, round % 7));
    }
    // Each time at another moment: while it is applied, logged, announced, written or acknowledged.
    if (round % 3 === 0) await ada.until(() => ada.kept > acknowledged);
    await kill(project);
    const safe = ada.content;
    const acknowledgedAll = ada.kept >= ada.sent;
    await project.restart();
    // Somebody else's tab, which knows nothing of Ada's: what was acknowledged is there without her, and nothing else.
    const other = await Editor.open(project, 'a.txt', { id: 'ben', name: 'Ben' });
    expect(safe.endsWith(other.content)).toBe(true);
    expect(other.content.length).toBeGreaterThanOrEqual(acknowledgedAll ? safe.length : 0);
    other.disconnect();
    await ada.connect(ada.name);
    expect(ada.denied).toBeUndefined();
    await ada.saved();
    expect(ada.content).toBe(safe);
  }
  const wanted = `${Array.from({ length: typed }, (_, key) => String.fromCharCode(97 + (key % 26)))
    .toReversed()
    .join('')}end\n`;
  expect(ada.content).toBe(wanted);
  await expect.poll(() => textOf(project, 'a.txt')).toBe(wanted);
});

it('has what was received but not written yet after a kill, in the log', async () => {
  const project = await spawnProject();
  await writeFile(join(project.root, 'a.txt'), 'text\n');
  const ada = await Editor.open(project, 'a.txt');
  const ben = await Editor.open(project, 'a.txt', { id: 'ben', name: 'Ben' });
  const log = await logOf(project, ada);
  const before = await readFile(log);
  ada.type(0, 'unwritten ');
  await ben.until(() => ben.content === 'unwritten text\n');
  await expect.poll(async () => (await readFile(log)).length).toBeGreaterThan(before.length);
  await kill(project);
  for (const editor of [ada, ben]) editor.disconnect();
  await project.restart();
  const cia = await Editor.open(project, 'a.txt', { id: 'cia', name: 'Cia' });
  expect(cia.content).toBe('unwritten text\n');
  await expect.poll(() => textOf(project, 'a.txt')).toBe('unwritten text\n');
});

it('merges what was written while no host ran, once', async () => {
  const project = await spawnProject();
  await writeFile(join(project.root, 'a.txt'), 'one\ntwo\nthree\n');
  const ada = await Editor.open(project, 'a.txt');
  ada.type(0, 'A ');
  await ada.saved();
  await kill(project);
  await writeFile(join(project.root, 'a.txt'), 'A one\ntwo\nTHREE\n');
  ada.type(0, 'offline ');
  await project.restart();
  await ada.connect(ada.name);
  expect(ada.denied).toBeUndefined();
  await ada.until(() => ada.content === 'offline A one\ntwo\nTHREE\n');
  await ada.saved();
  expect(await textOf(project, 'a.txt')).toBe('offline A one\ntwo\nTHREE\n');
});

it('knows a file again that was renamed while no host ran', async () => {
  const project = await spawnProject();
  await writeFile(join(project.root, 'a.txt'), 'text\n');
  const ada = await Editor.open(project, 'a.txt');
  ada.type(0, '1');
  await ada.saved();
  await kill(project);
  await rename(join(project.root, 'a.txt'), join(project.root, 'b.txt'));
  await project.restart();
  const { json } = await project.ask('documents.open', { body: { path: 'b.txt' } });
  expect(json.name).toBe(ada.name);
});

it('begins a new epoch when the log is damaged, and refuses who knows the old one', async () => {
  const project = await spawnProject();
  await writeFile(join(project.root, 'a.txt'), 'text\n');
  const ada = await Editor.open(project, 'a.txt');
  ada.type(0, 'some ');
  await ada.saved();
  await kill(project);
  const log = await logOf(project, ada);
  const bytes = await readFile(log);
  bytes[12] = (bytes[12] ?? 0) ^ 0xff;
  await writeFile(log, bytes);
  await project.restart();
  await ada.connect(ada.name);
  expect(ada.denied).toBe('epoch_changed');
  const { json } = await project.ask('documents.open', { body: { path: 'a.txt' } });
  expect(json).toMatchObject({ id: ada.name.split('.')[0], epoch: 2 });
  const ben = await Editor.open(project, 'a.txt', { id: 'ben', name: 'Ben' });
  expect(ben.content).toBe('some text\n');
});

it('reads a log whose last record was cut', async () => {
  const project = await spawnProject();
  await writeFile(join(project.root, 'a.txt'), 'text\n');
  const ada = await Editor.open(project, 'a.txt');
  ada.type(0, 'some ');
  await ada.saved();
  await kill(project);
  const log = await logOf(project, ada);
  await truncate(log, (await readFile(log)).length - 3);
  await project.restart();
  await ada.connect(ada.name);
  expect(ada.denied).toBeUndefined();
  await ada.saved();
  expect(ada.content).toBe('some text\n');
  expect(await textOf(project, 'a.txt')).toBe('some text\n');
});

it('shortens its log, and a tab that returns later merges all the same', async () => {
  const project = await spawnProject();
  await writeFile(join(project.root, 'a.txt'), 'text\n');
  const ada = await Editor.open(project, 'a.txt');
  const tab = await Editor.open(project, 'a.txt', { id: 'ada', name: 'Ada' });
  const log = await logOf(project, ada);
  tab.disconnect();
  tab.type(0, 'offline ');
  for (let round = 0; round < 6; round += 1) {
    for (let key = 0; key < 400; key += 1) ada.type(ada.text.length, `${key} `);
    await ada.saved();
  }
  const grown = ada.content.length;
  await expect.poll(async () => (await readFile(log)).length).toBeLessThan(grown + 64 * 1024);
  await kill(project);
  await project.restart();
  await ada.connect(ada.name);
  await tab.connect(tab.name);
  await tab.until(() => tab.content.startsWith('offline text\n0 1 2 '));
  await ada.until(() => ada.content === tab.content);
});

it('changes nothing when it opens and closes a file', async () => {
  const project = await spawnProject();
  const bytes = Buffer.from('\uFEFFone\r\ntwo\nthree', 'utf8');
  await writeFile(join(project.root, 'a.txt'), bytes);
  const ada = await Editor.open(project, 'a.txt');
  ada.disconnect();
  await kill(project);
  await project.restart();
  await Editor.open(project, 'a.txt');
  expect(await readFile(join(project.root, 'a.txt'))).toEqual(bytes);
});

it('keeps both versions of lines that two sides changed over a kill, until somebody decides', async () => {
  const project = await spawnProject();
  await writeFile(join(project.root, 'a.txt'), 'first\nsecond\nthird\n');
  const ada = await Editor.open(project, 'a.txt');
  ada.text.delete(6, 6);
  ada.type(6, 'MINE');
  await writeFile(join(project.root, 'a.txt'), 'first\nTHEIRS\nthird\n');
  const { collision } = await ada.event('outside-change');
  const id = collision?.id ?? '';
  // It is written beside the text, of which the editor hears at once.
  await expect.poll(() => readdir(join(project.folder, 'state/collisions'))).toEqual([`${id}.json`]);
  ada.type(0, 'since then: ');
  await ada.saved();
  await kill(project);
  await project.restart();
  const ben = await Editor.open(project, 'a.txt', { id: 'ben', name: 'Ben' });
  expect((await ben.event('collisions')).open).toMatchObject([{ id, by: { kind: 'program' } }]);
  const kept = await project.ask('documents.collision', { query: { id } });
  expect(kept.json).toMatchObject({ ours: 'first\nMINE\nthird\n', theirs: 'first\nTHEIRS\nthird\n' });
  await project.ask('documents.resolve', { body: { id, choice: 'theirs' } });
  await ben.until(() => ben.content === 'since then: first\nTHEIRS\nthird\n');
  await expect.poll(() => readdir(join(project.folder, 'state/collisions'))).toEqual([]);
});
