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
  'main.py':
    'name = input("Who is there? ")\nprint("Ahoj", name)\nfor line in iter(input, "stop"):\n    print(1 / len(line))\n',
  'notes.txt': 'alpha beta\ngamma delta\n',
};

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  const client = await new Client(server.origin).claim(server.setupLink);
  project = await Project.create(client, 'blank', 'Desk');
  for (const [path, text] of Object.entries(files)) await project.write(path, text);
  ({ page, problems } = await openPageOf(browser, client));
  page.setDefaultTimeout(12_000);
  await page.goto(`${server.origin}/p/desk?file=notes.txt`);
  await text('notes.txt').waitFor();
});
afterAll(async () => {
  await browser.close();
  await server.interrupt();
  await removeData(server.dataDirectory);
});

const text = (path: string, on: Page = page) => on.getByLabel(`Text of ${path}`);
const tab = (name: string) => page.locator('.dv-tab', { hasText: name });
const input = () => page.getByLabel('Input of the program');
const read = async (path: string) => (await project.read(path)).text;

async function command(name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Search commands').fill(name);
  await page.getByRole('option', { name }).first().click();
}

describe('a program that asks', () => {
  it('is answered in the console, and shows what was typed', async () => {
    await page.getByRole('button', { name: 'Run', exact: true }).first().click();
    await page.getByText('Who is there?').waitFor();
    await input().waitFor();
    await page.getByRole('log').click();
    await page.keyboard.type('Žofie');
    await page.keyboard.press('Enter');
    await page.getByText('Ahoj Žofie').waitFor();
    await expect(page.getByText('Who is there? Žofie').waitFor()).resolves.toBeUndefined();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
  });

  it('takes back the line before with an arrow, and ends at Ctrl-D', async () => {
    await input().press('ArrowUp');
    expect(await input().inputValue()).toBe('Žofie');
    await input().press('Enter');
    await page.getByText('0.2', { exact: true }).waitFor();
    await input().press('Control+d');
    await expect(
      page
        .getByText(/EOFError/)
        .first()
        .waitFor(),
    ).resolves.toBeUndefined();
  });

  it('leads from the failure to the line that failed', async () => {
    await page.getByRole('button', { name: 'Go to main.py:3' }).click();
    await text('main.py').waitFor();
    await expect(page.getByText('Ln 3, Col 1', { exact: true }).waitFor()).resolves.toBeUndefined();
  });

  it('is interrupted with Ctrl-C', async () => {
    await page.keyboard.press('Control+Enter');
    await page.getByRole('log').getByText('Who is there?', { exact: true }).waitFor();
    await input().press('Control+c');
    await expect(page.getByRole('alert').getByText('The program was interrupted.').waitFor()).resolves.toBeUndefined();
  });
});

describe('windows', () => {
  it('takes a tab to a window of its own, where the same text is written, and back', async () => {
    const opening = page.waitForEvent('popup');
    await tab('notes.txt').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Move to a window of its own' }).click();
    const other = await opening;
    await text('notes.txt', other).click();
    expect(await tab('notes.txt').count()).toBe(0);
    await other.keyboard.press('Control+Home');
    await other.keyboard.type('from afar ');
    await other.getByText('Saved', { exact: true }).waitFor();
    await expect.poll(() => read('notes.txt')).toContain('from afar alpha');
    await other.close();
    await tab('notes.txt').waitFor();
    await tab('notes.txt').click();
    await expect(text('notes.txt').getByText('from afar alpha').waitFor()).resolves.toBeUndefined();
  });

  it('takes a tab out that is dropped outside of the window', async () => {
    const opening = page.waitForEvent('popup');
    // The drop itself is the desktop's; what the browser then tells the page is this.
    await tab('Console').evaluate((element) =>
      element.dispatchEvent(new DragEvent('dragend', { bubbles: true, clientX: -40, clientY: 20 })),
    );
    const other = await opening;
    await other.getByRole('log').waitFor();
    expect(await tab('Console').count()).toBe(0);
    await other.close();
    await expect(tab('Console').waitFor()).resolves.toBeUndefined();
  });

  it('keeps a shell alive on its way to a window and back', async () => {
    await command('New terminal');
    await page.locator('.xterm:visible').click();
    await page.keyboard.type('marked=still-here; clear\n');
    const opening = page.waitForEvent('popup');
    await command('Move to a window of its own');
    const other = await opening;
    await other.locator('.xterm').click();
    await other.keyboard.type('echo $marked > shell.txt\n');
    await expect.poll(() => read('shell.txt')).toBe('still-here\n');
    await other.close();
    await expect(page.locator('.xterm:visible').waitFor()).resolves.toBeUndefined();
  });

  it('splits the editor, and goes back to how it looked at first', async () => {
    await tab('notes.txt').click();
    await text('notes.txt').click();
    await page.keyboard.press('Control+Backslash');
    await expect.poll(() => text('notes.txt').count()).toBe(2);
    await command('Reset the layout');
    await expect.poll(() => text('notes.txt').count()).toBe(1);
    await expect(tab('Console').waitFor()).resolves.toBeUndefined();
  });
});

