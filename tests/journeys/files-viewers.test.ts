import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from './browser.ts';
import { openFilesPage, type FilesPage } from './files-page.ts';

let stage: FilesPage;
/** What could run, or look like a part of the page, within what others wrote. */
const foreign = '[role=article] :is(script, style, form, iframe, [onerror], [style], [id])';
/** The machine may have other things to do. */
const patience = { timeout: 15_000 };

/** Text that would run, were it taken as a part of the page. */
const evil =
  '<img src=x onerror="document.title=\'run\'"><script>document.title="run"</script><form id="f" style="position:fixed">ask</form>';

const notebook = {
  nbformat: 4,
  metadata: { language_info: { name: 'python' } },
  cells: [
    { cell_type: 'markdown', source: ['# Study\n', evil] },
    {
      cell_type: 'code',
      execution_count: 7,
      source: 'table',
      outputs: [
        { output_type: 'stream', name: 'stdout', text: ['printed\n'] },
        { output_type: 'execute_result', data: { 'text/html': `<table><tr><td>cell</td></tr></table>${evil}` } },
      ],
    },
  ],
};

beforeAll(async () => {
  const cities = Array.from({ length: 3000 }, (_, at) => `Town ${at},${(at * 7919) % 3000}`);
  stage = await openFilesPage({
    'guide.md': `# Guide\n\n![drawing](drawing.svg) ![tracker](https://example.org/x.png)\n\n[the data](cities.csv)\n\n${evil}\n`,
    'drawing.svg': `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><script>parent.document.title="run"</script><rect width="120" height="80" fill="teal"/></svg>`,
    'cities.csv': `name,people\n${cities.join('\n')}\n`,
    'study.ipynb': JSON.stringify(notebook),
    'broken.ipynb': '{"nbformat": 4',
    'empty.csv': '',
  });
  await put('data.db', await makeDatabase());
  await put('bytes.dat', Buffer.from(Array.from({ length: 200_000 }, (_, at) => at % 256)));
  await put('report.pdf', await makePdf());
  const lines = Array.from({ length: 400_000 }, (_, at) => `${at + 1} a line of a long log that nobody edits`);
  await put('long.log', Buffer.from(`${lines.join('\n')}\n`));
});
afterAll(() => stage?.end());

/** Larger than what a write takes, so as an upload of one piece. */
async function put(path: string, body: Buffer): Promise<void> {
  const query = { path, upload: `journey-${path.replace('.', '-')}`, offset: 0, size: body.length };
  const headers = { 'content-type': 'application/octet-stream' };
  const { status, text } = await stage.project.ask('files.upload', query, {
    body,
    headers: { ...headers, 'content-length': String(body.length) },
  });
  if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
}

async function makeDatabase(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'journey-database-'));
  const database = new DatabaseSync(join(folder, 'data.db'));
  database.exec(`CREATE TABLE birds (id INTEGER PRIMARY KEY, name TEXT);
    WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 450) INSERT INTO birds SELECT n, 'Bird ' || n FROM c`);
  database.close();
  const bytes = await readFile(join(folder, 'data.db'));
  await rm(folder, { recursive: true });
  return bytes;
}

async function makePdf(): Promise<Buffer> {
  const page = await stage.browser.newPage();
  await page.setContent(`<h1>Yearly report</h1>${'<p>Words of the report.</p>'.repeat(150)}`);
  const bytes = await page.pdf({ format: 'A4' });
  await page.close();
  return bytes;
}

/** Opens a file by its address, as a link to it does. */
async function show(path: string): Promise<void> {
  await stage.page.goto(`${stage.server.origin}/p/files?file=${path}`);
  await stage.page.locator('.dv-active-tab', { hasText: path }).first().waitFor();
}

