import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, openBrowser, openPage } from './browser.ts';
import { Client, OWNER } from './client.ts';
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
  project = await Project.create(client, 'blank', 'Diary');
  await project.write('notes.txt', 'first line\n');
  ({ page, problems } = await openPage(browser));
  await page.goto(server.origin);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Diary').first().waitFor();
  await page.goto(`${server.origin}/p/diary?file=notes.txt`);
});
afterAll(async () => {
  await browser.close();
  await server.interrupt();
  await removeData(server.dataDirectory);
});

const editor = () => page.getByLabel('Text of notes.txt');
const changes = () => page.getByRole('list', { name: 'Changes of notes.txt' }).getByRole('button');
const versions = () => page.getByRole('region', { name: 'Changes of notes.txt' });
const onDisk = async () => (await project.read('notes.txt')).text;

describe('the history of a file', () => {
  it('tells who changed it, a person and a program', async () => {
    await editor().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('typed ');
    await expect.poll(onDisk).toBe('typed first line\n');
    await page.keyboard.press('Control+Shift+Y');
    await changes().filter({ hasText: '+17' }).waitFor();
    await project.run('echo second line >> notes.txt');
    await project.ended();
    await changes().filter({ hasText: 'A program' }).filter({ hasText: '+12' }).waitFor();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
  });

  it('shows what a change did, and any version on the way there', async () => {
    await changes().filter({ hasText: '+17' }).click();
    await versions().getByLabel('This version').getByText('typed first line').waitFor();
    expect(await versions().getByRole('textbox', { name: 'Before' }).textContent()).not.toContain('line');
    const slider = page.getByRole('slider', { name: 'Version' });
    await slider.focus();
    await page.keyboard.press('Home');
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('As it was first seen');
    await page.keyboard.press('End');
    await versions().getByLabel('This version').getByText('second line').waitFor();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
  });

  it('plays the changes from the first to the last', async () => {
    await page.getByRole('slider', { name: 'Version' }).fill('0');
    await page.getByRole('button', { name: 'Play the changes' }).click();
    await versions().getByLabel('This version').getByText('second line').waitFor();
    const play = page.getByRole('button', { name: 'Play the changes' });
    await expect.poll(() => play.isVisible()).toBe(true);
  });

  it('restores a version, and takes that back', async () => {
    await changes().filter({ hasText: '+17' }).click();
    await page.getByRole('button', { name: 'Restore this version' }).click();
    await expect.poll(onDisk).toBe('typed first line\n');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(onDisk).toBe('typed first line\nsecond line\n');
  });

  it('brings a deleted file back', async () => {
    await project.run('rm notes.txt');
    await project.ended();
    await page.getByText('1 deleted file').click({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Bring back' }).click();
    await expect.poll(onDisk).toBe('typed first line\nsecond line\n');
  });

  it('says what it takes and lets a person decide how much is kept', async () => {
    await page.getByText('Space and retention').click();
    await page.getByRole('combobox', { name: 'Keep changes for' }).click();
    await page.getByRole('option', { name: '90 days' }).click();
    await expect.poll(async () => (await project.ask('history.usage')).body.retention.days).toBe(90);
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    // A project without a program answers 409 to the question how to run it, and reading a deleted file 404.
    expect(problems.filter((problem) => !/40[49]/.test(problem))).toEqual([]);
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('button', { name: 'Files' }).click();
    await page.getByRole('tab', { name: 'History' }).click();
    await changes().first().click();
    await page.getByRole('button', { name: 'Back to the list' }).waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await changes().first().waitFor();
  });
});
