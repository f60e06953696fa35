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

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  const client = await new Client(server.origin).claim(server.setupLink);
  project = await Project.create(client, 'blank', 'Ledger');
  await project.write('poem.txt', 'one\ntwo\nthree\nfour\n');
  ({ page, problems } = await openPageOf(browser, client));
  page.setDefaultTimeout(20_000);
  await page.goto(`${server.origin}/p/ledger?file=poem.txt`);
  await page.getByLabel('Text of poem.txt').waitFor();
});
afterAll(async () => {
  await browser.close();
  await server.interrupt();
  await removeData(server.dataDirectory);
});

const panel = () => page.getByRole('region', { name: 'Repository' });
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const changed = (name: string) => panel().getByRole('list', { name: 'Changes' }).getByRole('button', { name }).first();
const state = async () => (await project.ask('git.state')).body;
const write = async (text: string) => project.write('poem.txt', text, '*');

/** What was asked of git shows a moment later. */
const soon = { timeout: 15_000 };

async function commit(message: string): Promise<void> {
  await panel().getByLabel('Message').fill(message);
  await panel().getByLabel('Message').press('Control+Enter');
  await expect.poll(async () => (await project.ask('git.log')).body.commits[0]?.subject, soon).toBe(message);
  await button('Unstage all').waitFor({ state: 'detached' });
}

describe('git in the workspace', () => {
  it('makes the project a repository and commits everything', async () => {
    await button('Git').click();
    await button('Make this project a repository').click();
    await changed('poem.txt').waitFor();
    await commit('Write a poem');
    await panel().getByText('Nothing changed since the last commit.').waitFor();
    await page.locator('footer').getByRole('button', { name: 'Branch main' }).waitFor();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
  });

  it('stages one line of two, and commits that line alone', async () => {
    await write('ONE\ntwo\nthree\nFOUR\n');
    await changed('poem.txt').click();
    await page.getByLabel(/Line 4: \+FOUR/).check();
    await page.getByLabel(/Line 4: -four/).check();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    await button('Stage 2 lines').click();
    await button('Unstage all').waitFor();
    await commit('Shout the end');
    const text = await project.ask('git.text', { revision: 'HEAD', path: 'poem.txt' });
    expect(text.body.text).toBe('one\ntwo\nthree\nFOUR\n');
    expect((await project.read('poem.txt')).text).toBe('ONE\ntwo\nthree\nFOUR\n');
  });

  it('takes a commit back, and what it changed is staged again', async () => {
    await button('Undo').first().click();
    await expect.poll(async () => (await state()).files[0]?.staged, soon).toBe('M');
    await expect.poll(() => panel().getByLabel('Message').inputValue(), soon).toBe('Shout the end');
    await commit('Shout the end');
  });

  it('discards a hunk, and brings it back', async () => {
    await changed('poem.txt').click();
    await button('Discard hunk').click();
    await expect.poll(async () => (await project.read('poem.txt')).text, soon).toBe('one\ntwo\nthree\nFOUR\n');
    await page.getByText('1 change discarded').first().waitFor();
    await button('Undo').first().click();
    await expect.poll(async () => (await project.read('poem.txt')).text, soon).toBe('ONE\ntwo\nthree\nFOUR\n');
    await commit('Shout the beginning');
  });
});

