import type { Page } from 'playwright-core';
import { openPage, withBrowser } from './browser.ts';
import { median, report, timed, until } from './figures.ts';
import { withProduct } from './product.ts';
import type { Product, Project } from './product.ts';

/**
 * A repository of 10,000 commits with merges and 10,000 changed files: what the host takes for the state and for a page of
 * the history, what the page takes to show the graph, and how long its frames are while the graph is scrolled through.
 */
const COMMITS = 10_000;
const FILES = 10_000;
const ROUNDS = 5;

/** Every tenth commit is a merge of a side branch of one commit. Written as a stream for `git fast-import`. */
const history = `
let mark = 0;
const say = (text) => process.stdout.write(text);
const commit = (parents) => {
  mark += 1;
  const message = 'Commit ' + mark;
  say('commit refs/heads/main\\nmark :' + mark + '\\ncommitter A <a@example.org> ' + (1700000000 + mark) + ' +0000\\n');
  say('data ' + message.length + '\\n' + message + '\\n');
  if (parents[0]) say('from :' + parents[0] + '\\n');
  if (parents[1]) say('merge :' + parents[1] + '\\n');
  return mark;
};
let tip = commit([]);
while (mark < ${COMMITS}) {
  const side = mark % 10 === 8 ? commit([tip]) : undefined;
  const next = commit([tip]);
  tip = side && mark < ${COMMITS} ? commit([next, side]) : next;
}
`;
const fill = `git init -q -b main && node -e "$HISTORY" | git fast-import --quiet && mkdir -p many && cd many && seq -f 'file-%05.0f.txt' 1 ${FILES} | xargs touch`;

async function fillProject(product: Product): Promise<Project> {
  const project = await product.call<Project>('POST', '/projects', { template: 'blank' });
  await product.call('POST', `/projects/${project.id}/session`);
  const host = `/projects/${project.id}/host`;
  const command = `HISTORY=$(cat <<'END'\n${history}\nEND\n); ${fill}`;
  await product.call('POST', `${host}/run/start`, { command });
  const ended = await until(
    async () => {
      const state = await product.call<{ status: string; exitCode: number; summary: string }>('GET', `${host}/run`);
      return state.status === 'exited' ? state : undefined;
    },
    { seconds: 180, everyMs: 200, what: 'the repository' },
  );
  if (ended.exitCode !== 0) throw new Error(`The repository was not made: ${ended.summary}`);
  return project;
}

async function rounds(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push((await timed(work)).milliseconds);
  return median(times);
}

/** Scrolls by 60 rows a frame until the oldest commit is drawn. @returns the length of each frame in milliseconds */
const scroll = (page: Page): Promise<number[]> =>
  page.evaluate(async (oldest) => {
    const list = document.querySelector('[role="listbox"]');
    const frames: number[] = [];
    let last = performance.now();
    while (list && !list.textContent.includes(oldest) && frames.length < 2000) {
      list.scrollTop += 60 * 28;
      await new Promise(requestAnimationFrame);
      frames.push(performance.now() - last);
      last = performance.now();
    }
    return frames;
  }, 'Commit 1A');

await withProduct(async (product) => {
  const project = await fillProject(product);
  const host = `/projects/${project.id}/host/git`;
  const state = await rounds(() => product.call('GET', `${host}/state`));
  const page1 = await rounds(() => product.call('GET', `${host}/log?limit=1000`));
  const page10 = await rounds(() => product.call('GET', `${host}/log?limit=1000&skip=9000`));
  await withBrowser(async (browser) => {
    const { page } = await openPage(browser, product);
    await page.goto(`${product.origin}/p/${project.slug}`);
    await page.getByRole('button', { name: 'Git', exact: true }).click();
    const open = page.getByRole('region', { name: 'Repository' }).getByRole('button', { name: 'History' });
    await open.waitFor({ timeout: 60_000 });
    const shown = await timed(async () => {
      await open.click();
      await page.getByRole('option').first().waitFor({ timeout: 30_000 });
    });
    const frames = (await scroll(page)).toSorted((a, b) => a - b);
    report(`Git: ${COMMITS} commits, ${FILES} changed files (median of ${ROUNDS})`, [
      { name: 'state by the host', value: state, unit: 'ms' },
      { name: 'first 1,000 commits by the host', value: page1, unit: 'ms' },
      { name: 'last 1,000 commits by the host', value: page10, unit: 'ms' },
      { name: 'click to the graph', value: shown.milliseconds, unit: 'ms', goal: { atMost: 1000 } },
      { name: 'frames to the oldest commit', value: frames.length, unit: '' },
      { name: 'frame, median', value: frames[Math.floor(frames.length / 2)] ?? 0, unit: 'ms' },
      { name: 'frame, 95 of 100', value: frames[Math.floor(frames.length * 0.95)] ?? 0, unit: 'ms' },
    ]);
  });
});
