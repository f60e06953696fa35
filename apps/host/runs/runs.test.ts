import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { RunState } from '../contract/index.ts';
import { openProject, type Page, type Project } from '../testing/project.ts';

const ended = (page: Page, patience?: number): Promise<{ run: RunState }> =>
  page.message('run.state', (message) => message.run.status === 'exited', patience);

const logOf = async (project: Project): Promise<string> => {
  const { json } = await project.ask('run.log');
  return json.entries.map((entry: { text: string }) => entry.text).join('');
};

/** A zombie is dead; its parent has just not asked yet. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

it('runs what .replit says, with its environment, and reports the end in words', async () => {
  const project = await openProject({
    '.replit': 'run = "echo $GREETING; echo oops >&2; exit 4"\n[env]\nGREETING = "grüße"\n',
  });
  const page = await project.page();
  page.send({ type: 'run.follow', after: 0 });
  expect((await project.ask('run.start', { body: {} })).json).toMatchObject({
    status: 'running',
    run: 1,
    startedBy: 'Žofie',
  });
  const { run } = await ended(page);
  expect(run).toMatchObject({ exitCode: 4, signal: null });
  expect(run.summary).toContain('error code 4');
  const entries = () => page.messages.flatMap((message) => (message.type === 'run.log' ? message.entries : []));
  await page.until(() => entries().some((entry) => entry.stream === 'system' && entry.text.includes('error code 4')));
  const said = entries().filter((entry) => entry.stream === 'stdout');
  expect(said.map(({ text }) => text).join('')).toBe('grüße\noops\n');
  expect(entries().map((entry) => entry.sequence)).toEqual(entries().map((_, index) => index + 1));
});

it('lets a page that comes back go on where it was', async () => {
  const project = await openProject({ 'main.sh': 'for i in $(seq 50); do echo line-$i; done' });
  const page = await project.page();
  await project.ask('run.start', { body: {} });
  await ended(page);
  const all = (await project.ask('run.log')).json.entries;
  const rest = (await project.ask('run.log', { query: { after: all[1].sequence } })).json;
  expect(rest.entries).toEqual(all.slice(2));
  expect(rest.dropped).toBe(false);
  const other = await project.page();
  expect((await other.message('welcome')).run.status).toBe('exited');
});

it('stops the whole tree, also what ignores SIGTERM or made itself a daemon', { timeout: 20_000 }, async () => {
  const script = [
    'setsid bash -c "trap \'\' TERM; echo \\$\\$ > daemon.pid; while true; do sleep 0.1; done" &',
    'bash -c "echo \\$\\$ > child.pid; exec sleep 1000" &',
    'echo up; wait',
  ].join('\n');
  const project = await openProject({ 'main.sh': script });
  const page = await project.page();
  page.send({ type: 'watch.start' });
  await page.message('watch.state', (message) => message.watch.status === 'watching');
  await project.ask('run.start', { body: {} });
  await page
    .until(() => {
      const names = readdirSync(project.root);
      return names.includes('daemon.pid') && names.includes('child.pid');
    })
    .catch(() => undefined);
  const pids = await Promise.all(
    ['daemon.pid', 'child.pid'].map(async (name) => Number(await readFile(join(project.root, name), 'utf8'))),
  );
  expect(pids.every(isAlive)).toBe(true);
  expect((await project.ask('run.start', { body: {} })).json.code).toBe('already_running');
  const begin = performance.now();
  const stopped = await project.ask('run.stop', { body: {} });
  expect(stopped.json).toMatchObject({ status: 'exited', summary: 'Stopped by Žofie.' });
  expect(performance.now() - begin).toBeLessThan(4500);
  expect(pids.filter(isAlive)).toEqual([]);
  expect((await project.ask('run.stop', { body: {} })).json.code).toBe('not_running');
});

it('names the signal when a program is killed or crashes', async () => {
  const project = await openProject();
  for (const [signal, words] of [
    ['KILL', 'memory of the project ran out'],
    ['SEGV', 'segmentation fault'],
  ] as const) {
    const page = await project.page();
    await project.ask('run.start', { body: { command: `bash -c 'kill -${signal} $$'; exit $?` } });
    const { run } = await ended(page);
    expect(run).toMatchObject({ signal: `SIG${signal}`, exitCode: null });
    expect(run.summary).toContain(words);
  }
});

it('shows the port of a program, also when it is not the planned one', async () => {
  const [planned, other] = [await freePort(), await freePort()];
  const serve = `require('net').createServer().listen(Number(process.argv[1]))`;
  const project = await openProject({
    '.replit': `run = ["node", "-e", "${serve}", "${other}"]\n[[ports]]\nlocalPort = ${planned}\n`,
  });
  const page = await project.page();
  await project.ask('run.start', { body: {} });
  const { run } = await page.message('run.state', (message) => message.run.ports.length > 0);
  expect(run.ports).toEqual([other]);
  expect(run.hint).toContain(`listens on port ${other}, not on ${planned}`);
  await project.ask('run.stop', { body: {} });
});

it('explains a taken port and names who holds it', async () => {
  const project = await openProject();
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '0.0.0.0', resolve));
  onTestFinished(() => void holder.close());
  const address = holder.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const page = await project.page();
  await page.message('ports.changed', (message) => message.ports.some((listening) => listening.port === port));
  await project.ask('run.start', {
    body: { command: `node -e "require('net').createServer().listen(${port}, '0.0.0.0')"` },
  });
  const { run } = await ended(page);
  expect(run.summary).toMatch(new RegExp(`Port ${port} is already taken by .+\\(process ${process.pid}\\)`));
});

it('installs before it runs, only when needed, and says when installing fails', { timeout: 60_000 }, async () => {
  const project = await openProject({
    'package.json': JSON.stringify({
      name: 'p',
      version: '1.0.0',
      scripts: { start: 'node index.js' },
      dependencies: { part: 'file:./part' },
    }),
    'part/package.json': JSON.stringify({ name: 'part', version: '1.0.0', main: 'part.js' }),
    'part/part.js': 'module.exports = "from the part"',
    'index.js': 'console.log(require("part"))',
  });
  const plan = (await project.ask('run.plan')).json;
  expect(plan.install).toMatchObject({ needed: true, command: expect.stringContaining('npm install') });
  const page = await project.page();
  expect((await project.ask('run.start', { body: {} })).json.status).toBe('installing');
  expect((await ended(page, 50_000)).run.exitCode).toBe(0);
  expect(await logOf(project)).toContain('from the part');
  expect((await project.ask('run.plan')).json.install.needed).toBe(false);
  await mkdir(join(project.root, 'broken'));
  await writeFile(
    join(project.root, 'package.json'),
    JSON.stringify({ name: 'p', scripts: { start: 'true' }, dependencies: { part: 'file:./absent' } }),
  );
  await writeFile(join(project.root, 'package-lock.json'), '{}');
  const other = await project.page();
  await project.ask('run.start', { body: {} });
  const failed = await ended(other, 50_000);
  expect(failed.run.summary).toContain('Installing ended with the error code');
});

it('serves a static site with types, ranges and the truth about missing pages', async () => {
  const port = await freePort();
  const project = await openProject({
    '.replit': `[[ports]]\nlocalPort = ${port}\n`,
    'index.html': '<h1>hi</h1>',
    'sub/index.html': 'sub',
    'style.css': 'body{}',
    'my page.html': 'spaced',
  });
  const page = await project.page();
  expect((await project.ask('run.start', { body: {} })).json).toMatchObject({ command: 'serve the project' });
  await page.message('run.state', (message) => message.run.ports.includes(port));
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers, redirect: 'manual' });
  const index = await get('/');
  expect([index.headers.get('content-type'), await index.text()]).toEqual(['text/html; charset=utf-8', '<h1>hi</h1>']);
  expect((await get('/style.css')).headers.get('content-type')).toBe('text/css; charset=utf-8');
  expect(await (await get('/my%20page.html')).text()).toBe('spaced');
  const redirect = await get('/sub?x=1');
  expect([redirect.status, redirect.headers.get('location')]).toEqual([308, '/sub/?x=1']);
  const part = await get('/index.html', { range: 'bytes=4-5' });
  expect([part.status, await part.text()]).toEqual([206, 'hi']);
  const missing = await get('/absent.html');
  expect([missing.status, (await missing.text()).includes('index.html')]).toEqual([404, true]);
  expect((await get('/%2e%2e/%2e%2e/etc/passwd')).status).not.toBe(200);
  expect((await get('/', { 'if-none-match': index.headers.get('etag') ?? '' })).status).toBe(304);
  await project.ask('run.stop', { body: {} });
  await expect(get('/')).rejects.toThrow('fetch failed');
});

it('keeps the newest of a flood of output and says that older lines are gone', { timeout: 30_000 }, async () => {
  const project = await openProject({ 'main.sh': 'seq 1 3000000; echo the-end' });
  const page = await project.page();
  page.send({ type: 'run.follow', after: 0 });
  await project.ask('run.start', { body: {} });
  await ended(page, 25_000);
  await page.until(() =>
    page.messages.some(
      (message) => message.type === 'run.log' && message.entries.some((entry) => entry.text.includes('the-end')),
    ),
  );
  const { json } = await project.ask('run.log');
  expect(json.dropped).toBe(true);
  const size = json.entries.reduce((sum: number, entry: { text: string }) => sum + entry.text.length, 0);
  expect(size).toBeGreaterThan(4_000_000);
  expect(size).toBeLessThan(5.5 * 1024 * 1024);
});

it('tells programs nothing of the platform', async () => {
  const project = await openProject({ 'main.sh': 'env > env.txt' });
  const page = await project.page();
  await project.ask('run.start', { body: { environment: { MY_SECRET: 'hello' } } });
  await ended(page);
  const text = readFileSync(join(project.root, 'env.txt'), 'utf8');
  expect(text).toContain('MY_SECRET=hello');
  expect(text).toContain('PORT=3000');
  expect(text).not.toMatch(/ECODE_(ROOT|STATE|LISTEN|TOKEN)/);
});
