import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { accessibilityProblems, openBrowser, openPageOf } from './browser.ts';
import { Client } from './client.ts';
import { invite } from './people.ts';
import { Project } from './project.ts';
import { removeData, startServer } from './server.ts';
import type { RunningServer } from './server.ts';

const secret = 'canary-51c0ffee';
const address = 'http://127.0.0.1:4801/far.git';

/**
 * The other side: stock git behind a password, as a program of the project, because sandboxes reach no private address.
 * `/commit` is somebody else who clones, commits and pushes.
 */
const farSide = `
import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, writeFileSync } from 'node:fs';
const root = mkdtempSync('/tmp/far-');
const git = (cwd, ...words) => execFileSync('git', ['-c', 'user.name=Sam', '-c', 'user.email=sam@example.org', ...words], { cwd });
git(root, 'init', '--quiet', '--bare', '--initial-branch=main', 'far.git');
git(root + '/far.git', 'config', 'http.receivepack', 'true');
const expected = 'Basic ' + Buffer.from('olga:${secret}').toString('base64');
createServer((request, response) => {
  const { pathname, search, searchParams } = new URL(request.url, 'http://far');
  if (pathname === '/commit') {
    const clone = mkdtempSync('/tmp/clone-');
    git(clone, 'clone', '--quiet', root + '/far.git', '.');
    writeFileSync(clone + '/' + searchParams.get('file'), searchParams.get('text'));
    git(clone, 'add', '.');
    git(clone, 'commit', '--quiet', '-m', 'From the other side');
    git(clone, 'push', '--quiet', 'origin', 'HEAD:main');
    return response.end('done');
  }
  if (request.headers.authorization !== expected) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="far"' });
    return response.end();
  }
  const child = spawn('git', ['http-backend'], { stdio: ['pipe', 'pipe', 'ignore'], env: {
    PATH: process.env.PATH, GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: '1', PATH_INFO: pathname,
    QUERY_STRING: search.slice(1), REQUEST_METHOD: request.method, CONTENT_TYPE: request.headers['content-type'] ?? '',
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '', GIT_PROTOCOL: request.headers['git-protocol'] ?? '',
  } });
  request.pipe(child.stdin);
  const pieces = [];
  child.stdout.on('data', (piece) => pieces.push(piece));
  child.once('close', () => {
    const all = Buffer.concat(pieces);
    const end = all.indexOf('\\r\\n\\r\\n');
    for (const line of all.subarray(0, end).toString().split('\\r\\n')) {
      const [name, value] = line.split(': ');
      if (name === 'Status') response.statusCode = parseInt(value);
      else if (name) response.setHeader(name, value);
    }
    response.end(all.subarray(end + 4));
  });
}).listen(4801, '0.0.0.0', () => console.log('far side is ready'));
`;

let server: RunningServer;
let browser: Browser;
let page: Page;
let problems: string[];
let owner: Client;
let project: Project;
let far: (path: string) => Promise<{ text: string }>;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  owner = await new Client(server.origin).claim(server.setupLink);
  project = await Project.create(owner, 'blank', 'Ledger');
  await project.write('.gitignore', 'far.mjs\n');
  await project.write('poem.txt', 'one\n');
  await project.write('far.mjs', farSide);
  await project.ask('git.init', {}, { json: {} });
  await project.run('node far.mjs');
  const isReady = async () => (await project.log()).includes('far side is ready');
  await vi.waitUntil(isReady, { timeout: 30_000, interval: 100 });
  far = await owner.openPreview(project.id, 4801);
  await commit('First');
  ({ page, problems } = await openPageOf(browser, owner));
  page.setDefaultTimeout(20_000);
  await page.goto(`${server.origin}/p/ledger?file=poem.txt`);
  await page.getByLabel('Text of poem.txt').waitFor();
});
afterAll(async () => {
  await browser.close();
  await server.interrupt();
  await removeData(server.dataDirectory);
});

/** Commits everything that changed, as a person does in the panel. */
async function commit(message: string): Promise<void> {
  const { files } = (await project.ask('git.state')).body;
  await project.ask('git.stage', {}, { json: { paths: files.map(({ path }: { path: string }) => path) } });
  const answer = await project.ask('git.commit', {}, { json: { message } });
  if (answer.status !== 200) throw new Error(answer.text);
}

