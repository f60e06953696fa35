import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBrowser } from './browser.ts';
import { Client } from './client.ts';
import { invite, openWindow } from './people.ts';
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
  const windows = await Promise.all([openWindow(browser, owner), openWindow(browser, ben.client)]);
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

async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}

describe('two people in one file', () => {
  it('lose nothing while both type and a program rewrites another line', async () => {
    await Promise.all([editor(olgas).click(), editor(bens).click()]);
    await olgas.keyboard.press('Control+Home');
    await bens.keyboard.press('Control+End');
    const [typed, added] = ['a'.repeat(60), 'b'.repeat(60)];
    const rewrites = project.run(`sleep 2; sed -i 's/^line 40$/rewritten by sed/' notes.txt`);
    await Promise.all([olgas.keyboard.type(typed, { delay: 60 }), bens.keyboard.type(added, { delay: 60 })]);
    const lastKey = performance.now();
    await rewrites;
    const complete = (text: string) =>
      text.startsWith(typed) && text.includes(added) && text.includes('rewritten by sed');
    await vi.waitFor(
      async () => {
        const texts = await Promise.all([textOf(olgas), textOf(bens), onDisk()]);
        expect(texts.map(complete)).toEqual([true, true, true]);
        expect(new Set(texts).size).toBe(1);
      },
      { timeout: 10_000, interval: 20 },
    );
    process.stdout.write(`  everywhere ${Math.round(performance.now() - lastKey)} ms after the last key\n`);
    await shot(olgas, 'live-olga');
    await shot(bens, 'live-ben');
  });
});

it('left no error in either page', () => {
  expect(problems.flat().join('\n')).toBe('');
});
