import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { accessibilityProblems, openBrowser, openPage, openPageOf } from './browser.ts';
import { Client } from './client.ts';
import { invite } from './people.ts';
import { Project } from './project.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

let server: RunningServer;
let browser: Browser;
let owner: Client;
let project: Project;
/** The windows of Olga, who owns the project, of Nora, who has no account, and of Ben, who has one. */
let olgas: Page;
let noras: Page;
let bens: Page;
let problems: string[][];
/** What Olga sends to Nora. */
let address: string;

beforeAll(async () => {
  [server, browser] = await Promise.all([
    startServer({ environment: { PROJECT_DISK_MIB: '64', PREPARE_TEMPLATES: 'false' } }),
    openBrowser(),
  ]);
  owner = await new Client(server.origin).claim(server.setupLink);
  project = await Project.create(owner, 'blank', 'Together');
  await project.write('notes.txt', 'one\n');
  const ben = await invite(owner, 'Ben');
  const windows = await Promise.all([
    openPageOf(browser, owner),
    openPage(browser, { colorScheme: 'dark' }),
    openPageOf(browser, ben.client),
  ]);
  [olgas, noras, bens] = windows.map(({ page }) => page) as [Page, Page, Page];
  problems = windows.map((window) => window.problems);
  await olgas.goto(`${server.origin}/p/together?file=notes.txt`);
  await text(olgas).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await server?.interrupt();
  await removeData(server.dataDirectory);
});

const text = (page: Page) => page.getByLabel('Text of notes.txt');
const links = () => olgas.getByRole('region', { name: 'Guest links' });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}

/** Another guest without a screen, by a link of their own. */
async function enter(permission: 'view' | 'edit' | 'edit_and_run'): Promise<{ client: Client; linkId: string }> {
  const asked = { permission, hours: 1, asksName: false };
  const made = z
    .object({ link: z.object({ id: z.string() }), address: z.url() })
    .parse(await owner.do('POST', `/projects/${project.id}/guest-links`, asked));
  const client = new Client(server.origin);
  await client.do('POST', '/guest', { secret: new URL(made.address).hash.slice(1) });
  return { client, linkId: made.link.id };
}

