import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openWebApplication } from './page.ts';

let dist = '';
let server: Server;
let origin = '';

async function build(name: string, assets: Record<string, string>): Promise<void> {
  await mkdir(join(dist, name, 'assets'), { recursive: true });
  await writeFile(join(dist, name, 'csp.json'), JSON.stringify({ scriptHashes: [`sha256-${name}`] }));
  await writeFile(join(dist, name, 'index.html'), `page of ${name}`);
  for (const [file, text] of Object.entries(assets)) await writeFile(join(dist, name, 'assets', file), text);
  await rm(join(dist, 'current'), { force: true });
  await symlink(name, join(dist, 'current'));
}

async function serve(): Promise<void> {
  const { page } = await openWebApplication(dist);
  server = createServer(page);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address !== null && typeof address === 'object') origin = `http://127.0.0.1:${address.port}`;
}

const read = async (path: string): Promise<[number, string]> => {
  const answer = await fetch(origin + path);
  return [answer.status, await answer.text()];
};

beforeEach(async () => {
  dist = await mkdtemp(join(tmpdir(), 'ecode-page-'));
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(dist, { recursive: true, force: true });
});

it('gives a page that was open over an upgrade the parts of its own build', async () => {
  await build('2026-01-01T00-00-00-000Z-1', {
    'menu-a.js': 'old menu',
    'menu-a.js.br': 'compressed',
    'same.js': 'same',
  });
  await build('2026-01-02T00-00-00-000Z-1', { 'menu-b.js': 'new menu', 'same.js': 'same' });
  await serve();
  expect(await read('/assets/menu-b.js')).toEqual([200, 'new menu']);
  expect(await read('/assets/menu-a.js')).toEqual([200, 'old menu']);
  expect(await read('/assets/menu-c.js')).toMatchObject([404, expect.stringContaining('reload')]);
  expect(await read('/p/anything')).toEqual([200, 'page of 2026-01-02T00-00-00-000Z-1']);
});

it('serves no document but its own, and nothing of a build that has not ended', async () => {
  await build('2026-01-01T00-00-00-000Z-1', {});
  await writeFile(join(dist, '2026-01-01T00-00-00-000Z-1', 'former.html'), 'former');
  await build('2026-01-02T00-00-00-000Z-1', {});
  await mkdir(join(dist, '.unfinished-7', 'assets'), { recursive: true });
  await writeFile(join(dist, '.unfinished-7', 'assets', 'half.js'), 'half');
  await serve();
  expect(await read('/former.html')).toEqual([200, 'page of 2026-01-02T00-00-00-000Z-1']);
  expect(await read('/assets/half.js')).toMatchObject([404, expect.anything()]);
});

it('stays with the build it began with while another takes its place', async () => {
  await build('2026-01-01T00-00-00-000Z-1', { 'a.js': 'first' });
  await serve();
  await build('2026-01-02T00-00-00-000Z-1', { 'b.js': 'second' });
  await rm(join(dist, '2026-01-01T00-00-00-000Z-1'), { recursive: true });
  expect(await read('/assets/a.js')).toEqual([200, 'first']);
  expect(await read('/')).toEqual([200, 'page of 2026-01-01T00-00-00-000Z-1']);
});
