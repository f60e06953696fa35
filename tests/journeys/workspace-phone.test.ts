import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityProblems, openBrowser, openPageOf } from './browser.ts';
import { Client } from './client.ts';
import { Project } from './project.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

let server: RunningServer;
let browser: Browser;
let page: Page;
let problems: string[];

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  const client = await new Client(server.origin).claim(server.setupLink);
  const project = await Project.create(client, 'blank', 'Pocket');
  await project.write('main.py', 'print("Ahoj", input("Who is there? "))\n');
  await project.write('long.txt', `${'far away '.repeat(40)}\n`);
  const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
  ({ page, problems } = await openPageOf(browser, client, phone));
  page.setDefaultTimeout(20_000);
  await page.goto(`${server.origin}/p/pocket?file=long.txt`);
  await page.getByLabel('Text of long.txt').waitFor();
});
afterAll(async () => {
  await browser.close();
  await server.interrupt();
  await removeData(server.dataDirectory);
});

const views = () => page.getByRole('navigation', { name: 'Activities' });
const current = () => views().locator('[aria-current=page]').innerText();

/** One finger from left to right or back, as the browser hears it. */
async function swipe(from: number, to: number): Promise<void> {
  const touch = await page.context().newCDPSession(page);
  const at = (x: number) => [{ x, y: 300 }];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(from) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at((from + to) / 2) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(to) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await touch.detach();
}

it('wraps long lines', async () => {
  const room = await page
    .locator('.cm-scroller')
    .evaluate((scroller) => [scroller.scrollWidth, scroller.clientWidth] as const);
  expect(room[0]).toBe(room[1]);
});

it('leads from the editor to the preview and back with a finger, and never to the page before', async () => {
  await swipe(300, 60);
  await expect.poll(current).toBe('Preview');
  await swipe(60, 300);
  await expect.poll(current).toBe('Editor');
  await swipe(60, 300);
  await expect.poll(current).toBe('Files');
  await swipe(60, 300);
  await expect.poll(current).toBe('Files');
  expect(page.url()).toContain('/p/pocket');
});

it('searches all files', async () => {
  await page.getByRole('tab', { name: 'Search' }).click();
  await page.getByRole('textbox', { name: 'Search', exact: true }).fill('Who is there');
  await page.getByRole('treeitem').filter({ hasText: 'Who is there?' }).click();
  await expect(page.getByLabel('Text of main.py').waitFor()).resolves.toBeUndefined();
  expect((await accessibilityProblems(page)).join('\n')).toBe('');
});

it('runs a program and answers it', async () => {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByLabel('Input of the program').fill('Ben');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Ahoj Ben').waitFor();
  expect((await accessibilityProblems(page)).join('\n')).toBe('');
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});

it('left no error in the page', () => {
  expect(problems.filter((problem) => !problem.includes('409')).join('\n')).toBe('');
});
