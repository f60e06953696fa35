import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, openBrowser, openPageOf } from './browser.ts';
import { Client } from './client.ts';
import { invite } from './people.ts';
import type { Invited } from './people.ts';
import { Project } from './project.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

const file = ['const price = 12;', 'const count = 3;', '', 'total(price * count);', 'done();', ''].join('\n');

/** On a machine that does much else. */
const patience = { timeout: 20_000 };

let server: RunningServer;
let browser: Browser;
let owner: Client;
let ben: Invited;
let project: Project;
/** Olga owns the project; Ben may look at it and comment. */
let olga: Page;
let looker: Page;
const problems: string[] = [];

async function open(client: Client): Promise<Page> {
  const opened = await openPageOf(browser, client);
  opened.page.setDefaultTimeout(20_000);
  opened.page.on('pageerror', (error) => problems.push(error.message));
  await opened.page.goto(`${server.origin}/p/shop?file=shop.js`);
  await opened.page.getByLabel('Text of shop.js').getByText('done();').waitFor();
  return opened.page;
}

beforeAll(async () => {
  server = await startServer({ environment: { NOTIFICATION_MAIL_SECONDS: '1' } });
  browser = await openBrowser();
  owner = await new Client(server.origin).claim(server.setupLink);
  ben = await invite(owner, 'Ben');
  project = await Project.create(owner, 'blank', 'Shop');
  await project.write('shop.js', file);
  await owner.do('POST', `/projects/${project.id}/members`, { email: 'ben@example.org', role: 'viewer' });
  olga = await open(owner);
  looker = await open(ben.client);
});
afterAll(async () => {
  await browser.close();
  await server.interrupt();
  await removeData(server.dataDirectory);
});

const panel = (page: Page) => page.getByRole('region', { name: 'Comments' });
const cards = (page: Page) => panel(page).getByRole('listitem');
const underlined = (page: Page) => page.locator('.cm-thread');

/** The underlined words of the editor, without the names of others in them. */
const words = (page: Page): Promise<string> =>
  underlined(page).evaluateAll((marks) =>
    marks
      .map((mark) => {
        const copy = mark.cloneNode(true) as Element;
        for (const name of copy.querySelectorAll('.cm-person')) name.remove();
        return copy.textContent;
      })
      .join(''),
  );

/** Selects a line of the file from its first to its last word. */
async function selectLine(page: Page, words: string): Promise<void> {
  await page.getByLabel('Text of shop.js').getByText(words).click();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
}

async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder === undefined) return;
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.screenshot({ path: `${folder}/${name}-${scheme}.png` });
  }
}

