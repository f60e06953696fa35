import { mkdir } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBrowser, openPageOf } from './browser.ts';
import { Client } from './client.ts';
import { invite } from './people.ts';
import type { Invited } from './people.ts';
import { Project } from './project.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

let server: RunningServer;
let browser: Browser;
let owner: Client;
let ben: Invited;
let project: Project;
/** The windows of Olga, who owns the project, and of Ben. */
let olgas: Page;
let bens: Page;
let problems: string[][];

const slug = 'together';
const lines = Array.from({ length: 80 }, (_, index) => `line ${index + 1}`);

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  owner = await new Client(server.origin).claim(server.setupLink);
  ben = await invite(owner, 'Ben Baker');
  project = await Project.create(owner, 'bash', 'Together');
  await owner.do('POST', `/projects/${project.id}/members`, { email: 'ben.baker@example.org', role: 'editor' });
  await project.write('notes.txt', `${lines.join('\n')}\n`);
  const windows = await Promise.all([openPageOf(browser, owner), openPageOf(browser, ben.client)]);
  [olgas, bens] = windows.map(({ page }) => page) as [Page, Page];
  problems = windows.map((window) => window.problems);
  await Promise.all([olgas, bens].map((page) => openNotes(page)));
});
afterAll(async () => {
  await browser?.close();
  await server?.interrupt();
  await removeData(server.dataDirectory);
});

const editor = (page: Page) => page.getByLabel('Text of notes.txt');

async function openNotes(page: Page): Promise<void> {
  await page.goto(`${server.origin}/p/${slug}?file=notes.txt`);
  await editor(page).waitFor();
  await page
    .getByRole('status')
    .filter({ hasText: /^Saved$/ })
    .waitFor();
}

/** The whole text of the editor, of which the page draws only what is in view. */
const textOf = (page: Page): Promise<string> =>
  editor(page).evaluate((content) => {
    const { view } = (content as unknown as { cmTile: { view: { state: { doc: { toString: () => string } } } } })
      .cmTile;
    return view.state.doc.toString();
  });

async function onDisk(): Promise<string> {
  return (await project.read('notes.txt')).text;
}

/** What a step must end in. Playwright waits up to thirty seconds for it. */
async function expectSeen(what: Locator): Promise<void> {
  await expect(what.first().waitFor()).resolves.toBeUndefined();
}

/** Takes the network away, also from the sockets that are open, or gives it back. */
async function cut(page: Page, away: boolean): Promise<void> {
  await page.context().setOffline(away);
}

async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}

const saved = (page: Page) => page.getByRole('status').filter({ hasText: /^Saved$/ });

/** Waits until both editors and the disk have one text that fits. */
async function expectAgreement(fits: (text: string) => boolean): Promise<void> {
  await vi.waitFor(
    async () => {
      const texts = await Promise.all([textOf(olgas), textOf(bens), onDisk()]);
      expect([new Set(texts).size, ...texts.map(fits)]).toEqual([1, true, true, true]);
    },
    { timeout: 15_000, interval: 20 },
  );
}

describe('two people in one file', () => {
  it('lose nothing while both type and a program rewrites another line', async () => {
    await editor(olgas).click();
    await olgas.keyboard.press('Control+Home');
    await editor(bens).click();
    await bens.keyboard.press('Control+End');
    const [typed, added] = ['a'.repeat(60), 'b'.repeat(60)];
    const rewrites = project.run(`sleep 2; sed -i 's/^line 40$/rewritten by sed/' notes.txt`);
    await Promise.all([olgas.keyboard.type(typed, { delay: 60 }), bens.keyboard.type(added, { delay: 60 })]);
    await rewrites;
    await expectAgreement(
      (text) => text.startsWith(typed) && text.includes(added) && text.includes('rewritten by sed'),
    );
  });

  it('see where the other is, by name', async () => {
    await bens.keyboard.press('Control+Home');
    await bens.keyboard.press('Shift+End');
    await expectSeen(olgas.locator('.cm-person-name', { hasText: 'Ben Baker' }));
    await expectSeen(olgas.locator('.cm-person-selection').first());
    await expectSeen(olgas.getByRole('tab', { name: /notes\.txt/ }).getByRole('img', { name: 'Ben Baker' }));
    await shot(olgas, 'live-cursor');
  });

  it('undo their own typing only', async () => {
    await bens.keyboard.press('Control+End');
    await bens.keyboard.type('ben was here');
    await expectAgreement((text) => text.endsWith('ben was here'));
    await editor(olgas).click();
    await olgas.keyboard.press('Control+End');
    await olgas.keyboard.type(' and olga');
    await expectAgreement((text) => text.endsWith('ben was here and olga'));
    await olgas.keyboard.press('Control+z');
    await expectAgreement((text) => text.endsWith('ben was here'));
  });

  it('follow each other until they do something themselves', async () => {
    await olgas.getByRole('button', { name: /other person here/ }).click();
    await olgas.getByRole('menuitem', { name: /Follow Ben Baker/ }).click();
    await expectSeen(olgas.getByText(/^Following Ben Baker/));
    await bens.getByRole('treeitem', { name: 'README.md' }).click();
    await expectSeen(olgas.getByLabel('Text of README.md'));
    await bens.getByRole('tab', { name: /notes\.txt/ }).click();
    await expectSeen(editor(olgas));
    await shot(olgas, 'live-follow');
    await editor(olgas).click();
    await expect(olgas.getByText(/^Following Ben Baker/).waitFor({ state: 'detached' })).resolves.toBeUndefined();
  });

  it('bring the other to where they are', async () => {
    await bens.getByRole('treeitem', { name: 'main.sh' }).click();
    await bens.getByLabel('Text of main.sh').waitFor();
    await bens.getByRole('button', { name: /other person here/ }).click();
    await bens.getByRole('menuitem', { name: 'Bring everybody here' }).click();
    await expectSeen(olgas.getByLabel('Text of main.sh'));
    await expectSeen(olgas.getByText('Ben Baker brought you here'));
    for (const page of [olgas, bens]) await page.getByRole('tab', { name: /notes\.txt/ }).click();
  });
});

