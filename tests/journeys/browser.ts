import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

// Without these the browser tries to reach its maker at every start.
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
  '--no-sandbox',
];

/** Debian's Chromium without a window. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: QUIET });
}

/** A page of its own person, with everything that went wrong in it collected. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  return { page, problems };
}

/** A page of somebody who signed in already, without the form. */
export async function openPageOf(
  browser: Browser,
  { origin, cookie = '' }: { origin: string; cookie?: string | undefined },
  options: BrowserContextOptions = {},
): Promise<{ page: Page; problems: string[] }> {
  const opened = await openPage(browser, options);
  const [name = '', value = ''] = cookie.split('=', 2);
  const { hostname } = new URL(origin);
  await opened.page.context().addCookies([{ name, value, domain: hostname, path: '/', secure: true, httpOnly: true }]);
  return opened;
}

type Looked = Awaited<ReturnType<AxeBuilder['analyze']>>;
type Found = Looked['violations'][number]['nodes'][number];

/**
 * What axe finds wrong on the page at rest, one line each. It takes a second to look; what is wrong only in the middle of
 * a transition or while the screen is still being put together is not wrong when it looks again.
 */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const found = await describeProblems(page);
  if (found.length === 0) return [];
  const again = await describeProblems(page);
  return again.filter((problem) => found.includes(problem));
}

async function describeProblems(page: Page): Promise<string[]> {
  await page.evaluate(rest);
  const { violations } = await analyze(page, 3);
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(describeNode).join(', ')})`);
}

/** Runs in the page: resolves when every transition and every animation that has an end is over. */
async function rest(): Promise<void> {
  const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(ending.map(({ finished }) => finished));
}

function describeNode({ target, any }: Found): string {
  const reason = any[0]?.message;
  return reason === undefined ? target.join(' ') : `${target.join(' ')}: ${reason}`;
}

/** Axe throws when an element that it looks at leaves the page meanwhile, as somebody's mark does; it then looks again. */
async function analyze(page: Page, attempts: number): Promise<Looked> {
  try {
    return await new AxeBuilder({ page }).exclude('iframe').analyze();
  } catch (error) {
    if (attempts <= 1 || !String(error).includes('nthChild')) throw error;
    return analyze(page, attempts - 1);
  }
}
