import { expect, it } from 'vitest';
import { openProject, type Page } from '../testing/project.ts';

const inFile = (path: string, following: string | null = null) => ({
  type: 'presence.update',
  place: { kind: 'file', path, line: 3, top: 1 },
  active: true,
  following,
});

const sees = (page: Page, path: string) =>
  page.message('presence.changed', ({ pages }) =>
    pages.some(({ place }) => place.kind === 'file' && place.path === path),
  );

it('tells pages who is where, under the name that the gateway gave', async () => {
  const project = await openProject();
  const [ada, ben] = [await project.page(), await project.page(['read'])];
  ada.send({ ...inFile('a.ts'), person: { id: 'evil', name: 'Somebody else', colour: 'red' } });
  ben.send(inFile('b.ts'));
  const [seenByAda, seenByBen] = await Promise.all([sees(ada, 'b.ts'), sees(ben, 'a.ts')]);
  const of = (seen: typeof seenByAda, path: string) =>
    seen.pages.find(({ place }) => place.kind === 'file' && place.path === path);
  expect(of(seenByBen, 'a.ts')).toMatchObject({ person: { id: 'u1', name: 'Žofie' }, writes: true, active: true });
  expect(of(seenByAda, 'b.ts')?.writes).toBe(false);
  expect(seenByAda.self).not.toBe(seenByBen.self);
});

it('tells whoever comes later of everybody', async () => {
  const project = await openProject();
  const first = await project.page();
  first.send(inFile('a.ts'));
  await first.message('presence.changed');
  const later = await project.page();
  later.send(inFile('b.ts'));
  expect((await sees(later, 'a.ts')).pages).toHaveLength(2);
});

it('tells that a page is gone', async () => {
  const project = await openProject();
  const [ada, ben] = [await project.page(), await project.page()];
  ada.send(inFile('a.ts'));
  const { self } = await ada.message('presence.changed');
  ben.send(inFile('b.ts'));
  await sees(ben, 'a.ts');
  ada.socket.terminate();
  const { gone } = await ben.message('presence.changed', (message) => message.gone.length > 0);
  expect(gone).toEqual([self]);
});

it(
  'shows no ghosts: a page that is cut off without a goodbye is gone within ten seconds',
  { timeout: 30_000 },
  async () => {
    const project = await openProject();
    const [ada, ben] = [await project.page(), await project.page()];
    ada.send(inFile('a.ts'));
    const { self } = await ada.message('presence.changed');
    ben.send(inFile('b.ts'));
    await sees(ben, 'a.ts');
    const begin = performance.now();
    // A frozen machine: the connection stays open, nothing is read and no ping is answered.
    ada.socket.pause();
    await ben.message('presence.changed', ({ gone }) => gone.includes(self), 20_000);
    expect(performance.now() - begin).toBeLessThan(10_000);
  },
);

it('tells who is in a terminal, the console or the preview', async () => {
  const project = await openProject();
  const [ada, ben] = [await project.page(), await project.page()];
  ben.send(inFile('b.ts'));
  await ben.message('presence.changed');
  for (const place of [{ kind: 'terminal', terminal: 2 }, { kind: 'console' }, { kind: 'preview' }]) {
    ada.send({ type: 'presence.update', place, active: true, following: null });
    const { pages } = await ben.message('presence.changed', (told) =>
      told.pages.some((page) => page.place.kind === place.kind),
    );
    expect(pages.map((page) => page.place)).toContainEqual(place);
  }
});

it('gathers what changes quickly', async () => {
  const project = await openProject();
  const [ada, ben] = [await project.page(), await project.page()];
  ben.send(inFile('b.ts'));
  await ben.message('presence.changed');
  for (let step = 0; step < 200; step += 1) ada.send(inFile(`a${step}.ts`));
  await sees(ben, 'a199.ts');
  expect(ben.messages.filter(({ type }) => type === 'presence.changed').length).toBeLessThan(20);
});

it('calls everybody to where somebody is, and only those who may write can call', async () => {
  const project = await openProject();
  const [ada, ben, cleo] = [await project.page(), await project.page(), await project.page(['read'])];
  for (const [page, path] of [
    [ada, 'a.ts'],
    [ben, 'b.ts'],
    [cleo, 'c.ts'],
  ] as const) {
    page.send(inFile(path));
    await page.message('presence.changed');
  }
  cleo.send({ type: 'presence.summon' });
  expect((await cleo.message('error')).error.code).toBe('capability_missing');
  ada.send({ type: 'presence.summon' });
  const { by } = await cleo.message('presence.summoned');
  expect(by.place).toMatchObject({ path: 'a.ts' });
  await ben.message('presence.summoned');
  expect(ada.messages.some(({ type }) => type === 'presence.summoned')).toBe(false);
});
