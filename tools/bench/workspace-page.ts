import type { Browser, CDPSession } from 'playwright-core';
import { openPage, withBrowser } from './browser.ts';
import { median, report, until } from './figures.ts';
import { withProduct } from './product.ts';
import type { Product, Project } from './product.ts';

/**
 * Opening a project in Chromium with an empty cache: what comes over the wire, and when the first key that is pressed
 * stands in the editor. Once with the project awake and once asleep, when its sandbox starts meanwhile.
 */
const ROUNDS = 5;
const KIBIBYTE = 1024;
/** What the page loads by itself after the editor is ready, such as the terminal, counts as well. */
const SETTLE_MS = 2_500;

interface Opening {
  /** Milliseconds from the navigation. */
  editable: number;
  bytesUntilEditable: number;
  bytes: number;
  requests: number;
  assets: [url: string, bytes: number][];
}

async function open(browser: Browser, product: Product, slug: string): Promise<Opening> {
  const { page, instruments } = await openPage(browser, product);
  const assets = await countBytes(instruments);
  const sum = (): number => [...assets.values()].reduce((total, bytes) => total + bytes, 0);
  try {
    await page.addInitScript(noteFirstKey);
    await page.goto(`${product.origin}/p/${slug}`, { waitUntil: 'commit' });
    const editor = page.locator('.cm-content[contenteditable="true"]').first();
    await editor.waitFor({ timeout: 20_000 });
    const milliseconds = await until(
      async () => {
        await editor.focus();
        await page.keyboard.press('x');
        return page.evaluate(() => window.firstKeyAt);
      },
      { seconds: 10, everyMs: 20, what: 'a key to reach the editor' },
    );
    const bytesUntilEditable = sum();
    await page.waitForTimeout(SETTLE_MS);
    return {
      editable: milliseconds,
      bytesUntilEditable,
      bytes: sum(),
      requests: assets.size,
      assets: [...assets].toSorted(([, left], [, right]) => right - left),
    };
  } finally {
    await page.context().close();
  }
}

declare global {
  interface Window {
    /** When the first key stood in the editor, by the clock of the page, which begins with the navigation. */
    firstKeyAt: number | undefined;
  }
}

/** Runs in the page. */
function noteFirstKey(): void {
  document.addEventListener('input', (event) => {
    const inEditor = event.target instanceof Element && event.target.closest('.cm-content') !== null;
    if (inEditor) window.firstKeyAt ??= performance.now();
  });
}

/** Bytes on the wire by address, headers included. */
async function countBytes(instruments: CDPSession): Promise<Map<string, number>> {
  const addresses = new Map<string, string>();
  const bytes = new Map<string, number>();
  instruments.on('Network.requestWillBeSent', ({ requestId, request }) => addresses.set(requestId, request.url));
  instruments.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const address = addresses.get(requestId) ?? requestId;
    bytes.set(address, (bytes.get(address) ?? 0) + encodedDataLength);
  });
  await instruments.send('Network.enable');
  return bytes;
}

await withProduct(async (product) => {
  const project = await product.call<Project>('POST', '/projects', { template: 'node-express' });
  await withBrowser(async (browser) => {
    const asleep: Opening[] = [];
    const awake: Opening[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await product.call('POST', `/projects/${project.id}/session/stop`);
      asleep.push(await open(browser, product, project.slug));
      awake.push(await open(browser, product, project.slug));
    }
    const last = awake.at(-1);
    const middle = (openings: Opening[], field: 'editable' | 'bytes' | 'bytesUntilEditable'): number =>
      median(openings.map((opening) => opening[field]));
    const spread = (openings: Opening[]): string => openings.map(({ editable }) => Math.round(editable)).join(', ');
    report(`Workspace page, empty cache (median of ${ROUNDS})`, [
      {
        name: 'editable, project awake',
        value: middle(awake, 'editable') / 1000,
        unit: 's',
        goal: { atMost: 1.2 },
        note: `ms: ${spread(awake)}`,
      },
      {
        name: 'editable, project asleep',
        value: middle(asleep, 'editable') / 1000,
        unit: 's',
        note: `ms: ${spread(asleep)}`,
      },
      { name: 'transferred until editable', value: middle(awake, 'bytesUntilEditable') / KIBIBYTE, unit: 'KiB' },
      {
        name: 'transferred in all',
        value: middle(awake, 'bytes') / KIBIBYTE,
        unit: 'KiB',
        goal: { atMost: 600 },
        note: `${last?.requests} addresses`,
      },
    ]);
    for (const [url, bytes] of last?.assets.slice(0, 12) ?? []) {
      process.stdout.write(`  ${(bytes / KIBIBYTE).toFixed(1).padStart(7)} KiB  ${url.replace(product.origin, '')}\n`);
    }
  });
});
