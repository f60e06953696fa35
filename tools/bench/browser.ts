import { chromium } from 'playwright-core';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Product } from './product.ts';

// Without these the browser tries to reach its maker at every start.
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-sync',
  '--no-first-run',
  '--no-sandbox',
];

/** Runs `work` with Debian's Chromium, without a window. */
export async function withBrowser(work: (browser: Browser) => Promise<void>): Promise<void> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: QUIET });
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}

/** A page of the product's owner with an empty cache, and its line to the browser's instruments. */
export async function openPage(browser: Browser, product: Product): Promise<{ page: Page; instruments: CDPSession }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const [name = '', value = ''] = (product.headers['cookie'] ?? '').split('=');
  // Cookies know no ports, and this one is for TLS or localhost only.
  await context.addCookies([{ name, value, url: 'https://localhost', secure: true, httpOnly: true, sameSite: 'Lax' }]);
  const page = await context.newPage();
  return { page, instruments: await context.newCDPSession(page) };
}
