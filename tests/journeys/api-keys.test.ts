import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, openBrowser, openPageOf } from './browser.ts';
import { Client } from './client.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

const run = promisify(execFile);
let server: RunningServer;
let browser: Browser;
let page: Page;
let problems: string[];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  const owner = await new Client(server.origin).claim(server.setupLink);
  for (const name of ['Weather', 'Ledger']) await owner.do('POST', '/projects', { name, template: 'blank' });
  ({ page, problems } = await openPageOf(browser, owner));
});
afterAll(async () => {
  await browser?.close();
  await server?.interrupt();
  await removeData(server.dataDirectory);
});

/** What curl, which knows nothing of us, gets with a key. */
async function curl(authorization: string[], path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const { stdout } = await run('curl', ['-s', '-w', '\n%{http_code}', ...authorization, `${server.origin}${path}`]);
  const [text = '', status] = stdout.split(/\n(?=\d+$)/);
  return { status: Number(status), body: JSON.parse(text) };
}

async function shot(name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}

describe('an API key', () => {
  let secret = '';

  it('is made for one project in a browser, and shown once', async () => {
    await page.goto(`${server.origin}/account/api-keys`);
    await page.getByRole('heading', { name: 'No API key yet' }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Make a key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Make a key' }).click();
    await dialog.getByText('Enter a name.').waitFor();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Build machine');
    await dialog.getByRole('checkbox', { name: /^Run projects/ }).click();
    await dialog.getByRole('radio', { name: /^Only these projects/ }).click();
    await dialog.getByRole('button', { name: 'Make a key' }).click();
    await dialog.getByText('Choose a project, or allow all.').waitFor();
    await dialog.getByPlaceholder('Search projects').fill('wea');
    await dialog.getByRole('checkbox', { name: 'Weather' }).click();
    expect(await accessibilityProblems(page)).toEqual([]);
    await shot('api-key-make');
    await dialog.getByRole('button', { name: 'Make a key' }).click();
    secret = await page.getByLabel('API key', { exact: true }).inputValue();
    expect(secret).toMatch(/^ecode_[\w-]{43}$/);
    expect(await accessibilityProblems(page)).toEqual([]);
    await shot('api-key-made');
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('list', { name: 'API keys' }).getByText('Build machine').waitFor();
    expect(await page.content()).not.toContain(secret.slice(12));
    expect(await accessibilityProblems(page)).toEqual([]);
    await shot('api-keys');
  });

  it('opens to curl what it is limited to, as Bearer and as the password of Basic', async () => {
    const { status, body } = await curl(['-H', `Authorization: Bearer ${secret}`], '/api/projects');
    expect(status).toBe(200);
    expect(body['projects']).toMatchObject([{ name: 'Weather' }]);
    expect((await curl(['-u', `git:${secret}`], '/api/projects')).status).toBe(200);
    expect(await curl(['-u', `git:${secret}`], '/api/me')).toMatchObject({
      status: 403,
      body: { code: 'token_scope_missing' },
    });
  });

  it('says when it was used, is revoked, and opens nothing any more', async () => {
    const used = async (): Promise<number> => {
      await page.reload();
      await page.getByRole('list', { name: 'API keys' }).waitFor();
      return page.getByText(/used .* from (127\.0\.0\.1|::1)/).count();
    };
    await expect.poll(used, { timeout: 20_000, interval: 1_000 }).toBe(1);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('heading', { name: 'No API key yet' }).waitFor();
    expect(await curl(['-H', `Authorization: Bearer ${secret}`], '/api/projects')).toMatchObject({
      status: 401,
      body: { code: 'token_unknown' },
    });
    expect(problems).toEqual([]);
  });
});
