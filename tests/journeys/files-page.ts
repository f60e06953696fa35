import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { openBrowser, openPageOf } from './browser.ts';
import { Client } from './client.ts';
import { Project } from './project.ts';
import { removeData, startServer, type RunningServer } from './server.ts';

/** A project of the owner, open in a real browser. */
export interface FilesPage {
  server: RunningServer;
  browser: Browser;
  owner: Client;
  project: Project;
  page: Page;
  /** Errors that the page met. */
  problems: string[];
  end(): Promise<void>;
}

/** Starts the product with a project, and opens the project's page. `diskMib`: how much the project may hold. */
export async function openFilesPage(files: Record<string, string> = {}, diskMib = 256): Promise<FilesPage> {
  const environment = { PROJECT_DISK_MIB: String(diskMib) };
  const [server, browser] = await Promise.all([startServer({ environment }), openBrowser()]);
  const owner = await new Client(server.origin).claim(server.setupLink);
  const project = await Project.create(owner, 'blank', 'Files');
  for (const [path, text] of Object.entries(files)) await project.write(path, text);
  const { page, problems } = await openAs(browser, owner);
  return {
    server,
    browser,
    owner,
    project,
    page,
    problems,
    async end() {
      await browser.close();
      await server.interrupt();
      await removeData(server.dataDirectory);
    },
  };
}

/** The project's page as a person sees it, whose files are listed. */
export async function openAs(
  browser: Browser,
  person: Client,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; problems: string[] }> {
  const opened = await openPageOf(browser, person, options);
  await opened.page.goto(`${person.origin}/p/files`);
  await opened.page.getByRole('tree').or(opened.page.getByRole('navigation')).first().waitFor();
  return opened;
}

/** A second person, invited by the owner. */
export async function invite(owner: Client, email: string): Promise<Client> {
  const { link } = z.object({ link: z.string() }).parse(await owner.do('POST', '/invitations', { email }));
  const token = new URL(link).hash.slice(1);
  const person = new Client(owner.origin);
  await person.do('POST', '/invitation/accepted', { token, name: 'Vera Viewer', password: 'nine slow yellow trains' });
  return person;
}

export const entry = (page: Page, name: string): Locator => page.getByRole('treeitem', { name: named(name) });

/** The row of a file says its name, and then who else is in it. */
const named = (name: string): RegExp => new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?=$|[^.\\w])`);

/** The names in a folder of the project, as the host has them. */
export async function namesIn(project: Project, path = ''): Promise<string[]> {
  const { body } = await project.ask('files.list', { path });
  return z
    .object({ entries: z.array(z.object({ name: z.string() })) })
    .parse(body)
    .entries.map(({ name }) => name);
}

/** Brings the keyboard to an entry of the tree, as a click does. */
export async function focusEntry(page: Page, name: string): Promise<void> {
  await entry(page, name).click();
  await page.getByRole('tree').focus();
}
