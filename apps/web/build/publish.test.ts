import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { outdated, publishFolder } from './publish.ts';

let dist = '';
beforeEach(async () => {
  dist = await mkdtemp(join(tmpdir(), 'ecode-publish-'));
});
afterEach(() => rm(dist, { recursive: true, force: true }));

async function build(text: string): Promise<void> {
  const folder = join(dist, `.unfinished-${text}`);
  await mkdir(folder);
  await writeFile(join(folder, 'first.txt'), text);
  await writeFile(join(folder, 'second.txt'), text);
  await publishFolder(folder, dist);
}

it('never shows half of a build to somebody who reads meanwhile', async () => {
  await build('build 0');
  let building = true;
  const builds = (async () => {
    for (const number of [1, 2, 3, 4, 5]) await build(`build ${number}`);
    building = false;
  })();
  while (building) {
    const folder = join(dist, await readlink(join(dist, 'current')));
    const first = await readFile(join(folder, 'first.txt'), 'utf8');
    const second = await readFile(join(folder, 'second.txt'), 'utf8');
    expect(second).toBe(first);
  }
  await builds;
  expect(await readFile(join(dist, 'current', 'first.txt'), 'utf8')).toBe('build 5');
});

it('keeps the builds that open pages may be of, and drops older ones and what earlier layouts left', async () => {
  await mkdir(join(dist, 'assets'));
  await writeFile(join(dist, 'index.html'), '');
  for (const number of [1, 2, 3, 4, 5, 6]) await build(`build ${number}`);
  const names = await readdir(dist);
  expect(names).toContain('current');
  expect(names.filter((name) => name !== 'current')).toHaveLength(4);
  expect(names.every((name) => name === 'current' || name.startsWith('20'))).toBe(true);
});

it('leaves another build alone that is still being written', async () => {
  await mkdir(join(dist, '.unfinished-other'));
  await build('build 1');
  expect(await readdir(dist)).toContain('.unfinished-other');
});

it('drops a build a week after it was replaced, however old it was then', () => {
  const [old, next, last] = ['2026-01-01T00-00-00-000Z-1', '2026-03-01T00-00-00-000Z-1', '2026-03-05T00-00-00-000Z-1'];
  expect(outdated([old, next, last], Date.parse('2026-03-07T00:00:00Z'))).toEqual([]);
  expect(outdated([old, next, last], Date.parse('2026-03-09T00:00:00Z'))).toEqual([old]);
  expect(outdated([old, next, last], Date.parse('2027-01-01T00:00:00Z'))).toEqual([next, old]);
});