describe('without a network', () => {
  it('says how many edits wait, and sends them when it is back', async () => {
    await editor(bens).click();
    await bens.keyboard.press('Control+End');
    await cut(bens, true);
    await bens.keyboard.type('\noffline', { delay: 20 });
    await expectSeen(bens.getByText(/^Offline, \d+ edits wait here$/));
    await shot(bens, 'live-offline');
    expect(await onDisk()).not.toContain('offline');
    await editor(olgas).click();
    await olgas.keyboard.press('Control+Home');
    await olgas.keyboard.type('meanwhile ');
    await cut(bens, false);
    await expectAgreement((text) => text.startsWith('meanwhile ') && text.endsWith('\noffline'));
    await expectSeen(saved(bens));
  });

  it('keeps them when the page is closed meanwhile', async () => {
    await bens.getByRole('tab', { name: /notes\.txt/ }).click();
    await editor(bens).click();
    await bens.keyboard.press('Control+End');
    await cut(bens, true);
    await bens.keyboard.type('\nkept in the browser', { delay: 20 });
    await bens.getByText(/^Offline, \d+ edits wait here$/).waitFor();
    const context = bens.context();
    await bens.close();
    bens = await context.newPage();
    await context.setOffline(false);
    // Another file is open now: what waits is sent all the same.
    await bens.goto(`${server.origin}/p/${slug}?file=README.md`);
    await vi.waitFor(async () => expect(await onDisk()).toContain('kept in the browser'), { timeout: 20_000 });
    await openNotes(bens);
    await expectAgreement((text) => text.endsWith('\nkept in the browser'));
  });
});

describe('a person whose rights change', () => {
  it('may only look from that moment, in the middle of a word', async () => {
    await editor(bens).click();
    await bens.keyboard.press('Control+End');
    await bens.keyboard.type('\nallowed');
    await expectAgreement((text) => text.endsWith('\nallowed'));
    const typing = bens.keyboard.type(' forbidden'.repeat(20), { delay: 30 });
    await owner.do('PATCH', `/projects/${project.id}/members/${ben.id}`, { role: 'viewer' });
    await typing;
    await expectSeen(bens.getByText('Read only').first());
    await vi.waitFor(async () => expect(await textOf(bens)).toBe(await onDisk()), { timeout: 15_000, interval: 50 });
    const before = await onDisk();
    await editor(bens).click();
    await bens.keyboard.type('still trying');
    expect(await textOf(bens)).toBe(before);
  });

  it('sees what others type', async () => {
    await editor(olgas).click();
    await olgas.keyboard.press('Control+Home');
    await olgas.keyboard.type('look: ');
    await expectAgreement((text) => text.startsWith('look: '));
    await shot(bens, 'live-viewer');
    await owner.do('PATCH', `/projects/${project.id}/members/${ben.id}`, { role: 'editor' });
    await expectSeen(bens.locator('.cm-content[contenteditable="true"]:visible'));
  });
});

describe('keys of other editors', () => {
  it('work on a shared text, with an undo that takes back only what was typed with them', async () => {
    await bens.evaluate(() => localStorage.setItem('e-code.setting.editor.keys', JSON.stringify('vim')));
    await openNotes(bens);
    await editor(bens).click();
    await bens.keyboard.press('Escape');
    await bens.keyboard.type('ggOfrom vim');
    await bens.keyboard.press('Escape');
    await expectAgreement((text) => text.startsWith('from vim\n'));
    await editor(olgas).click();
    await olgas.keyboard.press('Control+End');
    await olgas.keyboard.type(' after vim');
    await expectAgreement((text) => text.endsWith(' after vim'));
    await bens.keyboard.type('u');
    await expectAgreement((text) => !text.includes('from vim') && text.endsWith(' after vim'));
  });
});

describe('a terminal that two look at', () => {
  it('is typed into by one, and by the other after asking', async () => {
    await olgas.keyboard.press('Control+Backquote');
    await olgas.locator('.xterm:visible').click();
    await olgas.keyboard.type('echo olga-$((40+2))\n');
    await bens.getByRole('button', { name: /other person here/ }).click();
    await bens.getByRole('menuitem', { name: /Follow Olga Owner.*Terminal \d/ }).click();
    await expectSeen(bens.getByText('Olga Owner types here'));
    await shot(bens, 'live-terminal');
    await bens.getByRole('button', { name: 'Ask to type' }).click();
    await olgas.getByRole('button', { name: 'Let them type' }).click();
    await expectSeen(bens.getByRole('button', { name: 'You type here' }));
    await bens.locator('.xterm:visible').click();
    await bens.keyboard.type('echo ben > typed.txt\n');
    await vi.waitFor(async () => expect((await project.read('typed.txt')).text).toBe('ben\n'), { timeout: 10_000 });
  });
});

it('left no error in either page', () => {
  // A cut network and a closed socket are noted by the browser itself.
  const own = problems
    .flat()
    .filter((problem) => !/net::ERR|WebSocket connection|Failed to load resource/.test(problem));
  expect(own.join('\n')).toBe('');
});
