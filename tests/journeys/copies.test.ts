import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, openBrowser, openPageOf } from './browser.ts';
import { Client } from './client.ts';
import { invite } from './people.ts';
import type { Invited } from './people.ts';
import { Project } from './project.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

let server: RunningServer;
let browser: Browser;
let owner: Client;
let ben: Invited;
let project: Project;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  owner = await new Client(server.origin).claim(server.setupLink);
  ben = await invite(owner, 'Ben Baker');
  project = await Project.create(owner, 'bash', 'Together');
  await owner.do('POST', `/projects/${project.id}/members`, { email: 'ben.baker@example.org', role: 'editor' });
  await project.write('notes.txt', 'a secret of the project\n');
});
afterAll(async () => {
  await browser?.close();
  await server?.interrupt();
  await removeData(server.dataDirectory);
});

const editor = (page: Page) => page.getByLabel('Text of notes.txt');

async function openNotes(page: Page): Promise<void> {
  await page.goto(`${server.origin}/p/together?file=notes.txt`);
  await editor(page).waitFor();
}

async function saved(page: Page): Promise<void> {
  await page
    .getByRole('status')
    .filter({ hasText: /^Saved$/ })
    .waitFor();
}

/** Ben on a browser of its own, with a session that ends there. */
async function signIn(): Promise<Client> {
  const client = new Client(server.origin);
  await client.do('POST', '/sign-in/password', {
    email: 'ben.baker@example.org',
    password: 'slow brown ferry at dawn',
  });
  return client;
}

/** The databases of this browser with text of projects. */
const copies = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await indexedDB.databases()).flatMap(({ name }) => name ?? []));

/** Opens the file where the host is not reached, so that what is typed stays in the browser. */
async function typeUnsent(context: BrowserContext, page: Page): Promise<void> {
  await context.routeWebSocket(/\/documents$/, (socket) => void socket.close());
  await openNotes(page);
  await editor(page).click();
  await page.keyboard.type('never sent ');
  const read = (): Promise<number> =>
    page.evaluate(async (name) => {
      const open = indexedDB.open(name);
      await new Promise((resolve) => (open.onsuccess = resolve));
      const files = open.result.transaction('files').objectStore('files').getAll();
      await new Promise((resolve) => (files.onsuccess = resolve));
      open.result.close();
      return (files.result as { unsent: unknown }[]).filter(({ unsent }) => unsent !== null).length;
    }, `e-code.documents.${project.id}`);
  await expect.poll(read, { timeout: 20_000 }).toBe(1);
}

async function chooseSignOut(page: Page): Promise<void> {
  await page.goto(server.origin);
  await page
    .getByRole('button', { name: /account/i })
    .last()
    .click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
}

describe('copies of files in the browser', () => {
  it('go when their person signs out, also those that another tab has open', async () => {
    const session = await signIn();
    const { page } = await openPageOf(browser, session);
    const other = await page.context().newPage();
    await openNotes(other);
    await saved(other);
    expect(await copies(other)).toEqual([`e-code.documents.${project.id}`]);
    await chooseSignOut(page);
    await page.waitForURL(/sign-in/);
    await expect.poll(() => copies(page), { timeout: 20_000 }).toEqual([]);
    await page.context().close();
  });

  it('are asked about before signing out when they have edits that the server never got', async () => {
    const session = await signIn();
    const { page } = await openPageOf(browser, session);
    await openNotes(page);
    await saved(page);
    await typeUnsent(page.context(), page);
    await chooseSignOut(page);
    const dialog = page.getByRole('alertdialog', { name: /delete edits/ });
    await dialog.getByText('notes.txt').waitFor();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await copies(page)).toHaveLength(1);
    await chooseSignOut(page);
    await dialog.getByRole('button', { name: 'Delete edits and sign out' }).click();
    await page.waitForURL(/sign-in/);
    await expect.poll(() => copies(page), { timeout: 20_000 }).toEqual([]);
    await page.context().close();
  });

  it('go when their person may not open the project any more', async () => {
    const { page } = await openPageOf(browser, ben.client);
    await openNotes(page);
    await saved(page);
    await owner.do('DELETE', `/projects/${project.id}/members/${ben.id}`);
    await page.getByText('You are no longer connected to this project').waitFor();
    await expect.poll(() => copies(page), { timeout: 20_000 }).toEqual([]);
    await page.context().close();
  });
});
