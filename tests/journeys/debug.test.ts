import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, openBrowser, openPageOf } from './browser.ts';
import { Client } from './client.ts';
import { invite } from './people.ts';
import { Project } from './project.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

let server: RunningServer;
let browser: Browser;
let owner: Client;
let project: Project;

const main = [
  'from shapes import area',
  '',
  'total = 0',
  'for width, height in [(1, 2), (3, 4)]:',
  '    total += area(width, height)',
  'name = input("Name? ")',
  'print("Hello", name, total)',
  '',
].join('\n');
const shapes = 'def area(width, height):\n    result = width * height\n    return result\n';
const script = 'const words: string[] = ["one", "two"];\nfor (const word of words) {\n  console.log(word);\n}\n';

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  owner = await new Client(server.origin).claim(server.setupLink);
  project = await Project.create(owner, 'blank', 'Debugged');
  await project.write('main.py', main);
  await project.write('shapes.py', shapes);
  await project.write('count.ts', script);
});
afterEach(async () => {
  await project.ask('debug.stop', {}, { json: {} });
  for (const path of ['main.py', 'shapes.py', 'count.ts']) {
    await project.ask('debug.setBreakpoints', {}, { json: { path, breakpoints: [] } });
  }
  await project.ask('debug.setWatches', {}, { json: { watches: [] } });
  for (const context of browser.contexts()) await context.close();
});
afterAll(async () => {
  await browser.close();
  await server.interrupt();
  await removeData(server.dataDirectory);
});

async function open(client: Client, file: string, options = {}): Promise<{ page: Page; problems: string[] }> {
  const opened = await openPageOf(browser, client, options);
  opened.page.setDefaultTimeout(30_000);
  await opened.page.goto(`${server.origin}/p/debugged?file=${file}`);
  await opened.page.getByLabel(`Text of ${file}`).waitFor();
  return opened;
}

const lineNumber = (page: Page, line: number) =>
  page.locator('.cm-lineNumbers .cm-gutterElement').getByText(String(line), { exact: true });
const breakpoint = (page: Page) => page.locator('.cm-lineNumbers .cm-breakpoint-on');
const stoppedAt = (page: Page, place: string) =>
  page.getByRole('toolbar', { name: 'Debugger' }).getByText(`Stopped at ${place}`, { exact: true }).waitFor();

/** Clicks beside a line until its breakpoint shows: what draws it comes a moment after the text. */
async function breakAt(page: Page, line: number): Promise<void> {
  await page.locator('.cm-debug-ready').waitFor();
  await lineNumber(page, line).click();
  await breakpoint(page).waitFor();
}

describe('debugging', () => {
  it('stops a Python program, shows what is in it, steps, asks, and lets it go on', async () => {
    const { page, problems } = await open(owner, 'main.py');
    await breakAt(page, 5);
    await page.keyboard.press('F5');
    await stoppedAt(page, 'main.py:5');
    await page.locator('.cm-line.cm-stopped').getByText('total').waitFor();
    const panel = page.getByRole('region', { name: 'Run & Debug' });
    await panel.getByRole('button', { name: 'Change width: 1' }).waitFor();

    await page.keyboard.press('F11');
    await stoppedAt(page, 'shapes.py:2');
    await page.getByLabel('Text of shapes.py').waitFor();
    await page.keyboard.press('F10');
    await stoppedAt(page, 'shapes.py:3');
    await panel.getByRole('button', { name: 'Change result: 2' }).click();
    await page.getByRole('textbox', { name: 'New value of result' }).fill('40');
    await page.keyboard.press('Enter');
    await panel.getByRole('button', { name: 'Change result: 40' }).waitFor();
    await page.getByRole('textbox', { name: 'Add an expression' }).fill('result + width');
    await page.keyboard.press('Enter');
    await panel.getByText('41', { exact: true }).waitFor();
    await page.getByRole('combobox', { name: 'Evaluate in the program' }).fill('height * 100');
    await page.keyboard.press('Enter');
    await page.getByRole('log', { name: 'Debug console' }).getByText('200', { exact: true }).waitFor();

    await panel.getByRole('button', { name: '<module> main.py:5' }).click();
    await page.getByLabel('Text of main.py').waitFor();
    // What draws it, and takes clicks, comes a moment after the text.
    await breakpoint(page).waitFor();
    await lineNumber(page, 5).click();
    await breakpoint(page).waitFor({ state: 'detached' });
    await page.keyboard.press('F5');
    await page.getByRole('log', { name: 'Debug console' }).getByText('Name?').waitFor();
    await page.getByRole('combobox', { name: 'Type into the program' }).fill('Ada');
    await page.keyboard.press('Enter');
    await page.getByRole('log', { name: 'Debug console' }).getByText('Hello Ada 52').waitFor();
    await panel.getByText('The program finished.').waitFor();
    expect(problems).toEqual([]);
  }, 120_000);

  it('shows one stop to two people, of whom one may only look', async () => {
    const { client } = await invite(owner, 'Vera Viewer');
    const member = { email: 'vera.viewer@example.org', role: 'viewer' };
    await owner.do('POST', `/projects/${project.id}/members`, member);
    const hers = await open(owner, 'count.ts');
    const theirs = await open(client, 'count.ts');
    await breakAt(hers.page, 3);
    await breakpoint(theirs.page).waitFor();
    await hers.page.getByRole('button', { name: 'More ways to run' }).click();
    await hers.page.getByRole('menuitem', { name: 'Debug this file' }).click();
    for (const { page } of [hers, theirs]) await stoppedAt(page, 'count.ts:3');
    expect(await theirs.page.getByRole('button', { name: 'Step over' }).count()).toBe(0);
    await theirs.page.getByRole('button', { name: 'Run & Debug' }).click();
    await theirs.page.getByText('"one"').waitFor();
    await hers.page.getByRole('button', { name: 'Step over' }).click();
    await stoppedAt(theirs.page, 'count.ts:2');
    for (const { page } of [hers, theirs]) await page.getByRole('button', { name: /^\S+ count\.ts:2$/ }).waitFor();
    await hers.page.getByRole('button', { name: 'Stop', exact: true }).click();
    await theirs.page.getByText('Stopped by Olga Owner.').first().waitFor();
    // A page may ask about a stop that just ended: it is told so, and shows the next one.
    const unexpected = [...hers.problems, ...theirs.problems].filter((problem) => !/\b(409|503)\b/.test(problem));
    expect(unexpected).toEqual([]);
  }, 120_000);

  it('fits a phone, in both themes, without a finding of axe', async () => {
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
    const { page, problems } = await open(owner, 'count.ts', phone);
    const wish = { path: 'count.ts', breakpoints: [{ line: 3, enabled: true, condition: 'word === "two"' }] };
    await project.ask('debug.setBreakpoints', {}, { json: wish });
    await project.ask('debug.start', {}, { json: { file: 'count.ts' } });
    await stoppedAt(page, 'count.ts:3');
    await page.getByRole('button', { name: 'Files', exact: true }).click();
    await page.getByRole('tab', { name: 'Debug', exact: true }).click();
    await page.getByText('"two"').first().waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await accessibilityProblems(page)).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.getByRole('button', { name: 'Edit: count.ts:3' }).click();
    await page.getByRole('textbox', { name: 'Condition' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Condition' }).inputValue()).toBe('word === "two"');
    expect(problems).toEqual([]);
  }, 120_000);
});
