import { readFile } from 'node:fs/promises';
import yauzl from 'yauzl';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accessibilityProblems } from './browser.ts';
import { entry, focusEntry, invite, namesIn, openAs, openFilesPage, type FilesPage } from './files-page.ts';

let stage: FilesPage;
/** The machine may have other things to do. */
const patience = { timeout: 15_000 };

beforeAll(async () => {
  stage = await openFilesPage();
});
afterAll(() => stage?.end());

/** Every test begins with the same files and nothing else. */
beforeEach(async () => {
  const { project, page } = stage;
  const present = await namesIn(project);
  if (present.length > 0) await project.ask('files.remove', {}, { json: { paths: present } });
  await project.ask('files.createDirectory', {}, { json: { path: 'docs' } });
  for (const path of ['docs/a.txt', 'docs/b.txt', 'notes.txt', 'other.txt', 'zebra.txt'])
    await project.write(path, path);
  await page.reload();
  await entry(page, 'zebra.txt').waitFor();
});

const names = (path = '') => namesIn(stage.project, path);
const undo = () => stage.page.getByRole('button', { name: 'Undo' }).last().click();

describe('the files of a project', () => {
  it('are moved by dragging onto a folder, and the notice takes it back', async () => {
    const { page } = stage;
    await entry(page, 'notes.txt').dragTo(entry(page, 'docs'));
    await page.getByText('notes.txt moved to docs').waitFor();
    expect(await names('docs')).toEqual(['a.txt', 'b.txt', 'notes.txt']);
    await undo();
    await entry(page, 'notes.txt').waitFor();
    expect(await names('docs')).toEqual(['a.txt', 'b.txt']);
  });

  it('stay open when they are moved: what is typed goes on in the new place', async () => {
    const { page, project } = stage;
    await focusEntry(page, 'notes.txt');
    await page.getByLabel('Text of notes.txt').waitFor();
    await entry(page, 'notes.txt').dragTo(entry(page, 'docs'));
    await page.getByText('notes.txt moved to docs').waitFor();
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' and more');
    await expect.poll(async () => (await project.read('docs/notes.txt')).text, patience).toBe('notes.txt and more');
    expect(await page.getByText('This file was deleted').count()).toBe(0);
  });

  it('are cut and pasted, several at once, and Ctrl-Z takes it back', async () => {
    const { page } = stage;
    await entry(page, 'notes.txt').click();
    await entry(page, 'zebra.txt').click({ modifiers: ['Control'] });
    await page.getByRole('tree').focus();
    await page.keyboard.press('Control+x');
    await focusEntry(page, 'docs');
    await page.keyboard.press('Control+v');
    await page.getByText('2 entries moved to docs').waitFor();
    expect(await names('docs')).toEqual(['a.txt', 'b.txt', 'notes.txt', 'zebra.txt']);
    await page.getByRole('tree').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => names(), patience).toEqual(['docs', 'notes.txt', 'other.txt', 'zebra.txt']);
  });

  it('are copied beside themselves under another name', async () => {
    const { page } = stage;
    await focusEntry(page, 'notes.txt');
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+v');
    await entry(page, 'notes (2).txt').waitFor();
    expect(await names()).toContain('notes (2).txt');
  });

  it('are renamed with F2; a taken name is refused in words, and the notice takes it back', async () => {
    const { page } = stage;
    await focusEntry(page, 'notes.txt');
    await page.keyboard.press('F2');
    await page.getByLabel('Rename').fill('zebra.txt');
    await page.keyboard.press('Enter');
    await page.getByText('“zebra.txt” is there already.').waitFor();
    await page.getByLabel('Rename').fill('diary.txt');
    await page.keyboard.press('Enter');
    await page.getByText('notes.txt is diary.txt now').waitFor();
    expect(await names()).toContain('diary.txt');
    await undo();
    await expect.poll(() => names(), patience).toEqual(['docs', 'notes.txt', 'other.txt', 'zebra.txt']);
  });

  it('are deleted at once and brought back by the notice, or later from what was deleted', async () => {
    const { page } = stage;
    await focusEntry(page, 'docs');
    await page.keyboard.press('Delete');
    await page.getByText('docs deleted').waitFor();
    expect(await names()).not.toContain('docs');
    await undo();
    await entry(page, 'docs').waitFor();
    await focusEntry(page, 'other.txt');
    await page.keyboard.press('Delete');
    await page.getByText('other.txt deleted').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Recently deleted' }).click();
    const line = page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'other.txt' }).first();
    await line.waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await line.getByRole('button', { name: 'Bring back' }).click();
    await page.keyboard.press('Escape');
    await entry(page, 'other.txt').waitFor();
    expect(await names()).toEqual(['docs', 'notes.txt', 'other.txt', 'zebra.txt']);
  });

  it('are walked with the keyboard: arrows, letters, and the menu of the row', async () => {
    const { page } = stage;
    const focused = () => page.getByRole('tree').getAttribute('aria-activedescendant');
    await focusEntry(page, 'docs');
    await entry(page, 'a.txt').waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('tree-docs/a.txt');
    await page.keyboard.press('ArrowLeft');
    expect(await focused()).toBe('tree-docs');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => entry(page, 'a.txt').count(), patience).toBe(0);
    await page.keyboard.type('ze');
    expect(await focused()).toBe('tree-zebra.txt');
    await page.keyboard.press('Shift+ArrowUp');
    expect(await page.getByRole('treeitem', { selected: true }).count()).toBe(2);
    await page.keyboard.press('ContextMenu');
    await page.getByRole('menuitem', { name: 'Delete 2 entries' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('menuitem').count(), patience).toBe(0);
  });

  it('come as a zip, one folder or all', async () => {
    const { page } = stage;
    await entry(page, 'docs').click({ button: 'right' });
    expect(await zipBy('Download docs as zip')).toEqual(['docs.zip', ['a.txt', 'b.txt']]);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    const all = ['docs/a.txt', 'docs/b.txt', 'notes.txt', 'other.txt', 'zebra.txt'];
    expect(await zipBy('Download Files as zip')).toEqual(['project.zip', all]);
  });

  it('are faint when .replit hides them', async () => {
    const { page, project } = stage;
    const color = () =>
      entry(page, 'other.txt')
        .locator('span')
        .last()
        .evaluate((text) => getComputedStyle(text).color);
    const before = await color();
    await project.write('.replit', 'run = "true"\nhidden = ["other.*"]\n');
    await expect.poll(color, patience).not.toBe(before);
  });

  it('are only looked at by a viewer, whom the server refuses whatever the page offers', async () => {
    const { browser, owner, project } = stage;
    const viewer = await invite(owner, 'vera@example.org');
    await owner.do('POST', `/projects/${project.id}/members`, { email: 'vera@example.org', role: 'viewer' });
    const { page } = await openAs(browser, viewer);
    await entry(page, 'notes.txt').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Download' }).waitFor();
    const offered = await page.getByRole('menuitem').allTextContents();
    expect(offered.filter((label) => /Rename|Delete|Cut|New|Upload|Paste/.test(label))).toEqual([]);
    await page.keyboard.press('Escape');
    await focusEntry(page, 'notes.txt');
    await page.keyboard.press('Delete');
    await page.keyboard.press('F2');
    expect(await page.getByLabel('Rename').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'New file' }).count()).toBe(0);
    const asked = await viewer.ask(`/api/projects/${project.id}/host/files/remove`, {
      method: 'POST',
      json: { paths: ['notes.txt'] },
    });
    expect(asked.status).toBe(403);
    expect(await names()).toContain('notes.txt');
    await page.context().close();
  });

  it('are handled with a finger on a phone', async () => {
    const { browser, owner } = stage;
    const phone = {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
      colorScheme: 'dark',
    } as const;
    const { page } = await openAs(browser, owner, phone);
    await page.getByRole('navigation').getByText('Files').tap();
    await entry(page, 'docs').tap();
    await entry(page, 'a.txt').waitFor();
    const box = await entry(page, 'notes.txt').boundingBox();
    const session = await page.context().newCDPSession(page);
    const touchPoints = [{ x: (box?.x ?? 0) + 80, y: (box?.y ?? 0) + 20 }];
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
    await page.getByRole('menuitem', { name: 'Rename' }).waitFor();
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await page.getByRole('menuitem', { name: 'Rename' }).tap();
    await page.getByLabel('Rename').fill('pocket.txt');
    await page.keyboard.press('Enter');
    await entry(page, 'pocket.txt').waitFor();
    expect(await names()).toContain('pocket.txt');
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await page.context().close();
  });
});

/** Chooses a line of the menu that is open. @returns the name of the download and the files in it */
async function zipBy(label: string): Promise<[name: string, files: string[]]> {
  const [download] = await Promise.all([
    stage.page.waitForEvent('download'),
    stage.page.getByRole('menuitem', { name: label }).click(),
  ]);
  const archive = await yauzl.fromBufferPromise(await readFile(await download.path()));
  const files: string[] = [];
  for await (const { fileName } of archive.eachEntry()) files.push(fileName);
  return [download.suggestedFilename(), files.toSorted()];
}
