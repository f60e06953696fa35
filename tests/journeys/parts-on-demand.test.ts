import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser, openPageOf } from './browser.ts';
import { Client } from './client.ts';
import { Project } from './project.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

let server: RunningServer;
let browser: Browser;
let client: Client;
let page: Page;
let problems: string[];
/** The paths of everything that the page asked for. */
let asked: string[];

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  client = await new Client(server.origin).claim(server.setupLink);
  const project = await Project.create(client, 'blank', 'Parts');
  await project.write('index.txt', 'first line\n');
  await project.write('.replit', 'run = "true"\n');
});
afterAll(async () => {
  await browser.close();
  await server.interrupt();
  await removeData(server.dataDirectory);
});
beforeEach(async () => {
  ({ page, problems } = await openPageOf(browser, client));
  page.setDefaultTimeout(20_000);
  asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
});
afterEach(() => page.context().close());

const open = async (): Promise<void> => {
  await page.goto(`${server.origin}/p/parts`);
  await page.getByLabel('Text of index.txt').waitFor();
};
const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
const menu = () => page.getByRole('menu');
const count = (name: string) => asked.filter((path) => path.includes(name)).length;

/** Holds the answer back until what is returned is called. */
async function hold(name: string): Promise<() => void> {
  let release = () => undefined as void;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(`**/assets/${name}*`, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

describe('the first load', () => {
  it('asks for the person, the project and each part once, and for no part of a menu', async () => {
    await open();
    expect(count('/api/session')).toBe(1);
    expect(count('/api/projects/by-slug/parts')).toBe(1);
    const parts = asked.filter((path) => path.startsWith('/assets/') && path.endsWith('.js'));
    expect(parts.filter((path, index) => parts.indexOf(path) !== index)).toEqual([]);
    expect(count('menu-layer')).toBe(0);
    expect(count('quick-open')).toBe(0);
    expect(problems).toEqual([]);
  });
});

describe('a menu whose code is still on its way', () => {
  it('opens for the click that came before, and gives the focus back', async () => {
    await open();
    const release = await hold('menu-layer');
    const trigger = page.getByRole('button', { name: /^Account of/ });
    await trigger.click();
    expect(await menu().count()).toBe(0);
    release();
    await menu().waitFor();
    expect(await trigger.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Escape');
    await menu().waitFor({ state: 'detached' });
    await expect.poll(() => trigger.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('highlights its first line for the keyboard', async () => {
    await open();
    await page.getByRole('button', { name: /^Account of/ }).focus();
    await page.keyboard.press('Enter');
    await menu().waitFor();
    await expect.poll(focused).toBe('Account');
  });

  it('stands at the pointer for a right click, with the actions of what was clicked', async () => {
    await open();
    const row = page.locator('[role="treeitem"][data-path="index.txt"]');
    const box = await row.boundingBox();
    await row.click({ button: 'right', position: { x: 30, y: 10 } });
    await menu().waitFor();
    const place = await menu().boundingBox();
    expect(Math.abs((place?.x ?? 0) - (box?.x ?? 0) - 30)).toBeLessThan(8);
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
  });
});

describe('quick open whose code is still on its way', () => {
  it('keeps the letters that were typed meanwhile', async () => {
    await open();
    const release = await hold('quick-open');
    await page.keyboard.press('Control+p');
    await page.getByRole('textbox', { name: /file/i }).last().waitFor();
    await page.keyboard.type('inde');
    release();
    await page.getByRole('option', { name: /index\.txt/ }).waitFor();
    expect(await page.getByRole('combobox').inputValue()).toBe('inde');
  });
});
