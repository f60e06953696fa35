import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { z } from 'zod';
import { openPage } from './browser.ts';
import { Client } from './client.ts';

export interface Invited {
  client: Client;
  id: string;
}

/** Somebody whom the owner invited and who accepted. */
export async function invite(owner: Client, name: string): Promise<Invited> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.org`;
  const { link } = z.object({ link: z.string() }).parse(await owner.do('POST', '/invitations', { email }));
  const token = link.split('#')[1]?.split('=').at(-1) ?? '';
  const client = new Client(owner.origin);
  await client.do('POST', '/invitation/accepted', { token, name, password: 'slow brown ferry at dawn' });
  const people = z.array(z.object({ id: z.string(), name: z.string() })).parse(await owner.do('GET', '/people'));
  const id = people.find((person) => person.name === name)?.id ?? '';
  return { client, id };
}

/** A window of a person who is signed in. */
export async function openWindow(
  browser: Browser,
  { cookie = '', origin }: Client,
  options?: BrowserContextOptions,
): Promise<{ page: Page; problems: string[] }> {
  const opened = await openPage(browser, options);
  const [name = '', value = ''] = cookie.split('=');
  // Cookies know no ports, and this one is for TLS or localhost only.
  await opened.page
    .context()
    .addCookies([
      { name, value, url: origin.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Lax' },
    ]);
  return opened;
}
