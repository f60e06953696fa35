import type { Browser, Page } from 'playwright-core';
import { openPage, withBrowser } from './browser.ts';
import { median, report } from './figures.ts';
import { withProduct } from './product.ts';
import type { Project } from './product.ts';

/**
 * Two Chromium windows in one file: from a key that is pressed in one to its letter in the text of the other, and from a
 * program's write to the text of both. Clocks of two windows of one browser are one clock.
 */
const KEYS = 200;
const WRITES = 30;
/** A person types a key every 80 ms or slower. */
const PAUSE_MS = 80;
/** By each of two people, while a program writes. */
const TYPED = 60;
const ROUNDS = 5;

declare global {
  interface Window {
    /** When each change came into the text, by the clock of the machine. */
    cameAt: number[] | undefined;
    pressedAt: number[] | undefined;
  }
}

async function openFile(browser: Browser, product: Parameters<typeof openPage>[1], slug: string): Promise<Page> {
  const { page } = await openPage(browser, product);
  await page.goto(`${product.origin}/p/${slug}?file=bench.txt`);
  await page.getByLabel('Text of bench.txt').waitFor();
  await page
    .getByRole('status')
    .filter({ hasText: /^Saved$/ })
    .waitFor();
  return page;
}

/** Runs in the page: notes when keys are pressed, and when the text that is drawn has its next letter or its next write. */
function noteTimes(): void {
  window.cameAt = [];
  window.pressedAt = [];
  const now = (): number => performance.timeOrigin + performance.now();
  const content = document.querySelector('[aria-label="Text of bench.txt"]');
  if (content === null) throw new Error('The editor is not there');
  content.addEventListener('keydown', () => window.pressedAt?.push(now()), { capture: true });
  new MutationObserver(() => {
    const text = content.textContent;
    const letters = /^x+/.exec(text)?.[0].length ?? 0;
    const written = /written (\d+)/.exec(text)?.[1];
    const place = written === undefined ? letters - 1 : Number(written);
    if (place >= 0 && window.cameAt) window.cameAt[place] ??= now();
  }).observe(content, { childList: true, characterData: true, subtree: true });
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

const times = (page: Page, name: 'cameAt' | 'pressedAt'): Promise<number[]> =>
  page.evaluate((which) => window[which] ?? [], name);

/** @returns milliseconds from each key in one window to its letter in the other */
async function keysToPeer(one: Page, other: Page): Promise<number[]> {
  await Promise.all([one, other].map((page) => page.evaluate(noteTimes)));
  await one.getByLabel('Text of bench.txt').click();
  await one.keyboard.press('Control+Home');
  await one.evaluate(() => (window.pressedAt = []));
  for (let key = 0; key < KEYS; key += 1) await one.keyboard.type('x', { delay: PAUSE_MS });
  await other.waitForFunction((keys) => (window.cameAt?.length ?? 0) >= keys, KEYS, { timeout: 20_000 });
  const [pressed, came] = await Promise.all([times(one, 'pressedAt'), times(other, 'cameAt')]);
  return came.slice(0, KEYS).map((at, key) => at - (pressed[key] ?? Number.NaN));
}

const typed = { one: 'one '.repeat(TYPED / 4), other: 'two '.repeat(TYPED / 4) };

/** Types into a line of its own, at the pace of a person. */
async function typeInto(page: Page, line: string, text: string): Promise<void> {
  await page.getByLabel('Text of bench.txt').getByText(line, { exact: true }).click();
  await page.keyboard.press('End');
  await page.keyboard.type(text.slice(0, -1), { delay: PAUSE_MS });
  // The pause comes after each key, also after the last.
  await page.keyboard.type(text.slice(-1));
}

const wanted = [`first${typed.one}`, `second${typed.other}`];

/** Both texts are in the page, and the page says that the disk has all it knows. */
const hasEverything = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    (parts) => {
      const text = document.querySelector('[aria-label="Text of bench.txt"]')?.textContent ?? '';
      const saved = [...document.querySelectorAll('[role="status"]')].some(
        ({ textContent }) => textContent === 'Saved',
      );
      return saved && parts.every((part) => text.includes(part));
    },
    wanted,
    { polling: 5, timeout: 10_000 },
  );

/** Two people type into two lines. @returns milliseconds from the last key until all text is in both editors and on the disk */
async function untilEverywhere(one: Page, other: Page): Promise<number> {
  await Promise.all([typeInto(one, 'first', typed.one), typeInto(other, 'second', typed.other)]);
  const lastKey = performance.now();
  await Promise.all([hasEverything(one), hasEverything(other)]);
  return performance.now() - lastKey;
}

/** A program that has a line of its own. */
const rewriting = 'n=0; while n=$((n + 1)); do sed -i "s/^program .*/program $n/" bench.txt; sleep 0.1; done';

await withProduct(async (product) => {
  const project = await product.call<Project>('POST', '/projects', { template: 'bash' });
  const host = `${product.origin}/api/projects/${project.id}/host`;
  const write = async (body: string): Promise<void> => {
    const headers = { ...product.headers, 'content-type': 'application/octet-stream', 'if-match': '*' };
    const answer = await fetch(`${host}/files/content?path=bench.txt`, { method: 'PUT', headers, body });
    if (!answer.ok) throw new Error(await answer.text());
  };
  await fetch(`${host}/files/content?path=bench.txt`, {
    method: 'PUT',
    headers: { ...product.headers, 'content-type': 'application/octet-stream', 'if-none-match': '*' },
    body: 'first\nsecond\n',
  });
  const ask = async (route: string, body: object): Promise<void> => {
    const answer = await fetch(`${host}/${route}`, {
      method: 'POST',
      headers: product.headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
  };
  await withBrowser(async (browser) => {
    const [one, other] = [
      await openFile(browser, product, project.slug),
      await openFile(browser, product, project.slug),
    ];
    const keys = await keysToPeer(one, other);
    const writes: number[] = [];
    await other.evaluate(noteTimes);
    for (let count = 0; count < WRITES; count += 1) {
      const begun = Date.now();
      await write(`first\nsecond\nwritten ${count}\n`);
      await other.waitForFunction((place) => window.cameAt?.[place] !== undefined, count, { polling: 5 });
      writes.push(((await times(other, 'cameAt'))[count] ?? Number.NaN) - begun);
    }
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await write('first\nsecond\nprogram 0\n');
      await Promise.all([one, other].map((page) => page.getByText('program 0', { exact: true }).waitFor()));
      await ask('run/start', { command: rewriting });
      rounds.push(await untilEverywhere(one, other));
      await ask('run/stop', {});
      const text = await (await fetch(`${host}/files/content?path=bench.txt`, { headers: product.headers })).text();
      if (![...wanted, 'program '].every((part) => text.includes(part))) throw new Error(`Lost: ${text}`);
    }
    report(`Two windows in one file (${KEYS} keys, ${WRITES} writes)`, [
      { name: 'key to the other editor, median', value: median(keys), unit: 'ms', goal: { atMost: 50 } },
      { name: 'key to the other editor, p99', value: percentile(keys, 0.99), unit: 'ms', goal: { atMost: 150 } },
      {
        name: 'write of the file to the editor, p95',
        value: percentile(writes, 0.95),
        unit: 'ms',
        goal: { atMost: 250 },
      },
      {
        name: 'last of 2 x 60 keys to everywhere',
        value: Math.max(...rounds),
        unit: 'ms',
        goal: { atMost: 700 },
        note: `while a program rewrites a line ten times a second; ms: ${rounds.map(Math.round).join(', ')}`,
      },
    ]);
  });
});