describe('a guest link', () => {
  it('is made in the dialog that shares the project', async () => {
    await button(olgas, 'Share').click();
    await links().getByRole('combobox', { name: 'What guests may do' }).click();
    await olgas.getByRole('option', { name: 'Edit files' }).click();
    await button(olgas, 'Make a link').click();
    address = await olgas.getByLabel('Address of the link').inputValue();
    expect(address).toMatch(/\/guest#[\w-]{43}$/);
    await links().getByText('Nobody came by it yet').waitFor();
    await shot(olgas, 'guest-links');
    expect((await accessibilityProblems(olgas)).join('\n')).toBe('');
    await olgas.keyboard.press('Escape');
  });

  it('lets somebody without an account in, who says how they are called', async () => {
    await noras.goto(address);
    await noras.getByRole('heading', { name: 'Olga Owner lets you into “Together”' }).waitFor();
    expect(noras.url()).toBe(`${server.origin}/guest`);
    await shot(noras, 'guest-entrance');
    expect((await accessibilityProblems(noras)).join('\n')).toBe('');
    await button(noras, 'Enter the project').click();
    await noras.getByText('Write a name.').waitFor();
    await noras.getByLabel('Your name').fill('Nora');
    await button(noras, 'Enter the project').click();
    await noras.waitForURL(`${server.origin}/p/together`);
    await noras.getByRole('treeitem', { name: 'notes.txt' }).click();
    await expect(text(noras).waitFor()).resolves.toBeUndefined();
  });

  it('lets a guest edit under that name, beside the owner', async () => {
    await text(noras).click();
    await noras.keyboard.press('Control+End');
    await noras.keyboard.type('from a guest');
    await olgas.locator('.cm-person-name', { hasText: 'Guest Nora' }).first().waitFor();
    await expect.poll(async () => (await project.read('notes.txt')).text).toBe('one\nfrom a guest');
    await shot(noras, 'guest-workspace');
    await shot(olgas, 'guest-beside-owner');
    const { body } = await project.ask('history.timeline', { path: 'notes.txt' });
    expect(JSON.stringify(body)).toContain('"name":"Guest Nora"');
  });

  it('offers a guest nothing beside the files', async () => {
    for (const name of ['Run', 'Share', 'New terminal']) {
      expect(await button(noras, name).count(), name).toBe(0);
    }
    expect((await accessibilityProblems(noras)).join('\n')).toBe('');
    for (const path of ['members', 'guest-links']) {
      const status = await noras.evaluate(
        async (at) => (await fetch(at)).status,
        `/api/projects/${project.id}/${path}`,
      );
      expect([path, status]).toEqual([path, 401]);
    }
    await noras.goto(server.origin);
    await noras.getByRole('heading', { name: 'Sign in' }).waitFor();
    await noras.goto(`${server.origin}/guest`);
    await noras.getByRole('heading', { name: 'You are here as Guest Nora' }).waitFor();
    await noras.getByRole('link', { name: 'Open the project' }).click();
    await expect(text(noras).waitFor()).resolves.toBeUndefined();
  });

  it('lets a guest who edits comment under that name', async () => {
    await text(noras).click();
    await noras.keyboard.press('Control+Home');
    await noras.keyboard.press('Shift+End');
    await noras.keyboard.press('Control+Alt+m');
    const comments = noras.getByRole('region', { name: 'Comments' });
    await comments.getByRole('textbox', { name: 'Write a comment' }).fill('One what?');
    await noras.keyboard.press('Control+Enter');
    await comments.getByRole('article', { name: 'Guest Nora' }).getByText('One what?').waitFor();
    await olgas.getByRole('link', { name: 'Notifications' }).waitFor();
    await olgas.keyboard.press('Alt+Shift+c');
    const said = olgas.getByRole('region', { name: 'Comments' }).getByRole('listitem');
    await said.getByRole('button', { name: /notes.txt:1/ }).click();
    await said.getByRole('textbox', { name: 'Reply' }).fill('One line.');
    await olgas.keyboard.press('Control+Enter');
    await comments.getByRole('article', { name: 'Olga Owner' }).getByText('One line.').waitFor();
    await shot(noras, 'guest-comments');
    expect((await accessibilityProblems(noras)).join('\n')).toBe('');
    await noras.keyboard.press('Alt+Shift+c');
    await olgas.keyboard.press('Alt+Shift+c');
  });

  it('keeps what is for people with an account out of a guest’s palette', async () => {
    const palette = noras.getByRole('dialog', { name: 'Command palette' });
    const commands = palette.getByRole('option');
    const own = commands.filter({ hasText: 'Go to line' });
    await text(noras).click();
    await noras.keyboard.press('Control+k');
    for (const name of ['Share', 'New project', 'Projects', 'Trash']) {
      await palette.getByRole('combobox').fill('Go to line');
      await own.waitFor();
      await palette.getByRole('combobox').fill(name);
      await own.waitFor({ state: 'detached' });
      expect(await commands.filter({ hasText: new RegExp(`^${name}`) }).count(), name).toBe(0);
    }
    await noras.keyboard.press('Escape');
  });

  it('lets the owner end one visit, at once, and leaves the link as it is', async () => {
    await button(olgas, 'Share').click();
    await button(olgas, 'End the visit of Guest Nora').click();
    await noras.getByRole('heading', { name: 'Nobody is a guest in this browser' }).waitFor();
    await links().getByText('Guest Nora').waitFor({ state: 'detached' });
    await links().getByText('Nobody came by it yet').waitFor();
    await olgas.keyboard.press('Escape');
    await noras.goto(`${server.origin}/guest`);
    await noras.goto(address);
    await noras.getByLabel('Your name').fill('Nora');
    await button(noras, 'Enter the project').click();
    await noras.getByRole('treeitem', { name: 'notes.txt' }).click();
    await expect(text(noras).waitFor()).resolves.toBeUndefined();
  });

  it('lets somebody with an account in as themselves', async () => {
    await bens.goto(address);
    await bens.getByText('You come as Ben, with your account').waitFor();
    await shot(bens, 'guest-with-account');
    expect((await accessibilityProblems(bens)).join('\n')).toBe('');
    await button(bens, 'Enter the project').click();
    await bens.waitForURL(`${server.origin}/p/together`);
    await bens.getByRole('treeitem', { name: 'notes.txt' }).click();
    await text(bens).click();
    await bens.keyboard.press('Control+End');
    await bens.keyboard.type(', and Ben');
    await olgas.locator('.cm-person-name', { hasText: /^Ben$/ }).first().waitFor();
    await expect.poll(async () => (await project.read('notes.txt')).text).toBe('one\nfrom a guest, and Ben');
    expect(await button(bens, 'Run').count()).toBe(0);
  });

  it('taken back, ends the visit while the guest looks on', async () => {
    await button(olgas, 'Share').click();
    expect(await olgas.getByLabel('Address of the link').count()).toBe(0);
    await links().getByText('Guest Nora').waitFor();
    await links().getByRole('button', { name: 'Take back the link to edit files' }).click();
    await noras.getByRole('heading', { name: 'Nobody is a guest in this browser' }).waitFor();
    await shot(noras, 'guest-ended');
    await links().getByText('Guest Nora').waitFor({ state: 'detached' });
    await bens.getByText('You are no longer connected to this project').waitFor();
    await noras.goto(`${server.origin}/guest`);
    await noras.goto(address);
    await expect(noras.getByText('This guest link has ended or was taken back.').waitFor()).resolves.toBeUndefined();
    // Answers that refuse are meant here; what must not be is code that fails.
    expect(problems.flat().filter((problem) => !problem.startsWith('Failed to load resource'))).toEqual([]);
  });
});

describe('what a guest may do in the project', () => {
  const run = (client: Client) => new Project(client, project.id).run('true');
  const write = (client: Client, name: string) => new Project(client, project.id).write(name, 'text');
  const commit = (client: Client) => new Project(client, project.id).ask('git.init', {}, { json: {} });

  it.each([
    ['view', [403, 403, 403]],
    ['edit', [200, 403, 403]],
    ['edit_and_run', [200, 200, 200]],
  ] as const)('is what the link says: %s', async (permission, expected) => {
    const { client } = await enter(permission);
    expect((await new Project(client, project.id).read('notes.txt')).status).toBe(200);
    const answers = [await write(client, `${permission}.txt`), await run(client), await commit(client)];
    expect(answers.map(({ status }) => status)).toEqual(expected);
  });
});