describe('a file is shown as what it is', () => {
  it('Markdown beside its text, while one types, with pictures and links of the project', async () => {
    const { page } = stage;
    await show('guide.md');
    await page.getByRole('radio', { name: 'Side by side' }).click();
    const view = page.getByRole('article');
    await view.getByRole('heading', { name: 'Guide' }).waitFor();
    const picture = view.getByRole('img', { name: 'drawing' });
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), patience).toBe(120);
    expect(await view.getByRole('link', { name: 'tracker (on example.org)' }).getAttribute('rel')).toBe('noreferrer');
    await page.getByLabel('Text of guide.md').click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('End');
    await page.keyboard.type(' for birds');
    await view.getByRole('heading', { name: 'Guide for birds' }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.locator(foreign).count()).toBe(0);
    await view.getByRole('link', { name: 'the data' }).click();
    await page.getByRole('table', { name: 'Table cities.csv' }).waitFor();
    expect(await page.title()).not.toBe('run');
  });

  it('a drawing, which cannot run anything, and its text', async () => {
    const { page } = stage;
    await show('drawing.svg');
    await page.getByText('120 × 80 pixels').waitFor();
    await page.getByRole('group', { name: 'Picture drawing.svg' }).focus();
    await page.keyboard.press('+');
    await expect
      .poll(() => page.getByRole('img', { name: 'drawing.svg' }).boundingBox(), patience)
      .toMatchObject({ width: 180 });
    await page.keyboard.press('1');
    await expect
      .poll(() => page.getByRole('img', { name: 'drawing.svg' }).boundingBox(), patience)
      .toMatchObject({ width: 120 });
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('radio', { name: 'Text' }).click();
    await page.getByLabel('Text of drawing.svg').waitFor();
    expect(await page.title()).not.toBe('run');
  });

  it('a table that is sorted and filtered', async () => {
    const { page } = stage;
    await show('cities.csv');
    const table = page.getByRole('table', { name: 'Table cities.csv' });
    await table.getByRole('button', { name: 'people' }).click();
    await table.getByRole('button', { name: 'people' }).click();
    await expect
      .poll(() => table.getByRole('row').nth(1).getByRole('cell').last().textContent(), patience)
      .toBe('2999');
    await page.getByRole('searchbox', { name: 'Rows with…' }).fill('town 299');
    await page.getByText('11 of 3,000 rows').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await show('empty.csv');
    await page.getByRole('heading', { name: 'No rows' }).waitFor();
  });

  it('a notebook with its results, of which nothing runs', async () => {
    const { page } = stage;
    await show('study.ipynb');
    await page.getByRole('heading', { name: 'Study' }).waitFor();
    await page.getByText('printed').waitFor();
    await page.getByRole('cell', { name: 'cell' }).waitFor();
    expect(await page.locator(foreign).count()).toBe(0);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.title()).not.toBe('run');
    await show('broken.ipynb');
    await page.getByRole('heading', { name: 'broken.ipynb is not a notebook' }).waitFor();
  });

  it('a database, page by page', async () => {
    const { page } = stage;
    await show('data.db');
    const table = page.getByRole('table', { name: 'Table birds' });
    await page.getByText('1 to 200 of 450').waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await table.getByRole('cell', { name: 'Bird 201', exact: true }).waitFor();
    await table.getByRole('button', { name: 'id' }).click();
    await table.getByRole('button', { name: 'id' }).click();
    await table.getByRole('cell', { name: 'Bird 450' }).waitFor();
    await page.getByRole('searchbox', { name: 'Rows with…' }).fill('bird 44');
    await page.getByText('1 to 11 of 11').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('a PDF, with words that can be selected', async () => {
    const { page } = stage;
    await show('report.pdf');
    await page.getByText(/Page 1 of [4-9]/).waitFor();
    await page.getByText('Yearly report').first().waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText(/Page 2 of/).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('any other file as its bytes', async () => {
    const { page } = stage;
    await show('bytes.dat');
    await page.getByText('00 01 02 03 04 05 06 07').first().waitFor();
    await page.getByLabel(/Go to a byte/).fill('0x30d30');
    await page.keyboard.press('Enter');
    await page.getByText('00030d30').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('a long text in a pager that searches it and goes to a line', async () => {
    const { page } = stage;
    await show('long.log');
    await page.getByText('400,000 lines').waitFor();
    await page.getByLabel('Go to line').fill('123456');
    await page.keyboard.press('Enter');
    await page.getByText('123456 a line').waitFor();
    const find = page.getByRole('searchbox', { name: 'Find in this file' });
    await find.fill('399999 A LINE');
    await page.keyboard.press('Enter');
    await page.locator('mark', { hasText: '399999 a line' }).waitFor();
    await page.getByText('1 of 1', { exact: true }).waitFor();
    await find.fill('not in it');
    await page.keyboard.press('Enter');
    await page.getByText('No match').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('all of it on a phone in the dark', async () => {
    const { page } = stage;
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 740 });
    for (const [path, sign] of signs) {
      await page.goto(`${stage.server.origin}/p/files?file=${path}`);
      await page.getByText(sign).first().waitFor();
      expect(await accessibilityProblems(page), path).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(360);
    }
  });

  it('met no error on the way', () => {
    // Handlers within sanitised HTML are noted as kept from running, and so are absent pictures and a missing plan.
    const expected = /inline event handler|status of 4\d\d/;
    const met = stage.problems.filter((problem) => !expected.test(problem));
    expect(met).toEqual([]);
  });
});

const signs: readonly [path: string, sign: string | RegExp][] = [
  ['drawing.svg', 'Side by side'],
  ['cities.csv', 'Town 1'],
  ['study.ipynb', 'printed'],
  ['data.db', 'Bird 1'],
  ['report.pdf', /Page 1 of/],
  ['bytes.dat', '00000000'],
  ['long.log', '400,000 lines'],
];
