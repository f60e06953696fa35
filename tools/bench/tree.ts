import type { Browser } from 'playwright-core';
import { openPage, withBrowser } from './browser.ts';
import { median, report, timed, until } from './figures.ts';
import { withProduct } from './product.ts';
import type { Product, Project } from './product.ts';

/**
 * A project of 100,000 files in one folder: how long the host takes to list it, how long the page takes from its
 * navigation to a tree that can be used, and from a click on the folder to its files.
 */
const FILES = 100_000;
const ROUNDS = 3;
const fill = `mkdir -p many && cd many && seq -f 'file-%06.0f.txt' 0 ${FILES - 1} | xargs touch`;

async function fillProject(product: Product): Promise<Project> {
  const project = await product.call<Project>('POST', '/projects', { template: 'blank' });
  await product.call('POST', `/projects/${project.id}/session`);
  const host = `/projects/${project.id}/host`;
  await product.call('POST', `${host}/run/start`, { command: fill });
  const summary = await until(
    async () => {
      const state = await product.call<{ status: string; exitCode: number; summary: string }>('GET', `${host}/run`);
      return state.status === 'exited' ? state : undefined;
    },
    { seconds: 120, everyMs: 200, what: 'the files' },
  );
  if (summary.exitCode !== 0) throw new Error(`The files were not made: ${summary.summary}`);
  return project;
}

async function walk(browser: Browser, product: Product, slug: string): Promise<{ usable: number; opened: number }> {
  const { page } = await openPage(browser, product);
  try {
    await page.goto(`${product.origin}/p/${slug}`, { waitUntil: 'commit' });
    const folder = page.locator('[role="treeitem"][data-path="many"]');
    await folder.waitFor({ timeout: 30_000 });
    const usable = await page.evaluate(() => performance.now());
    const { milliseconds } = await timed(async () => {
      await folder.click();
      await page.locator('[role="treeitem"][data-path="many/file-000000.txt"]').waitFor({ timeout: 30_000 });
    });
    return { usable, opened: milliseconds };
  } finally {
    await page.context().close();
  }
}

await withProduct(async (product) => {
  const project = await fillProject(product);
  const path = `/projects/${project.id}/host/files/list?path=many`;
  const lists: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { milliseconds, result } = await timed(() => product.call<{ entries: unknown[] }>('GET', path));
    if (result.entries.length !== FILES) throw new Error(`The list holds ${result.entries.length} files.`);
    lists.push(milliseconds);
  }
  await withBrowser(async (browser) => {
    const walks: { usable: number; opened: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) walks.push(await walk(browser, product, project.slug));
    report(`Tree of ${FILES.toLocaleString('en')} files in one folder (median of ${ROUNDS})`, [
      { name: 'list by the host', value: median(lists) / 1000, unit: 's' },
      {
        name: 'page to usable tree',
        value: median(walks.map(({ usable }) => usable)) / 1000,
        unit: 's',
        goal: { atMost: 1 },
        note: 'empty cache',
      },
      {
        name: 'click to its files',
        value: median(walks.map(({ opened }) => opened)) / 1000,
        unit: 's',
        goal: { atMost: 1 },
      },
    ]);
  });
});
