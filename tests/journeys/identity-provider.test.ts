import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIdentityProvider } from '@e-code/accounts/server/testing';
import type { TestIdentityProvider } from '@e-code/accounts/server/testing';
import { findFreePort } from '@e-code/kernel/server/testing';
import { openBrowser, openPage } from './browser.ts';
import { Client, OWNER } from './client.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

let provider: TestIdentityProvider;
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  const port = await findFreePort();
  provider = await startIdentityProvider();
  provider.redirect = `http://localhost:${port}/api/sign-in/provider/answer`;
  const environment = { ...provider.settings, REGISTRATION: 'open' };
  [server, browser] = await Promise.all([startServer({ port, environment }), openBrowser()]);
  await new Client(server.origin).claim(server.setupLink);
});
afterAll(async () => {
  await browser?.close();
  await server?.interrupt();
  await provider?.stop();
  await removeData(server.dataDirectory);
});

describe('an identity provider', () => {
  it('makes an account for somebody new who clicks its button, and signs them in again', async () => {
    provider.claims = { sub: 'nora', name: 'Nora New', email: 'nora@example.org', email_verified: true };
    const first = await openPage(browser);
    await first.page.goto(`${server.origin}/sign-in?next=%2Faccount`);
    await first.page.getByRole('button', { name: 'Continue with Test ID' }).click();
    await first.page.waitForURL(`${server.origin}/account`);
    expect(await first.page.getByLabel('Name', { exact: true }).inputValue()).toBe('Nora New');
    await first.page.getByRole('list', { name: 'Linked identities' }).getByText('nora@example.org').waitFor();
    const again = await openPage(browser);
    await again.page.goto(server.origin);
    await again.page.getByRole('button', { name: 'Continue with Test ID' }).click();
    await again.page.getByRole('button', { name: 'Account of Nora New' }).waitFor();
  });

  it('is linked by the owner on the account page and then opens that account', async () => {
    provider.claims = { sub: 'olga', name: 'O. Owner', email: 'olga@work.example.org', email_verified: true };
    const { page } = await openPage(browser);
    await page.goto(`${server.origin}/sign-in?next=%2Faccount`);
    await page.getByLabel('E-mail').fill(OWNER.email);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Link Test ID' }).click();
    await page.getByText('The identity is linked.').waitFor();
    await page.getByRole('list', { name: 'Linked identities' }).getByText('olga@work.example.org').waitFor();
    const other = await openPage(browser);
    await other.page.goto(`${server.origin}/sign-in`);
    await other.page.getByRole('button', { name: 'Continue with Test ID' }).click();
    await other.page.getByRole('button', { name: `Account of ${OWNER.name}` }).waitFor();
    expect(other.page.url()).toBe(`${server.origin}/`);
  });

  it('says why it did not let somebody in, on the page where they can go another way', async () => {
    provider.claims = { sub: 'uma', email: 'uma@example.org', email_verified: false };
    const { page } = await openPage(browser);
    await page.goto(`${server.origin}/sign-in`);
    await page.getByRole('button', { name: 'Continue with Test ID' }).click();
    await page.getByText('did not verify your e-mail address').waitFor();
    expect(await page.getByRole('heading', { name: 'Sign in to E-Code' }).count()).toBe(1);
    expect(page.url()).toBe(`${server.origin}/sign-in`);
  });
});
