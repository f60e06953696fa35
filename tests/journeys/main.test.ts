import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, openBrowser, openPage } from './browser.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

let server: RunningServer;
let browser: Browser;
let page: Page;
let problems: string[];

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  ({ page, problems } = await openPage(browser));
});
afterAll(async () => {
  await browser.close();
  await server.interrupt();
  await removeData(server.dataDirectory);
});

const owner = { name: 'Ana Sofía', email: 'ana@example.org', password: 'correct horse battery' };
const preview = () => page.frameLocator('iframe[title*="Preview"]');

/** What a step must end in. Playwright waits up to thirty seconds for it. */
async function expectSeen(what: Locator): Promise<void> {
  await expect(what.waitFor()).resolves.toBeUndefined();
}

async function claim(visitor: Page): Promise<void> {
  await visitor.getByLabel('Name').fill(owner.name);
  await visitor.getByLabel('E-mail').fill(owner.email);
  await visitor.getByLabel('Password', { exact: true }).fill(owner.password);
  await visitor.getByRole('button', { name: 'Create the owner account' }).click();
}

/** The steps build on each other, as a person's first quarter of an hour does. */
describe('the first day of an installation', () => {
  it('makes the owner from the setup link and asks what to build', async () => {
    await page.goto(server.setupLink ?? '');
    await claim(page);
    await page.getByRole('heading', { name: 'What do you want to build?' }).waitFor();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
  });

  it('refuses the same link to the next visitor, in words', async () => {
    const other = await openPage(browser);
    await other.page.goto(server.setupLink ?? '');
    await claim(other.page).catch(() => undefined);
    await expectSeen(other.page.getByText(/already|sign in/i).first());
    await other.page.context().close();
  });

  it('opens a template in the workspace, with its files and an editor', async () => {
    await page.getByText('Express', { exact: true }).click();
    await page.waitForURL(/\/p\/express$/);
    await page.getByRole('treeitem', { name: /server\.js/ }).waitFor();
    await page.locator('.cm-content', { hasText: 'express()' }).waitFor();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
  });

  it('saves what is typed, and says so only when it is on disk', async () => {
    await page.getByRole('treeitem', { name: 'README.md' }).click();
    await page.getByLabel('Text of README.md').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\nTyped in the journey.');
    await page.getByText('Saved', { exact: true }).waitFor();
    const answer = await page.request.get(await hostPath('/files/content?path=README.md'));
    expect(await answer.text()).toContain('Typed in the journey.');
  });

  it('runs the project and shows its page beside the code', async () => {
    await page.getByRole('button', { name: 'Run', exact: true }).first().click();
    await preview().getByRole('heading', { name: 'Guest book' }).waitFor({ timeout: 60_000 });
    await expectSeen(page.getByRole('button', { name: /Stop/ }).first());
  });

  it('lets the person use their own app in the preview', async () => {
    await preview().getByLabel('Name').fill('Ben');
    await preview().getByLabel('Message').fill('Greetings from the preview');
    await preview().getByRole('button', { name: 'Sign' }).click();
    await expectSeen(preview().getByText('Greetings from the preview'));
  });

  it('gives a terminal in the same files', async () => {
    // Keys that are pressed in the preview belong to the app in it.
    await page.getByLabel('Text of README.md').click();
    await page.keyboard.press('Control+Backquote');
    const terminal = page.locator('.xterm:visible');
    await terminal.click();
    await page.keyboard.type('echo made-in-$((40+2)) > note.txt; cat note.txt\n');
    await page.getByRole('treeitem', { name: 'note.txt' }).waitFor();
    const answer = await page.request.get(await hostPath('/files/content?path=note.txt'));
    expect(await answer.text()).toBe('made-in-42\n');
  });

  it('keeps the run and the terminal over a reload', async () => {
    await page.reload();
    await page.getByRole('button', { name: /Stop/ }).first().waitFor();
    await expectSeen(preview().getByText('Greetings from the preview'));
  });

  it('finds files and commands from the keyboard', async () => {
    await page.keyboard.press('Control+p');
    await page.keyboard.type('pack js');
    await page
      .getByRole('option', { name: /package\.json/ })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await expectSeen(page.getByRole('dialog'));
    await page.keyboard.press('Escape');
  });

  it('stops the program and says so', async () => {
    await page.getByRole('button', { name: /Stop/ }).first().click();
    await page.getByRole('button', { name: 'Run', exact: true }).first().waitFor();
    const answer = await page.request.get(await hostPath('/run'));
    expect(await answer.json()).toMatchObject({ ports: [] });
  });

  it('works in the dark theme and at the width of a phone, clean for assistive technology', async () => {
    const state = await page.context().storageState();
    const phone = await openPage(browser, {
      storageState: state,
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
      colorScheme: 'dark',
    });
    await phone.page.goto(`${server.origin}/p/express`);
    await phone.page.getByText('server.js').first().waitFor();
    expect((await accessibilityProblems(phone.page)).join('\n')).toBe('');
    const overflow = await phone.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await phone.page.context().close();
  });

  it('signs out, refuses a wrong password in words and signs in again', async () => {
    await page.goto(server.origin);
    await page
      .getByRole('button', { name: /account|Ana/i })
      .last()
      .click();
    await page.getByRole('menuitem', { name: /sign out/i }).click();
    await page.waitForURL(/sign-in/);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    await page.getByLabel('E-mail').fill(owner.email);
    await page.getByLabel('Password', { exact: true }).fill('a wrong password');
    await page.getByRole('button', { name: /^sign in$/i }).click();
    await page.getByRole('alert').first().waitFor();
    await page.getByLabel('Password', { exact: true }).fill(owner.password);
    await page.getByRole('button', { name: /^sign in$/i }).click();
    await page
      .getByRole('link', { name: /Express/ })
      .first()
      .waitFor();
  });

  it('left no error in the page', () => {
    // The wrong password and the page after signing out are answers of 401, which the browser notes by itself.
    expect(problems.filter((problem) => !problem.includes('401')).join('\n')).toBe('');
  });
});

async function hostPath(path: string): Promise<string> {
  const answer = await page.request.get(`${server.origin}/api/projects/by-slug/express`);
  const { id } = (await answer.json()) as { id: string };
  return `${server.origin}/api/projects/${id}/host${path}`;
}
