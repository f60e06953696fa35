import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, openBrowser, openPageOf } from './browser.ts';
import { Client } from './client.ts';
import { Project } from './project.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

let server: RunningServer;
let browser: Browser;
let page: Page;
let problems: string[];
let project: Project;

/** A program that knows nothing of E-Code but what Replit's clients read. */
const program = `
const url = require('fs').readFileSync('/tmp/replitdb', 'utf8');
const set = (key, value) => fetch(url, { method: 'POST', body: new URLSearchParams({ [key]: JSON.stringify(value) }) });
(async () => {
  for (let index = 0; index < 30; index++) await set('visit/' + String(index).padStart(2, '0'), { index });
  await set('user/ada', { born: 1815 });
  console.log(url === process.env.REPLIT_DB_URL ? 'the same address' : 'another address');
})();`;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  const client = await new Client(server.origin).claim(server.setupLink);
  project = await Project.create(client, 'blank', 'Visits');
  await project.write('program.js', program);
  ({ page, problems } = await openPageOf(browser, client));
  await page.goto(`${server.origin}/p/visits`);
});
afterAll(async () => {
  await browser.close();
  await server.interrupt();
  await removeData(server.dataDirectory);
});

const panel = () => page.getByRole('region', { name: 'Data' });
const key = (name: string) => panel().getByRole('option', { name });
const dialog = () => page.getByRole('dialog');

describe('the key-value store of a project', () => {
  it('is empty, and then shows what a program keeps there, without being asked again', async () => {
    await page.getByRole('button', { name: 'Data', exact: true }).click();
    await panel().getByText('Nothing is stored yet').waitFor();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    await project.run('node program.js');
    await project.ended();
    expect(await project.log()).toContain('the same address');
    await panel().getByText('31 of 1,000,000 keys').waitFor();
    await key('user/ada').waitFor();
  });

  it('opens a value, changes it, and a program reads what was saved', async () => {
    await key('user/ada').click();
    await expect.poll(() => dialog().getByLabel('Value').inputValue()).toBe('{"born":1815}');
    await dialog().getByRole('button', { name: 'Lay out JSON' }).click();
    await dialog().getByLabel('Value').fill('{"born":1815,"died":1852}');
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().waitFor({ state: 'hidden' });
    await project.run(`curl -s "$REPLIT_DB_URL/user/ada"`);
    await project.ended();
    expect(await project.log()).toContain('"died":1852');
  });

  it('does not write over what a program changed while it was open', async () => {
    await key('user/ada').click();
    await dialog().getByLabel('Value').fill('mine');
    await project.run(`curl -s -X PUT --data-binary theirs "$REPLIT_DB_URL/user/ada"`);
    await project.ended();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByText('changed this key meanwhile').waitFor();
    await dialog().getByRole('button', { name: 'Load what it is now' }).click();
    await expect.poll(() => dialog().getByLabel('Value').inputValue()).toBe('theirs');
    await page.keyboard.press('Escape');
  });

  it('deletes several with the keyboard, and takes it back', async () => {
    await panel().getByLabel('Keys that begin with').fill('visit/0');
    await panel().locator('[data-keys="10"]').waitFor();
    await panel().getByRole('listbox').focus();
    for (const press of ['Home', ' ', 'ArrowDown', ' ', 'ArrowDown', ' ']) await page.keyboard.press(press);
    await panel().getByText('3 selected').waitFor();
    await page.keyboard.press('Delete');
    await panel().locator('[data-keys="7"]').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await panel().locator('[data-keys="10"]').waitFor();
    expect(await key('visit/00').isVisible()).toBe(true);
  });

  it('is downloaded and set again from the file', async () => {
    await panel().getByLabel('Keys that begin with').fill('');
    await panel().locator('[data-keys="31"]').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      panel().getByRole('button', { name: 'Download as JSON' }).click(),
    ]);
    const path = await download.path();
    expect(JSON.parse(await readFile(path, 'utf8'))).toHaveLength(31);
    await project.run(`curl -s -X DELETE "$REPLIT_DB_URL/user/ada"`);
    await project.ended();
    await panel().locator('[data-keys="30"]').waitFor();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      panel().getByRole('button', { name: 'Set keys from a JSON file' }).click(),
    ]);
    await chooser.setFiles({ name: 'data.json', mimeType: 'application/json', buffer: await readFile(path) });
    await page.getByRole('alertdialog').getByText('Set 31 keys from data.json?').waitFor();
    await page.getByRole('button', { name: 'Set them' }).click();
    await panel().locator('[data-keys="31"]').waitFor();
  });

  it('works on a phone in the dark', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('button', { name: 'Files', exact: true }).click();
    await page.getByRole('tab', { name: 'Data' }).click();
    await key('user/ada').click();
    await dialog().getByLabel('Value').waitFor();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    // Not signed in at first, no repository, and the change that came between.
    expect(problems.filter((problem) => !/status of (401|409|412)/.test(problem))).toEqual([]);
  });
});