const commitThere = (file: string, text: string) => far(`/commit?file=${file}&text=${text}`);
const dialog = () => page.getByRole('dialog');
const inDialog = (name: string) => dialog().getByRole('button', { name, exact: true });
const origin = () => dialog().getByRole('listitem').filter({ hasText: 'origin' });

async function openMenu(entry: string): Promise<void> {
  await inDialog('More of origin').click();
  await page.getByRole('menuitem', { name: entry }).click();
}

describe('a remote in the workspace', () => {
  it('is added with a token, and says in a sentence that the token is wrong', async () => {
    await page.getByRole('button', { name: 'Git', exact: true }).click();
    await page.getByRole('button', { name: 'More of Git', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Remotes …' }).click();
    await inDialog('Add a remote').click();
    await dialog().getByRole('textbox', { name: 'Address' }).fill(address);
    await dialog().getByRole('textbox', { name: 'User name' }).fill('olga');
    await dialog().locator('input[type=password]').fill('wrong');
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
    await inDialog('Add a remote').click();
    await origin().getByText('Token of olga').waitFor();
    await openMenu('Test the connection');
    await origin()
      .getByText(/The remote did not accept who we are/)
      .waitFor();
  });

  it('takes the right token instead, and is pushed to', async () => {
    await openMenu('Change');
    await dialog().locator('input[type=password]').fill(secret);
    await inDialog('Save').click();
    await inDialog('Push').click();
    await origin().getByText('In step').waitFor();
    await page.getByText('Pushed main to origin').first().waitFor();
    expect((await accessibilityProblems(page)).join('\n')).toBe('');
  });

  it('shows after a fetch what somebody else pushed, and pulls it into the open file', async () => {
    await commitThere('poem.txt', 'from%20there');
    await inDialog('Fetch').click();
    await origin().getByText('1 to pull').waitFor();
    await inDialog('Pull').click();
    await origin().getByText('In step').waitFor();
    expect((await project.read('poem.txt')).text).toBe('from there');
    await expect.poll(() => page.getByLabel('Text of poem.txt').innerText(), { timeout: 20_000 }).toBe('from there');
  });

  it('refuses to push over commits of others, shows that both sides have some, and merges them', async () => {
    await commitThere('theirs.txt', 'theirs');
    await project.write('ours.txt', 'ours');
    await commit('From here');
    await inDialog('Push').click();
    await origin()
      .getByText(/The remote has commits that are not here/)
      .waitFor();
    await inDialog('Fetch').click();
    await origin().getByText('Both sides have commits', { exact: false }).waitFor();
    await inDialog('Pull').click();
    await page.getByRole('menuitem', { name: 'Pull by merging' }).click();
    await origin().getByText('to push').waitFor();
    await inDialog('Push').click();
    await origin().getByText('In step').waitFor();
    expect((await project.read('theirs.txt')).text).toBe('theirs');
  });

  it('gives its token to nobody: no answer, no file of git, no log and no trail has it', async () => {
    const remotes = await owner.ask(`/api/projects/${project.id}/remotes`);
    expect(remotes.text).toContain(address);
    const trail = await owner.ask('/api/audit/entries?limit=100');
    const configuration = await project.read('.git/config');
    for (const text of [remotes.text, trail.text, configuration.text, server.output(), await project.log()]) {
      expect(text).not.toContain(secret);
    }
    const { client } = await invite(owner, 'Vera Viewer');
    expect((await client.ask(`/api/projects/${project.id}/remotes`)).status).toBe(404);
    await owner.do('POST', `/projects/${project.id}/members`, { email: 'vera.viewer@example.org', role: 'viewer' });
    expect((await client.ask(`/api/projects/${project.id}/remotes`)).body.remotes).toMatchObject([
      { name: 'origin', details: null },
    ]);
  });

  it('is removed with its credential, here and in the repository', async () => {
    await openMenu('Remove');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await dialog().getByText('No remote yet').waitFor();
    expect((await project.ask('git.remotes')).body.remotes).toEqual([]);
    // The refusals above, and the preview of the other side, which asks for a password.
    expect(problems.filter((problem) => !/status of 40[19]/.test(problem))).toEqual([]);
  });
});
