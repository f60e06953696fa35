import { mkdir, mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from './browser.ts';
import { entry, focusEntry, namesIn, openFilesPage, type FilesPage } from './files-page.ts';

const mebibyte = 1024 * 1024;

let stage: FilesPage;
/** The machine may have other things to do. */
const patience = { timeout: 60_000 };
/** The person's own computer. */
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uploads-'));
  stage = await openFilesPage({ 'assets/here.txt': 'here' });
  await entry(stage.page, 'assets').waitFor();
});
afterAll(async () => {
  await stage?.end();
  await rm(folder, { recursive: true, force: true });
});

const names = (path = '') => namesIn(stage.project, path);

/** Chooses files of the computer with the button above the tree; they go where the keyboard is. */
async function choose(...paths: string[]): Promise<void> {
  const { page } = stage;
  await focusEntry(page, 'assets');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Upload files' }).click();
  await (await chooser).setFiles(paths);
}

async function unfinished(): Promise<{ path: string; received: number }[]> {
  const { body } = await stage.project.ask('files.uploads');
  return z.object({ uploads: z.array(z.object({ path: z.string(), received: z.number() })) }).parse(body).uploads;
}

/** Lets files of the computer fall onto a place of the page, as the desktop does. */
async function drop(paths: string[], onto: string): Promise<void> {
  const { page } = stage;
  const box = await entry(page, onto).boundingBox();
  const at = { x: (box?.x ?? 0) + 60, y: (box?.y ?? 0) + 8 };
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...at, data });
  }
}

describe('uploads', () => {
  it('take files and whole folders that are dropped on a folder', async () => {
    await mkdir(join(folder, 'photos/deep'), { recursive: true });
    await writeFile(join(folder, 'photos/one.txt'), 'one');
    await writeFile(join(folder, 'photos/deep/two.txt'), 'two');
    await writeFile(join(folder, 'single.txt'), 'single');
    await drop([join(folder, 'photos'), join(folder, 'single.txt')], 'assets');
    await expect.poll(() => names('assets'), patience).toEqual(['photos', 'here.txt', 'single.txt']);
    await expect.poll(async () => (await stage.project.read('assets/photos/deep/two.txt')).text, patience).toBe('two');
  });

  it('take a picture that was copied in another program', async () => {
    const { page } = stage;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 8, height: 8 });
      canvas.getContext('2d')?.fillRect(0, 0, 8, 8);
      const picture = new Promise<Blob>((resolve) => canvas.toBlob((blob) => blob && resolve(blob), 'image/png'));
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
    });
    await focusEntry(page, 'assets');
    await page.keyboard.press('Control+v');
    await expect.poll(() => names('assets'), patience).toContain('image.png');
    expect((await stage.project.read('assets/image.png')).headers['content-type']).toBe('image/png');
  });

  it('ask what to do with a name that is taken', async () => {
    const { page, project } = stage;
    await writeFile(join(folder, 'here.txt'), 'from the computer');
    await choose(join(folder, 'here.txt'));
    await page.getByText('“assets/here.txt” is there already.').waitFor();
    expect((await project.read('assets/here.txt')).text).toBe('here');
    await page.getByRole('button', { name: 'Keep both' }).click();
    await expect.poll(() => names('assets'), patience).toContain('here (2).txt');
    expect((await project.read('assets/here (2).txt')).text).toBe('from the computer');
  });

  it('go on by themselves when the connection breaks', async () => {
    const { page, project } = stage;
    await writeFile(join(folder, 'resumed.bin'), Buffer.alloc(9 * mebibyte, 'r'));
    let broken = 0;
    await page.route('**/files/upload?*offset=8388608*', async (route) => {
      broken += 1;
      await (broken <= 2 ? route.abort('connectionreset') : route.continue());
    });
    await choose(join(folder, 'resumed.bin'));
    await expect
      .poll(async () => (await project.ask('files.stat', { path: 'assets/resumed.bin' })).body?.size, patience)
      .toBe(9 * mebibyte);
    expect(broken).toBe(3);
    await page.unroute('**/files/upload?*offset=8388608*');
  });

  it('go on after a reload when the same file is chosen again, and are removed when it is not', async () => {
    const { page } = stage;
    for (const name of ['kept.bin', 'dropped.bin'])
      await writeFile(join(folder, name), Buffer.alloc(9 * mebibyte, name));
    await page.route('**/files/upload?*offset=8388608*', (route) => route.abort('connectionreset'));
    await choose(join(folder, 'kept.bin'), join(folder, 'dropped.bin'));
    await expect.poll(unfinished, patience).toHaveLength(2);
    await expect
      .poll(async () => (await unfinished()).map(({ received }) => received), patience)
      .toEqual([8 * mebibyte, 8 * mebibyte]);
    await page.reload();
    await page.getByText('kept.bin').waitFor();
    await entry(page, 'assets').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.unroute('**/files/upload?*offset=8388608*');
    const offsets: string[] = [];
    page.on('request', (request) => {
      const offset = /files\/upload\?.*offset=(\d+)/.exec(request.url())?.[1];
      if (offset !== undefined) offsets.push(offset);
    });
    await page.getByRole('button', { name: 'Remove the upload of assets/dropped.bin' }).click();
    await expect.poll(unfinished, patience).toMatchObject([{ path: 'assets/kept.bin' }]);
    await choose(join(folder, 'kept.bin'));
    await expect.poll(() => names('assets'), patience).toContain('kept.bin');
    expect(offsets).toEqual(['8388608']);
    expect(await unfinished()).toEqual([]);
    expect(await names('assets')).not.toContain('dropped.bin');
  });

  it('refuse at once what is larger than the disk of the project, and say how much has room', async () => {
    const { page } = stage;
    const path = join(folder, 'film.mov');
    await (await open(path, 'w')).close();
    await truncate(path, 5 * 1024 * mebibyte);
    let sent = 0;
    page.on('request', (request) => void (sent += request.url().includes('film.mov') ? 1 : 0));
    await choose(path);
    await page.getByText(/film\.mov: It has 5\.\d GB, and the project has room for [\d.]+ MB/).waitFor();
    expect(sent).toBe(1);
    expect(await names('assets')).not.toContain('film.mov');
  });
});
