import type { Page } from 'playwright-core';
import { openPage, withBrowser } from './browser.ts';
import { quantile, report, until } from './figures.ts';
import { withProduct } from './product.ts';
import type { Product, Project } from './product.ts';

/**
 * `yes | head -c 50M` in the browser's terminal while somebody types in the editor: how long a key takes to its painted
 * letter, and the longest time the page was busy. Then Ctrl-C under an endless `yes`: until the shell's next prompt.
 */
const FLOOD = 'yes | head -c 50M';
const MEBIBYTE = 1024 * 1024;
const FLOOD_BYTES = 50 * MEBIBYTE;
const BETWEEN_KEYS_MS = 60;
/** The page sets the pace of the flood; on a slow machine it does not end in this time, and is then cut off. */
const FLOOD_SECONDS = 20;

declare global {
  interface Window {
    flood: {
      /** Of the host's socket. */
      bytes: number;
      lastAt: number;
      interruptedAt: number;
      keys: number[];
      tasks: number[];
    };
  }
}

/** Runs in the page, before its own scripts. */
function instrument(): void {
  const flood: Window['flood'] = { bytes: 0, lastAt: 0, interruptedAt: 0, keys: [], tasks: [] };
  window.flood = flood;
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...words: ConstructorParameters<typeof WebSocket>) {
      super(...words);
      this.addEventListener('message', ({ data }) => {
        if (!(data instanceof ArrayBuffer)) return;
        flood.bytes += data.byteLength;
        flood.lastAt = performance.now();
      });
    }
  };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) flood.tasks.push(duration);
  }).observe({ type: 'longtask' });
  addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey && event.key === 'c') flood.interruptedAt = event.timeStamp;
      const inEditor = event.target instanceof Element && event.target.closest('.cm-content') !== null;
      if (!inEditor) return;
      const painted = new MessageChannel();
      painted.port1.onmessage = () => flood.keys.push(performance.now() - event.timeStamp);
      requestAnimationFrame(() => painted.port2.postMessage(0));
    },
    { capture: true },
  );
}

const readFlood = (page: Page): Promise<Window['flood']> => page.evaluate(() => window.flood);
const forgetFlood = (page: Page): Promise<void> =>
  page.evaluate(() => void Object.assign(window.flood, { bytes: 0, keys: [], tasks: [] }));

/** Resolves when the terminal has said nothing for this long. */
async function quiet(page: Page, milliseconds: number): Promise<Window['flood']> {
  return until(
    async () => {
      const since = await page.evaluate(() => performance.now() - window.flood.lastAt);
      return since > milliseconds ? readFlood(page) : undefined;
    },
    { seconds: 120, everyMs: 50, what: 'a quiet terminal' },
  );
}

async function openTerminal(product: Product, page: Page, slug: string): Promise<void> {
  await page.addInitScript(instrument);
  await page.goto(`${product.origin}/p/${slug}`);
  await page.locator('.cm-content').first().waitFor({ timeout: 30_000 });
  await page.keyboard.press('Control+`');
  await page.locator('.xterm-helper-textarea').waitFor({ state: 'attached', timeout: 30_000 });
  await until(async () => ((await readFlood(page)).bytes > 0 ? true : undefined), {
    seconds: 20,
    everyMs: 50,
    what: 'the prompt',
  });
  await quiet(page, 500);
}

/** Types a command at the prompt. */
async function enter(page: Page, command: string): Promise<void> {
  await page.locator('.xterm-helper-textarea').focus();
  await page.keyboard.type(command);
  await page.keyboard.press('Enter');
}

/** Types in the editor until `done`, or for this many keys. */
async function typeInEditor(page: Page, keys: number, done: () => Promise<boolean>): Promise<void> {
  await page.locator('.cm-content').first().focus();
  for (let key = 0; key < keys && !(await done()); key += 1) {
    await page.keyboard.press('e');
    await page.waitForTimeout(BETWEEN_KEYS_MS);
  }
}

await withProduct(async (product) => {
  const project = await product.call<Project>('POST', '/projects', { template: 'node-express' });
  await product.call('POST', `/projects/${project.id}/session`);
  await withBrowser(async (browser) => {
    const { page } = await openPage(browser, product);
    await openTerminal(product, page, project.slug);

    await forgetFlood(page);
    await typeInEditor(page, 40, async () => false);
    const calm = await readFlood(page);

    await forgetFlood(page);
    const begun = performance.now();
    await enter(page, FLOOD);
    const seconds = (): number => (performance.now() - begun) / 1000;
    const isOver = async (): Promise<boolean> => (await readFlood(page)).bytes >= FLOOD_BYTES;
    await typeInEditor(page, 1000, async () => seconds() > FLOOD_SECONDS || (await isOver()));
    const flooded = { ...(await readFlood(page)), seconds: seconds() };
    await page.locator('.xterm-helper-textarea').focus();
    await page.keyboard.press('Control+c');
    await quiet(page, 1000);

    const answers: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      await enter(page, 'yes');
      await page.waitForTimeout(1500);
      await page.keyboard.press('Control+c');
      const { lastAt, interruptedAt } = await quiet(page, 1000);
      answers.push(lastAt - interruptedAt);
    }
    const all = answers.map(Math.round).join(', ');
    report('Terminal under a flood', [
      {
        name: 'flood drawn',
        value: flooded.bytes / MEBIBYTE / flooded.seconds,
        unit: 'MiB/s',
        note: `${(flooded.bytes / MEBIBYTE).toFixed(0)} MiB in ${flooded.seconds.toFixed(1)} s`,
      },
      { name: 'key to paint, calm, p95', value: quantile(calm.keys, 0.95), unit: 'ms' },
      {
        name: 'key to paint, flood, p95',
        value: quantile(flooded.keys, 0.95),
        unit: 'ms',
        goal: { atMost: 100 },
        note: `${flooded.keys.length} keys, longest ${Math.round(Math.max(...flooded.keys))} ms`,
      },
      {
        name: 'longest task, flood',
        value: Math.max(0, ...flooded.tasks),
        unit: 'ms',
        note: `${flooded.tasks.length} above 50 ms`,
      },
      {
        name: 'Ctrl-C to the last output',
        value: quantile(answers, 0.5),
        unit: 'ms',
        goal: { atMost: 100 },
        note: `median of ${all}`,
      },
    ]);
  });
});
