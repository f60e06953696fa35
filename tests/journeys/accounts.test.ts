import { TOTP, Secret } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, openBrowser, openPage } from './browser.ts';
import { OWNER } from './client.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

let server: RunningServer;
let browser: Browser;
/** The owner's own browser, from the first minute to the last. */
let page: Page;
let problems: string[];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  ({ page, problems } = await openPage(browser));
});
afterAll(async () => {
  await browser?.close();
  await server?.interrupt();
  await removeData(server.dataDirectory);
});

/** A device with a platform authenticator whose owner is always there. */
async function addAuthenticator(to: Page): Promise<void> {
  const session = await to.context().newCDPSession(to);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function shot(name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}

async function signOut(): Promise<void> {
  await page.getByRole('button', { name: `Account of ${OWNER.name}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to E-Code' }).waitFor();
}

const atHome = () => page.waitForURL(`${server.origin}/`);

describe('the owner of a new installation', () => {
  it('opens the printed link, fills in three fields, and is at home', async () => {
    await page.goto(server.setupLink ?? '');
    await page.getByRole('heading', { name: 'Welcome to E-Code' }).waitFor();
    expect(page.url()).toBe(`${server.origin}/setup`);
    expect(await accessibilityProblems(page)).toEqual([]);
    await shot('setup');
    await page.getByLabel('Name').fill(OWNER.name);
    await page.getByLabel('E-mail').fill(OWNER.email);
    await page.getByLabel('Password', { exact: true }).fill('password123');
    await page.getByRole('button', { name: 'Create the owner account' }).click();
    await page.getByText('among the first that are guessed').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.keyboard.press('Enter');
    await atHome();
  });

  it('adds a passkey and signs in with it', async () => {
    await addAuthenticator(page);
    await page.goto(`${server.origin}/account`);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('list', { name: 'Passkeys' }).getByText('Linux').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await shot('account');
    await signOut();
    await shot('sign-in');
    await atHome();
  });

  it('switches two-factor sign-in on, keeps the recovery codes, and is asked for a code', async () => {
    await page.goto(`${server.origin}/account`);
    await page.getByRole('button', { name: 'Switch on' }).click();
    const secret = await page.getByLabel('Or type this key into the app').inputValue();
    const app = new TOTP({ secret: Secret.fromBase32(secret) });
    await shot('two-factor');
    await page.getByLabel('Code', { exact: true }).fill(app.generate());
    await page.getByRole('dialog').getByRole('button', { name: 'Switch on' }).click();
    const codes = page.getByRole('dialog', { name: 'Recovery codes' }).getByRole('listitem');
    await expect.poll(() => codes.count()).toBe(10);
    const recoveryCode = (await codes.first().textContent()) ?? '';
    await shot('recovery-codes');
    await page.getByRole('button', { name: 'I have kept them' }).click();
    const other = await openPage(browser);
    await other.page.goto(`${server.origin}/sign-in`);
    await other.page.getByLabel('E-mail').fill(OWNER.email);
    await other.page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await other.page.keyboard.press('Enter');
    await other.page.getByLabel('Code', { exact: true }).fill(recoveryCode);
    expect(await accessibilityProblems(other.page)).toEqual([]);
    await other.page.keyboard.press('Enter');
    await other.page.waitForURL(`${server.origin}/`);
    await page.getByText('9 recovery codes left').waitFor();
    await endTheOther(other.page);
  });

  /** The second device is on a page of its own while the first ends its session. */
  async function endTheOther(other: Page): Promise<void> {
    await other.goto(`${server.origin}/account`);
    await other.getByRole('heading', { name: 'Sessions and devices' }).waitFor();
    const begun = performance.now();
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await other.getByRole('heading', { name: 'Sign in to E-Code' }).waitFor();
    expect(performance.now() - begun).toBeLessThan(2_000);
    await other.context().close();
  }

  it('invites a person, who joins with the link of the mail in the outbox', async () => {
    await page.goto(`${server.origin}/people`);
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByLabel('E-mail').fill('nils@example.org');
    await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
    await page.getByLabel('Invitation link for nils@example.org').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    await shot('people');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.goto(`${server.origin}/outbox`);
    await page.getByRole('button', { name: 'invites you to E-Code' }).click();
    const link = page.frameLocator('iframe').getByRole('link', { name: 'Accept the invitation' });
    const address = (await link.getAttribute('href')) ?? '';
    await shot('outbox');
    expect(await accessibilityProblems(page)).toEqual([]);
    const guest = await openPage(browser, { viewport: { width: 360, height: 740 } });
    await guest.page.goto(address);
    await guest.page.getByLabel('Name').fill('Nils Newcomer');
    await guest.page.getByLabel('Password', { exact: true }).fill('eleven quiet bicycles');
    expect(await accessibilityProblems(guest.page)).toEqual([]);
    await guest.page.getByRole('button', { name: 'Create my account' }).click();
    await guest.page.waitForURL(`${server.origin}/`);
    await guest.page.goto(`${server.origin}/people`);
    await guest.page.getByRole('heading', { name: 'Only operators see this page' }).waitFor();
    await guest.page.goto(`${server.origin}/account`);
    await guest.page.getByRole('heading', { name: 'Sessions and devices' }).waitFor();
    const wide = await guest.page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
  });

  it('changes the address with the link that came to the other one, seen in the outbox as it is written', async () => {
    await page.goto(`${server.origin}/outbox`);
    const account = await page.context().newPage();
    await account.goto(`${server.origin}/account`);
    await account.getByRole('button', { name: 'Change', exact: true }).click();
    await account.getByLabel('New e-mail').fill(OWNER.email);
    await account.keyboard.press('Enter');
    await account.getByText('This is the address of your account already.').waitFor();
    await account.getByLabel('New e-mail').fill('olga@elsewhere.example.org');
    expect(await accessibilityProblems(account)).toEqual([]);
    await account.keyboard.press('Enter');
    await account.getByText('The operator finds a mail to olga@elsewhere.example.org in the outbox').waitFor();
    await page.getByRole('button', { name: 'Use this address for E-Code' }).click();
    const link = page.frameLocator('iframe').getByRole('link', { name: 'Use this address' });
    await account.goto((await link.getAttribute('href')) ?? '');
    await account.getByRole('button', { name: 'Confirm' }).click();
    await account.getByRole('heading', { name: 'Your e-mail address was changed' }).waitFor();
    await page.getByRole('button', { name: 'Your address for E-Code was changed' }).getByText(OWNER.email).waitFor();
    await account.goto(`${server.origin}/account`);
    await account.getByText('olga@elsewhere.example.org').waitFor();
    await account.close();
  });

  it('met no error on the way', () => {
    // Refusals are part of the way, and a network that comes or goes on the machine makes Chromium repeat its requests.
    expect(problems.filter((problem) => !/status of 4\d\d|ERR_NETWORK_CHANGED/.test(problem))).toEqual([]);
  });
});