describe('a thread about a line', () => {
  it('is begun on what is selected, and seen by everybody at once', async () => {
    await selectLine(looker, 'total(price');
    await looker.keyboard.press('Control+Alt+M');
    await panel(looker).getByText('total(price * count);').waitFor();
    await panel(looker).getByRole('textbox', { name: 'Write a comment' }).fill('Is `price` in **cents**?');
    await looker.keyboard.press('Control+Enter');
    await olga.keyboard.press('Alt+Shift+C');
    await cards(olga).getByText('Is `price` in **cents**?').waitFor();
    await expect.poll(() => words(olga), patience).toBe('total(price * count);');
    await expect.poll(() => cards(looker).locator('strong').textContent(), patience).toBe('cents');
    expect((await accessibilityProblems(looker)).join('\n')).toBe('');
  });

  it('is opened from the text, and answered', async () => {
    await underlined(olga).first().click();
    await cards(olga).getByRole('textbox', { name: 'Reply' }).fill('Yes.');
    await cards(olga).getByRole('button', { name: 'Reply' }).click();
    await cards(looker).getByText('Yes.').waitFor();
    expect(await cards(looker).getByRole('article', { name: 'Olga Owner' }).count()).toBe(1);
    await shot(looker, 'thread');
    await shot(olga, 'owner');
  });

  it('follows what is typed before it and in it', async () => {
    await olga.getByLabel('Text of shop.js').click();
    await olga.keyboard.press('Control+Home');
    await olga.keyboard.type('// a shop\n');
    await olga.getByLabel('Text of shop.js').getByText('total(price').click();
    await olga.keyboard.press('Home');
    for (let step = 0; step < 6; step += 1) await olga.keyboard.press('ArrowRight');
    await olga.keyboard.type('1 + ');
    await expect.poll(() => words(looker), patience).toBe('total(1 + price * count);');
    await cards(looker).getByText('shop.js:5').waitFor();
  });

  it('finds its words where a program moved them, flags what it rewrote, and keeps them when they are gone', async () => {
    const text = (await project.read('shop.js')).text;
    const line = 'total(1 + price * count);';
    await project.write('shop.js', `${line.replace('1 + ', '')}\n${text.replace(`${line}\n`, '')}`, '*');
    await expect.poll(() => words(looker), patience).toBe('total(price * count);');
    await project.write('shop.js', file.replace('total(price * count);', 'sum(everything);'), '*');
    await cards(looker).getByText('Moved, check').waitFor();
    await expect.poll(() => words(looker), patience).toBe('sum(everything);');
    await project.write('shop.js', 'nothing is left\n', '*');
    await cards(looker).getByText('Gone').waitFor();
    await shot(looker, 'gone');
    await cards(looker).getByText('total(price * count);').waitFor();
    await project.write('shop.js', file, '*');
    await expect.poll(() => words(looker), patience).toBe('total(price * count);');
  });

  it('is attached by hand where its words were rewritten, and to other words when they are gone', async () => {
    await project.write('shop.js', file.replace('total(price * count);', 'sum(everything);'), '*');
    await cards(looker).getByText('Moved, check').waitFor();
    await cards(looker)
      .getByRole('button', { name: /shop.js:4/ })
      .click();
    await cards(looker).getByRole('button', { name: 'This is the place' }).click();
    await cards(looker).getByText('Moved, check').waitFor({ state: 'detached' });
    await expect.poll(() => words(olga), patience).toBe('sum(everything);');
    // By the keys alone, in another place.
    await project.write('shop.js', 'nothing is left\nbut this\n', '*');
    await cards(looker).getByText('Gone').waitFor();
    await looker.getByLabel('Text of shop.js').getByText('but this').click();
    await looker.keyboard.press('Home');
    await looker.keyboard.press('Shift+End');
    await looker.keyboard.press('Control+k');
    await looker.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox').fill('attach the flagged');
    await looker.locator('[role=option][aria-selected=true]', { hasText: 'Attach the flagged thread' }).waitFor();
    await looker.keyboard.press('Enter');
    await looker.getByText('Attached to shop.js, line 2').waitFor();
    await expect.poll(() => words(olga), patience).toBe('but this');
    await cards(olga).getByText('total(price * count);').waitFor();
    await shot(looker, 'attached');
    await looker.getByRole('button', { name: 'Undo' }).last().click();
    await cards(olga).getByText('Gone').waitFor();
    await project.write('shop.js', file.replace('total(price * count);', 'sum(everything);'), '*');
    await expect.poll(() => words(olga), patience).toBe('sum(everything);');
    await project.write('shop.js', file, '*');
    await cards(looker).getByText('Moved, check').waitFor();
    await cards(looker).getByRole('button', { name: 'This is the place' }).click();
    await expect.poll(() => words(olga), patience).toBe('total(price * count);');
  });

  it('follows its file to another name', async () => {
    const moved = await project.ask('files.move', {}, { json: { entries: [{ from: 'shop.js', to: 'store.js' }] } });
    expect(moved.status).toBe(200);
    await cards(looker).getByText('store.js:4').waitFor();
  });

  it('is resolved and opened again', async () => {
    await cards(olga).getByRole('button', { name: 'Resolve' }).click();
    await panel(looker).getByText('Nothing is being discussed').waitFor();
    await expect.poll(() => underlined(looker).count(), patience).toBe(0);
    await panel(looker).getByText('Resolved', { exact: true }).click();
    await cards(looker)
      .getByText(/Resolved by/)
      .waitFor();
    await cards(looker).getByRole('button', { name: 'Open again' }).click();
    await expect.poll(() => words(olga), patience).toBe('total(price * count);');
    expect(problems).toEqual([]);
  });
});

describe('a comment', () => {
  it('is begun beside a line, edited, deleted and brought back', async () => {
    await olga.locator('.cm-threads .cm-gutterElement').nth(1).click();
    await panel(olga).getByText('const count = 3;').waitFor();
    await panel(olga).getByRole('textbox', { name: 'Write a comment' }).fill('Three?');
    await panel(olga).getByRole('button', { name: 'Comment', exact: true }).click();
    const said = cards(olga).getByRole('article', { name: 'Olga Owner' });
    await said.getByText('Three?').waitFor();
    await said.getByRole('button', { name: 'More actions' }).click();
    await olga.getByRole('menuitem', { name: 'Edit' }).click();
    await cards(olga).getByRole('textbox', { name: 'Edit' }).fill('Why three?');
    await cards(olga).getByRole('button', { name: 'Save' }).click();
    await said.getByText('Why three?').waitFor();
    await said.getByRole('button', { name: 'edited' }).click();
    await olga.getByRole('dialog').getByText('Three?', { exact: true }).waitFor();
    await olga.keyboard.press('Escape');
    await said.getByRole('button', { name: 'More actions' }).click();
    await olga.getByRole('menuitem', { name: 'Delete' }).click();
    await expect.poll(() => cards(olga).count(), patience).toBe(1);
    await olga.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => cards(olga).count(), patience).toBe(2);
  });

  it('is given to somebody, who finds it among theirs', async () => {
    await cards(olga)
      .filter({ hasText: 'Why three?' })
      .getByRole('button', { name: /store.js:2/ })
      .click();
    await cards(olga).getByRole('combobox', { name: 'For' }).click();
    await olga.getByRole('option', { name: 'Ben' }).click();
    await panel(looker).getByRole('radio', { name: 'Mine' }).click();
    await cards(looker).getByText('Why three?').waitFor();
    expect(await cards(looker).count()).toBe(2);
    expect((await accessibilityProblems(olga)).join('\n')).toBe('');
    await cards(olga)
      .filter({ hasText: 'cents' })
      .getByRole('button', { name: /store.js:4/ })
      .click();
  });
});