describe('keys', () => {
  it('binds a command to keys that the editor has, names the command that has them too, and takes it back', async () => {
    await text('notes.txt').click();
    await page.keyboard.press('F1');
    const dialog = page.getByRole('dialog');
    await dialog.getByPlaceholder('Search commands').fill('Split');
    await dialog.getByRole('button', { name: 'Change the shortcut of Split the editor' }).click();
    await page.keyboard.press('Control+d');
    await dialog.getByPlaceholder('Search commands').fill('Focus mode');
    await dialog.getByRole('button', { name: 'Change the shortcut of Focus mode' }).click();
    await page.keyboard.press('Control+d');
    await dialog.getByText('Split the editor has the same keys').waitFor();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    await dialog.getByRole('button', { name: 'Back to the default' }).click();
    await leaveDialog();
    await text('notes.txt').click();
    await page.keyboard.press('Control+d');
    await expect.poll(() => text('notes.txt').count()).toBe(2);
    await page.keyboard.press('F1');
    await dialog.getByRole('button', { name: 'Take back 1 change' }).click();
    await leaveDialog();
    await command('Reset the layout');
    await expect.poll(() => text('notes.txt').count()).toBe(1);
  });

  it('edits as Vim does, and writes and closes with :wq', async () => {
    await chooseKeys('Vim');
    await text('notes.txt').click();
    await page.keyboard.type('ggdwoput in by Vim');
    await page.keyboard.press('Escape');
    await page.keyboard.type(':wq');
    await page.keyboard.press('Enter');
    await expect.poll(() => tab('notes.txt').count()).toBe(0);
    await expect.poll(() => read('notes.txt')).toBe('afar alpha beta\nput in by Vim\ngamma delta\n');
  });

  it('edits as Emacs does', async () => {
    await page.getByRole('treeitem', { name: 'notes.txt' }).click();
    await chooseKeys('Emacs');
    await text('notes.txt').click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+n');
    await page.keyboard.press('Control+e');
    await page.keyboard.press('Control+y');
    await expect.poll(() => read('notes.txt')).toBe('\nput in by Vimafar alpha beta\ngamma delta\n');
    await chooseKeys('Standard');
  });

  it('answers Ctrl-S with a tick, and keeps the browser from saving the page', async () => {
    await text('notes.txt').click();
    await page.keyboard.press('Control+s');
    await expect(page.locator('footer').getByText('Saved', { exact: true }).waitFor()).resolves.toBeUndefined();
  });
});

async function leaveDialog(): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

async function chooseKeys(name: string): Promise<void> {
  await page.keyboard.press('Control+,');
  await page.getByPlaceholder('Search settings').fill(name);
  await page.getByRole('radio', { name }).click();
  expect((await accessibilityProblems(page)).join('\n')).toBe('');
  await leaveDialog();
  const mark = { Vim: '.cm-vimMode', Emacs: '.cm-emacsMode' }[name];
  if (mark !== undefined) await page.locator(`${mark}:visible`).waitFor();
}

describe('the project', () => {
  it('is shared from its workspace', async () => {
    await page.getByRole('button', { name: 'Share' }).click();
    const dialog = page.getByRole('dialog', { name: /People in/ });
    await dialog.getByText('Opens for the owner and the people above.').waitFor();
    expect(await dialog.getByLabel('Address', { exact: true }).inputValue()).toBe(`${server.origin}/p/desk`);
    const clone = `git clone ${server.origin}/git/desk.git`;
    expect(await dialog.getByLabel('Git', { exact: true }).inputValue()).toBe(clone);
    await dialog.getByLabel('E-mail address').fill('nobody@example.org');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog
      .getByText(/No account|nobody/i)
      .first()
      .waitFor();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    await page.keyboard.press('Escape');
  });

  it('shows the processor beside the memory, as the control group counts it', async () => {
    await project.run('for i in 1 2; do (while :; do :; done) & done; sleep 30');
    const shown = page.locator('footer').getByText(/^CPU \d+%$/);
    const share = async () => Number(/\d+/.exec((await shown.textContent()) ?? '')?.[0]);
    await expect.poll(share, { timeout: 30_000 }).toBeGreaterThan(5);
    await project.ask('run.stop', {}, { json: {} });
    await expect.poll(share, { timeout: 30_000 }).toBeLessThan(5);
  });

  it('left no error in the page', () => {
    // An address that nobody has is answered with 404, which the browser notes by itself.
    expect(problems.filter((problem) => !/40[49]/.test(problem)).join('\n')).toBe('');
  });
});
