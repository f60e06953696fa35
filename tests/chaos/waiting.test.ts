import { openBrowser, openPage } from '@e-code/journeys/browser';
import { Client, OWNER } from '@e-code/journeys/client';
import { Project } from '@e-code/journeys/project';
import { makeDataDirectory, removeData, startServer } from '@e-code/journeys/server';
import type { RunningServer } from '@e-code/journeys/server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { killVictim } from './victims.ts';

let dataDirectory: string;
let server: RunningServer;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  dataDirectory = await makeDataDirectory();
  server = await startServer({ dataDirectory });
  browser = await openBrowser();
  const client = await new Client(server.origin).claim(server.setupLink);
  await Project.create(client, 'blank', 'Frail');
  ({ page } = await openPage(browser));
  await page.goto(server.origin);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('link', { name: 'Frail' }).first().waitFor();
  await page.goto(`${server.origin}/p/frail`);
  await page.getByRole('status').getByText('Running', { exact: true }).waitFor();
});
afterAll(async () => {
  await browser.close();
  await server.interrupt();
  await removeData(dataDirectory);
});

const secondsLeft = async (): Promise<number> =>
  Number(/(\d+) seconds?/.exec((await page.getByRole('timer').textContent()) ?? '')?.[1]);

/** Kills each host that comes back, until the page says that it waits for this long. */
async function failUntilItWaits(seconds: number): Promise<void> {
  await vi.waitFor(
    async () => {
      await killVictim('host', dataDirectory);
      const waits = await page.getByRole('timer').isVisible();
      if (!waits || (await secondsLeft()) < seconds) throw new Error('It does not wait so long yet.');
    },
    { timeout: 60_000, interval: 100 },
  );
}

it('counts down to the next start of a project that keeps failing, and starts by itself then', async () => {
  await failUntilItWaits(4);
  const before = await secondsLeft();
  await page.getByText('It starts again by itself in').waitFor();
  await vi.waitFor(async () => expect(await secondsLeft()).toBeLessThan(before), 5_000);
  await page.getByRole('timer').waitFor({ state: 'detached', timeout: 15_000 });
  await page.getByRole('status').getByText('Running', { exact: true }).waitFor();
});

it('starts at once for a person who does not want to wait', async () => {
  await failUntilItWaits(8);
  await page.getByRole('button', { name: 'Start it now' }).click();
  await page.getByRole('status').getByText('Running', { exact: true }).waitFor({ timeout: 5_000 });
  expect(await page.getByRole('timer').count()).toBe(0);
});
