import { expect, it } from 'vitest';
import { HostError } from '../failure.ts';
import { openProject } from '../testing/project.ts';
import { checkPath } from './paths.ts';

const climbing = [
  '..',
  '../x',
  'a/..',
  'a/../b',
  'a/../../b',
  '../../etc/passwd',
  './..',
  'a/b/../../..',
  '..//',
  '.../..',
];
const shapes = [
  '/',
  '//',
  '/etc/passwd',
  '/a',
  'a/',
  'a//b',
  '//a',
  'a/b/',
  '.',
  './a',
  'a/.',
  'a/./b',
  ' /../x',
  '/..',
  '/.',
];
const nul = ['\0', 'a\0', '\0a', 'a\0b', 'a/b\0.txt', '../\0', 'a/\0/b', 'x.png\0.js'];
const unpaired = ['\ud800', 'a\udfff', 'a/\ud83d/b', '\udc00\ud800'];
const refused = [...climbing, ...shapes, ...nul, ...unpaired];

const combinations = ['..', '.', '', '\0x'].flatMap((part) =>
  ['a', 'a/b', 'x y', 'é', '🦊', '-rf', '~', '$HOME', '*', '%2e%2e'].flatMap((name) => [
    `${part}/${name}`,
    `${name}/${part}`,
    `${name}/${part}/${name}`,
  ]),
);

const accepted = [
  '',
  'a',
  'a.txt',
  '.env',
  '.git/config',
  '...',
  '....',
  '..a',
  'a..',
  'a..b/c',
  ' ',
  ' a',
  'a ',
  'a b',
  '-',
  '--',
  '-rf',
  '~',
  '~root',
  '$HOME',
  '`id`',
  '$(id)',
  ';ls',
  'a|b',
  'a&b',
  "it's",
  '"quoted"',
  '*',
  '?',
  '[a]',
  '{a,b}',
  '!',
  '#',
  '%',
  '%2e%2e',
  '%2f',
  '%00',
  '\\',
  '..\\',
  '..\\..\\etc',
  'C:',
  'C:\\x',
  'CON',
  'nul',
  'a:b',
  'a\nb',
  'a\tb',
  '\u0001',
  '\u007f',
  '\u202egnp.exe',
  '\ufeff',
  '\u200b',
  'é',
  'e\u0301',
  '日本語',
  'العربية',
  '🦊',
  '👩‍👩‍👧',
  'ﬀ',
  '／',
  '．．',
  '․․',
  '‥',
  '..／',
  'constructor',
  '__proto__',
  'toString',
  'undefined',
  'null',
  '0',
  'NaN',
  'a'.repeat(255),
  'é'.repeat(127),
  'd/'.repeat(100) + 'f',
  '<script>',
  '&amp;',
  '=cmd',
  '@x',
  '+',
  ',',
  'a=b',
  'file.tar.gz',
  'Makefile',
];

it('looks at no fewer than 200 names', () => {
  expect(refused.length + combinations.length + accepted.length).toBeGreaterThanOrEqual(200);
});

it.each([...refused, ...combinations].map((path) => [JSON.stringify(path), path]))('refuses %s', (_, path) => {
  expect(() => checkPath(path)).toThrow(expect.objectContaining({ code: 'path_invalid' }));
});

it('refuses names longer than the file system allows', () => {
  for (const path of ['a'.repeat(256), 'é'.repeat(128), `x/${'b'.repeat(300)}/y`]) {
    expect(() => checkPath(path)).toThrow(expect.objectContaining({ code: 'name_too_long' }));
  }
});

it(
  'accepts every other name that Linux allows, and each comes back from the disk as it was',
  { timeout: 30_000 },
  async () => {
    const project = await openProject();
    for (const [index, name] of accepted.entries()) {
      if (name === '') continue;
      const path = `case-${index}/${name}`;
      const saved = await project.ask('files.write', {
        query: { path },
        body: name,
        headers: { 'if-none-match': '*' },
      });
      expect([saved.status, path]).toEqual([200, path]);
      const read = await project.ask('files.read', { query: { path } });
      expect(read.bytes.toString()).toBe(name);
      if (name.includes('/')) continue;
      const listed = await project.ask('files.list', { query: { path: `case-${index}` } });
      expect(listed.json.entries.map((entry: { name: string }) => entry.name)).toEqual([name]);
    }
  },
);

it('answers refused paths with the code on every route that takes one', async () => {
  const project = await openProject({ 'a.txt': 'a' });
  const bad = '../outside';
  const answers = await Promise.all([
    project.ask('files.list', { query: { path: bad } }),
    project.ask('files.stat', { query: { path: bad } }),
    project.ask('files.read', { query: { path: bad } }),
    project.ask('files.write', { query: { path: bad }, body: 'x', headers: { 'if-none-match': '*' } }),
    project.ask('files.createDirectory', { body: { path: bad } }),
    project.ask('files.move', { body: { entries: [{ from: 'a.txt', to: bad }] } }),
    project.ask('files.move', { body: { entries: [{ from: bad, to: 'b' }] } }),
    project.ask('files.copy', { body: { entries: [{ from: 'a.txt', to: bad }] } }),
    project.ask('files.remove', { body: { paths: [bad] } }),
    project.ask('files.upload', { query: { path: bad, upload: 'upload-1', size: 1 }, body: 'x' }),
    project.ask('files.archive', { query: { path: bad } }),
    project.ask('files.unpack', { query: { path: bad }, body: 'x' }),
    project.ask('git.clone', { body: { url: 'https://localhost:1/x', path: bad } }),
  ]);
  expect(answers.map((answer) => answer.json?.code)).toEqual(answers.map(() => 'path_invalid'));
  expect(new HostError('path_invalid').status).toBe(400);
});
