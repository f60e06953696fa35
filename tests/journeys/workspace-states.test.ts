import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { accessibilityProblems, openBrowser, openPageOf } from './browser.ts';
import { Client } from './client.ts';
import { Project } from './project.ts';
import { makeDataDirectory, removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

let server: RunningServer;
let browser: Browser;
let page: Page;
let owner: Client;
let viewer: Client;
let project: Project;
const port = () => Number(new URL(server.origin).port);

beforeAll(async () => {
  const dataDirectory = await makeDataDirectory();
  server = await startServer({ dataDirectory, environment: { PROJECT_DISK_MIB: '64' } });
  browser = await openBrowser();
  owner = await new Client(server.origin).claim(server.setupLink);
  viewer = await invite('vera@example.org', 'Vera Viewer');
  project = await Project.create(owner, 'blank', 'Weather');
  await project.write('notes.txt', 'one\n');
  await project.write(
    'serve.js',
    "require('http').createServer((q, s) => s.end('a page')).listen(process.env.PORT);\n",
  );
  await owner.do('POST', `/projects/${project.id}/members`, { email: 'vera@example.org', role: 'viewer' });
  ({ page } = await openPageOf(browser, owner));
  page.setDefaultTimeout(20_000);
  await page.goto(`${server.origin}/p/weather?file=notes.txt`);
  await text().waitFor();
});
afterAll(async () => {
  await browser.close();
  await server.interrupt();
  await removeData(server.dataDirectory);
});

const invitation = z.object({ link: z.url() });

async function invite(email: string, name: string): Promise<Client> {
  const { link } = invitation.parse(await owner.do('POST', '/invitations', { email }));
  const guest = new Client(server.origin);
  const token = new URL(link).hash.split('=').at(-1)?.replace('#', '') ?? '';
  await guest.do('POST', '/invitation/accepted', { token, name, password: 'a lake behind seven hills' });
  return guest;
}

const text = (on: Page = page) => on.getByLabel('Text of notes.txt');
const said = (words: string | RegExp, on: Page = page) => on.getByText(words).first().waitFor();
const read = async () => (await project.read('notes.txt')).text;

async function typeAtEnd(words: string): Promise<void> {
  await text().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(words);
}

describe('when something fails', () => {
  it('goes on by itself after the project was killed, and loses nothing that was typed', async () => {
    await project.run('pkill -9 -f host.cjs');
    await typeAtEnd('two\n');
    await said('Running');
    await expect.poll(read, { timeout: 30_000 }).toBe('one\ntwo\n');
    await said('Saved');
  });

  it('says that the memory ran out', async () => {
    await project.run(`python3 -c "x = []\nwhile True: x.append(bytearray(99_000_000))"`);
    await expect(said(/killed by the system, most likely because the memory/)).resolves.toBeUndefined();
  });

  it('says that the disk is full, keeps what was typed, and writes it when there is room', async () => {
    await project.run('cat /dev/zero > big; cat /dev/zero > more; true');
    await project.ended();
    await typeAtEnd('');
    await page.keyboard.insertText('three '.repeat(30_000));
    await said('Disk full, edits kept here');
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    await project.run('rm big more');
    await expect.poll(async () => (await read()).includes('three three'), { timeout: 40_000 }).toBe(true);
    await said('Saved');
  });

  it('says that the server is away, how many edits wait, and sends them when it is back', async () => {
    const { dataDirectory } = server;
    const again = port();
    await server.kill();
    await typeAtEnd('four');
    await said(/^Offline, \d+ edits? wait/);
    await said('No connection to the server');
    expect(await page.getByRole('button', { name: 'Run', exact: true }).first().getAttribute('aria-disabled')).toBe(
      'true',
    );
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    server = await startServer({ dataDirectory, port: again, environment: { PROJECT_DISK_MIB: '64' } });
    await expect.poll(async () => (await read()).includes('four'), { timeout: 60_000 }).toBe(true);
    await expect(said('Saved')).resolves.toBeUndefined();
  });
});

describe('a viewer', () => {
  let guest: Page;

  it('reads, sees what runs and its page, and is offered nothing else', async () => {
    await project.run('node serve.js');
    await expect.poll(async () => (await project.state()).ports.length, { timeout: 20_000 }).toBe(1);
    ({ page: guest } = await openPageOf(browser, viewer, { colorScheme: 'dark' }));
    guest.setDefaultTimeout(20_000);
    await guest.goto(`${server.origin}/p/weather?file=notes.txt`);
    await text(guest).waitFor();
    await guest.frameLocator('iframe').getByText('a page').waitFor();
    await text(guest).click();
    await guest.keyboard.type('not mine');
    expect(await text(guest).innerText()).not.toContain('not mine');
    for (const name of ['Run', 'Stop', 'New file', 'Upload', 'New terminal']) {
      expect(await guest.getByRole('button', { name, exact: true }).count()).toBe(0);
    }
    expect(await guest.getByLabel('Input of the program').count()).toBe(0);
    expect((await accessibilityProblems(guest)).join('\n')).toBe('');
  });

  it('is offered to run once the owner lets it', async () => {
    const { person } = personShape.parse(await viewer.do('GET', '/session'));
    await owner.do('PATCH', `/projects/${project.id}/members/${person.id}`, { role: 'runner' });
    await guest.reload();
    await expect(guest.getByRole('button', { name: /Stop/ }).first().waitFor()).resolves.toBeUndefined();
  });

  it('is told when access was taken away', async () => {
    const { person } = personShape.parse(await viewer.do('GET', '/session'));
    await owner.do('DELETE', `/projects/${project.id}/members/${person.id}`);
    await said('You are no longer connected to this project', guest);
    expect((await accessibilityProblems(guest)).join('\n')).toBe('');
  });
});

const personShape = z.object({ person: z.object({ id: z.string() }) });