describe('somebody who is mentioned', () => {
  it('is found while one writes, and hears of it wherever they are', async () => {
    await looker.goto(server.origin);
    await looker.getByRole('link', { name: 'Notifications, 1 unread' }).waitFor();
    const reply = cards(olga).getByRole('textbox', { name: 'Reply' });
    await reply.click();
    await reply.pressSequentially('Can you look, @be');
    await panel(olga).getByRole('option', { name: 'Ben' }).waitFor();
    await olga.keyboard.press('Enter');
    await olga.keyboard.type('please?');
    await expect.poll(() => reply.inputValue(), patience).toBe('Can you look, @Ben please?');
    await olga.keyboard.press('Control+Enter');
    await cards(olga).getByText('@Ben', { exact: true }).waitFor();
    await looker.getByRole('link', { name: 'Notifications, 2 unread' }).click();
    await looker.getByRole('link', { name: /Olga Owner mentioned you in/ }).waitFor();
    await shot(looker, 'inbox');
    expect((await accessibilityProblems(looker)).join('\n')).toBe('');
  });

  it('gets a mail, since they did not look', async () => {
    await olga.goto(`${server.origin}/outbox`);
    await olga
      .getByRole('button', { name: /Olga Owner mentioned you in/ })
      .first()
      .click({ timeout: 30_000 });
    const mail = olga.frameLocator('iframe').getByText('Can you look, @Ben please?');
    await expect(mail.first().waitFor({ timeout: 20_000 })).resolves.toBeUndefined();
  });

  it('comes from there to the thread in its file, and has read it then', async () => {
    await looker.getByRole('link', { name: /Olga Owner mentioned you in/ }).click();
    await cards(looker).getByText('@Ben', { exact: true }).waitFor();
    await looker.getByLabel('Text of store.js').getByText('done();').waitFor();
    await expect.poll(() => words(looker), patience).toBe('const count = 3;total(price * count);');
    await looker.getByRole('link', { name: 'Notifications, 1 unread' }).waitFor();
    expect(new URL(looker.url()).search).toBe('');
    expect(problems).toEqual([]);
  });

  it('says how they want to hear of it', async () => {
    await looker.getByRole('link', { name: 'Notifications, 1 unread' }).click();
    const kind = looker.getByRole('group', { name: 'Somebody mentions me' });
    await kind.getByRole('switch', { name: 'By mail' }).click();
    await expect
      .poll(async () => (await ben.client.do('GET', '/notifications/ways')).mention.mail, patience)
      .toBe(false);
    await looker.getByRole('listitem').getByRole('button', { name: 'Mark as done' }).first().click();
    await looker.getByRole('radio', { name: 'Done' }).click();
    await looker.getByRole('button', { name: 'Put back into the inbox' }).first().waitFor();
  });
});

describe('on a phone', () => {
  it('is read and answered as well', async () => {
    await looker.setViewportSize({ width: 360, height: 740 });
    await looker.goto(`${server.origin}/p/shop`);
    await looker.getByRole('button', { name: 'Files' }).click();
    await looker.getByRole('tab', { name: 'Comments' }).click();
    await cards(looker)
      .getByRole('button', { name: /store.js:2/ })
      .click();
    await looker.getByLabel('Text of store.js').getByText('const count').waitFor();
    await looker.locator('.cm-thread-author').first().click();
    await cards(looker).getByRole('textbox', { name: 'Reply' }).fill('A dozen, later.');
    await cards(looker).getByRole('button', { name: 'Reply' }).click();
    await cards(looker).getByRole('article', { name: 'Ben' }).getByText('A dozen, later.').waitFor();
    await shot(looker, 'phone');
    const overflow = await looker.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect((await accessibilityProblems(looker)).join('\n')).toBe('');
    expect(problems).toEqual([]);
  });
});
