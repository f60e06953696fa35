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

const files = {
  'src/prices.js': 'export const price = 5;\nexport const oldPrice = price * 2;\n',
  'src/cart.js': "import { price } from './prices.js';\nconsole.log(price);\n",
  'notes/price.md': 'The price is right.\n',
};

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  const client = await new Client(server.origin).claim(server.setupLink);
  project = await Project.create(client, 'blank', 'Shop');
  for (const [path, text] of Object.entries(files)) await project.write(path, text);
  ({ page, problems } = await openPageOf(browser, client));
  await page.goto(`${server.origin}/p/shop`);
});
afterAll(async () => {
  await browser.close();
  await server.interrupt();
  await removeData(server.dataDirectory);
});

const query = () => page.getByRole('textbox', { name: 'Search', exact: true });
const rows = () => page.getByRole('tree', { name: 'What was found' }).getByRole('treeitem');
const read = async (path: string) => (await project.read(path)).text;

describe('searching a project', () => {
  it('finds as it is typed, and opens a match at its place', async () => {
    await page.getByRole('treeitem', { name: 'src' }).waitFor();
    await page.keyboard.press('Control+Shift+F');
    await query().fill('price');
    await page.getByText('7 matches in 3 files').waitFor();
    await rows().filter({ hasText: 'console.log(price);' }).click();
    await page.getByLabel('Text of src/cart.js').waitFor();
    await page.getByText('Ln 2, Col 13').waitFor();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
  });

  it('is narrowed by options, by files, and by leaving rows out with the keyboard', async () => {
    await query().click();
    await page.getByRole('button', { name: 'Whole words' }).click();
    await page.getByText('5 matches in 3 files').waitFor();
    await page.getByLabel('Files to leave out').fill('notes/**');
    await page.getByText('4 matches in 2 files', { exact: true }).waitFor();
    await page.getByRole('tree', { name: 'What was found' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Delete');
    await page.getByText('2 matches in 1 file', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Search again' }).click();
    await page.getByText('4 matches in 2 files', { exact: true }).waitFor();
    expect(await rows().count()).toBe(6);
  });

  it('shows what replacing would make, does exactly that, also in the open file, and takes all of it back', async () => {
    await page.getByRole('button', { name: 'Replace in files' }).click();
    await page.getByLabel('Replace with').fill('cost');
    await rows().filter({ hasText: 'console.log(pricecost);' }).waitFor();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    await page.getByRole('button', { name: 'Replace 4 matches' }).click();
    await page.getByText('Replaced 4 matches in 2 files').waitFor();
    expect(await read('src/prices.js')).toBe('export const cost = 5;\nexport const oldPrice = cost * 2;\n');
    expect(await read('notes/price.md')).toBe(files['notes/price.md']);
    await page.locator('.cm-content', { hasText: 'console.log(cost);' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('4 matches in 2 files', { exact: true }).waitFor();
    expect(await read('src/prices.js')).toBe(files['src/prices.js']);
    await page.locator('.cm-content', { hasText: 'console.log(price);' }).waitFor();
  });

  it('takes groups of an expression, and says what is wrong with a broken one', async () => {
    await page.getByRole('button', { name: 'Regular expression' }).click();
    await query().fill('price \\* (');
    await page.getByText('not a valid regular expression').waitFor();
    await query().fill('(\\w+) \\* (\\d)');
    await page.getByLabel('Replace with').fill('$2 * $1');
    await page.getByText('1 match in 1 file', { exact: false }).waitFor();
    await rows().filter({ hasText: 'price * 2' }).hover();
    await page.getByRole('button', { name: 'Replace this match' }).click();
    await page.getByText('Replaced 1 match in 1 file').waitFor();
    expect(await read('src/prices.js')).toContain('oldPrice = 2 * price;');
    // The browser logs answers that are none: asked ahead before signing in, and how to run what has no program.
    expect(problems.filter((problem) => !/40[19]/.test(problem))).toEqual([]);
  });
});
