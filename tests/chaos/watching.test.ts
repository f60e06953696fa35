import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { openBrowser, openPage } from '@e-code/journeys/browser';
import { Client, OWNER } from '@e-code/journeys/client';
import { Project } from '@e-code/journeys/project';
import { makeDataDirectory, removeData, startServer } from '@e-code/journeys/server';
import type { RunningServer } from '@e-code/journeys/server';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pidsOf, removeSandboxes } from './victims.ts';

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({ dataDirectory: await makeDataDirectory() });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.interrupt();
  await removeSandboxes(server.dataDirectory);
  await removeData(server.dataDirectory);
});

/** As if the programs of the project watched everything that it may watch. */
async function useUpWatches(): Promise<void> {
  const [host = 0] = await pidsOf('host', server.dataDirectory);
  const limit = 'echo 1 > /proc/sys/user/max_inotify_watches';
  await promisify(execFile)('nsenter', ['-t', String(host), '-U', 'sh', '-c', limit]);
}

it('shows new files within seconds when nothing can be watched any more, and says so', async () => {
  const client = await new Client(server.origin).claim(server.setupLink);
  const project = await Project.create(client, 'blank', 'Many');
  await project.write('folder/first.txt', '');
  await useUpWatches();
  const { page } = await openPage(browser);
  await page.goto(`${server.origin}/p/many`);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const notice = page.getByText('Files are listed every 5 s');
  await notice.waitFor();
  expect(await notice.getAttribute('data-tooltip')).toContain('max_user_watches');
  await page.getByRole('treeitem', { name: 'folder' }).click();
  await page.getByRole('treeitem', { name: 'first.txt' }).waitFor();
  await project.run('touch folder/second.txt');
  await expect(
    page.getByRole('treeitem', { name: 'second.txt' }).waitFor({ timeout: 15_000 }),
  ).resolves.toBeUndefined();
}, 60_000);