describe('branches', () => {
  it('makes one from the status bar by typing its name', async () => {
    await page.locator('footer').getByRole('button', { name: 'Branch main' }).click();
    await page.getByPlaceholder('Switch to a branch, or type a new name').fill('quiet');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await state()).branch, soon).toBe('quiet');
    await write('ONE\ntwo, quietly\nthree\nFOUR\n');
    await changed('poem.txt').waitFor();
    await commit('Whisper');
    await page.locator('footer').getByRole('button', { name: 'Branch quiet' }).click();
    await page.getByRole('option', { name: /main/ }).click();
    await expect.poll(async () => (await state()).branch, soon).toBe('main');
    await write('ONE\ntwo, aloud\nthree\nFOUR\n');
    await changed('poem.txt').waitFor();
    await commit('Read aloud');
  });

  it('stops a merge at a conflict and shows every way out', async () => {
    await page.getByRole('radio', { name: 'Branches' }).click();
    await button('More of Git: quiet').click();
    await page.getByRole('menuitem', { name: 'Merge into main' }).click();
    await panel().getByText('The merge of quiet is not finished').waitFor();
    await page.reload();
    await button('Git').click();
    await panel().getByText('The merge of quiet is not finished').waitFor();
    await button('Abort').waitFor();
    expect(await button('Continue').getAttribute('aria-disabled')).toBe('true');
  });

  it('resolves the conflict place by place and goes on', async () => {
    await changed('poem.txt').click();
    const editor = page.getByRole('region', { name: 'Resolve the conflict in poem.txt' });
    await editor.getByText('two, aloud').first().waitFor();
    await editor.getByText('two, quietly').first().waitFor();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    await button('Take both').click();
    await editor.getByRole('textbox', { name: 'Result' }).fill('two, aloud and quietly');
    await button('Mark as resolved').click();
    await panel().getByText('Every conflict is resolved.').waitFor();
    await button('Continue').click();
    await expect.poll(async () => (await state()).operation, soon).toBeNull();
    const text = await project.ask('git.text', { revision: 'HEAD', path: 'poem.txt' });
    expect(text.body.text).toBe('ONE\ntwo, aloud and quietly\nthree\nFOUR\n');
  });
});

describe('the history', () => {
  it('draws every commit, finds one and describes it', async () => {
    await button('History').last().click();
    const graph = page.getByRole('listbox', { name: 'History' });
    await expect.poll(() => graph.getByRole('option').count(), soon).toBe(6);
    await graph.getByRole('option').filter({ hasText: 'Whisper' }).click();
    const details = page.getByRole('region', { name: /^Commit / });
    await details.getByRole('button', { name: /poem\.txt/ }).click();
    await details.getByText('two, quietly').waitFor();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    await page.getByLabel('Search messages').fill('shout');
    await expect.poll(() => graph.getByRole('option').count(), soon).toBe(2);
    await page.getByLabel('Search messages').fill('');
    await details.getByRole('button', { name: 'Revert', exact: true }).click();
    // What it changed was changed again since.
    await panel()
      .getByText(/The revert of .* is not finished/)
      .waitFor();
    await button('Abort').click();
    await expect.poll(async () => (await state()).operation, soon).toBeNull();
  });

  it('tells beside each line who wrote it', async () => {
    await page.getByRole('tab').filter({ hasText: 'poem.txt' }).click();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').first().fill('Show who wrote');
    await page
      .getByRole('option', { name: /^Show who wrote/ })
      .first()
      .click();
    const authors = page.locator('.cm-git-blame');
    await authors
      .getByText(/^Olga Owner, /)
      .first()
      .waitFor();
    expect(await authors.getByText('Not committed yet').count()).toBe(0);
  });

  it('puts changes aside and brings them back', async () => {
    await write('another\n');
    await page.getByRole('radio', { name: 'Stashes' }).click();
    await button('Stash the changes').click();
    await expect.poll(async () => (await state()).stashes, soon).toBe(1);
    expect((await project.read('poem.txt')).text).toContain('aloud and quietly');
    await panel().getByRole('list', { name: 'Stashes' }).getByRole('button', { name: /^More/ }).click();
    await page.getByRole('menuitem', { name: 'Apply and drop' }).click();
    // The entry goes after the text is back.
    await expect.poll(async () => (await state()).stashes, soon).toBe(0);
    expect((await project.read('poem.txt')).text).toBe('another\n');
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await button('Files').click();
    await page.getByRole('tab', { name: 'Git' }).click();
    // What was looked at before takes the place of the list.
    await button('Back').click();
    await page.getByRole('radio', { name: 'Changes' }).click();
    await changed('poem.txt').click();
    await button('Stage hunk').waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    // A project without a program answers 409 to the question how to run it.
    expect(problems.filter((problem) => !/40[49]/.test(problem))).toEqual([]);
  });
});
