import { expect, it } from 'vitest';
import { Editor } from '../documents/testing/stock-client.ts';
import { openHost } from '../testing/project.ts';
import { ask, placeAfter, presentOf, problems, textOf } from './testing/asking.ts';
import { installServers } from './testing/servers.ts';

async function open(files: Record<string, string>, path: string) {
  const { project } = await openHost(files, await installServers({ bundled: true }));
  const page = await project.page();
  const editor = await Editor.open(project, path);
  const { state } = await ask(editor, 'languages.open', { document: editor.name });
  expect(state).toEqual({ server: 'web', status: 'ready' });
  const labels = async (before: string) =>
    (await ask(editor, 'languages.complete', placeAfter(editor, before))).items.map(({ label }) => label);
  return { project, page, editor, labels };
}

it('knows CSS: what may be written, what is wrong, where a name is used', async () => {
  const css = ':root { --ink: black; }\nmain { color: var(--ink); background-c: red; }\n';
  const { page, editor, labels } = await open({ 'style.css': css }, 'style.css');
  expect(await labels('background-c')).toContain('background-color');
  const [problem] = await problems(page, editor, (found) => found.length === 1);
  expect(problem && textOf(editor, problem)).toBe('background-c');
  const hover = await ask(editor, 'languages.hover', placeAfter(editor, 'colo'));
  expect(hover?.markdown).toContain('color');
  const renamed = await ask(editor, 'languages.rename', {
    ...placeAfter(editor, 'var(--in'),
    name: '--text',
    preview: false,
  });
  expect(renamed.failed).toEqual([]);
  await editor.until(() => editor.content === css.replaceAll('--ink', '--text'));
}, 60_000);

it('knows HTML, and CSS inside of it', async () => {
  const html = '<!doctype html>\n<style>\nmain { colo: red; }\n</style>\n<ma\n';
  const { page, editor, labels } = await open({ 'index.html': html }, 'index.html');
  expect(await labels('\n<ma')).toContain('main');
  expect(await labels('{ colo')).toContain('color');
  const [problem] = await problems(page, editor, (found) => found.length === 1);
  expect(problem && textOf(editor, problem)).toBe('colo');
}, 60_000);

it('knows JSON by the schema that the file names, and allows comments where they are usual', async () => {
  const schema = { type: 'object', properties: { port: { type: 'number', description: 'Where it listens.' } } };
  const files = {
    'schema.json': JSON.stringify(schema),
    'settings.json': '{\n  "$schema": "./schema.json",\n  "port": "eighty"\n}\n',
    'tsconfig.json': '{\n  // Strict, as everywhere.\n  "compilerOptions": {},\n}\n',
  };
  const { project, page, editor } = await open(files, 'settings.json');
  const [problem] = await problems(page, editor, (found) => found.length === 1);
  expect(problem && textOf(editor, problem)).toBe('"eighty"');
  const hover = await ask(editor, 'languages.hover', placeAfter(editor, '"po'));
  expect(hover?.markdown).toContain('Where it listens');
  editor.type(editor.content.lastIndexOf('}') - 1, ',\n  "po');
  const { items } = await ask(editor, 'languages.complete', placeAfter(editor, ',\n  "po'));
  expect(items.map(({ insert }) => insert)).toContain('"port"');
  const loose = await Editor.open(project, 'tsconfig.json');
  await ask(loose, 'languages.open', { document: loose.name });
  expect(await problems(page, loose, (found) => found.length === 0)).toEqual([]);
  const { symbols } = await ask(loose, 'languages.symbols', presentOf(loose));
  expect(symbols.map(({ name }) => name)).toEqual(['compilerOptions']);
}, 60_000);
