import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Editor } from '../documents/testing/stock-client.ts';
import { openHost } from '../testing/project.ts';
import { ask, placeAfter, problems, textOf } from './testing/asking.ts';
import { installServers } from './testing/servers.ts';

const files = {
  'shapes.py':
    'def area(width: int, height: int) -> int:\n    """How much a rectangle covers."""\n    return width * height\n',
  'main.py': 'from shapes import area\n\nprint(area(2, "x"))\n',
};

it('finds, explains, completes and renames in Python', async () => {
  const { project } = await openHost(files, await installServers());
  const page = await project.page();
  const editor = await Editor.open(project, 'main.py');
  const { state } = await ask(editor, 'languages.open', { document: editor.name });
  expect(state).toEqual({ server: 'python', status: 'ready' });
  const [problem] = await problems(page, editor, (found) => found.length === 1);
  expect(problem && textOf(editor, problem)).toBe('"x"');

  const hover = await ask(editor, 'languages.hover', placeAfter(editor, 'print(ar'));
  expect(hover?.markdown).toContain('How much a rectangle covers.');
  editor.type(editor.content.length, 'pri');
  const { items } = await ask(editor, 'languages.complete', placeAfter(editor, ')\npri'));
  expect(items.map(({ label }) => label)).toContain('print');

  const renamed = await ask(editor, 'languages.rename', {
    ...placeAfter(editor, 'print(ar'),
    name: 'surface',
    preview: false,
  });
  expect(renamed.files.map(({ path }) => path).toSorted()).toEqual(['main.py', 'shapes.py']);
  await editor.until(() => editor.content.includes('print(surface('));
}, 90_000);

it('sees what a program wrote into a file that nobody has open', async () => {
  const { project } = await openHost(files, await installServers());
  const page = await project.page();
  page.send({ type: 'watch.start' });
  const editor = await Editor.open(project, 'main.py');
  await ask(editor, 'languages.open', { document: editor.name });
  await problems(page, editor, (found) => found.length === 1);
  await page.message('watch.state', ({ watch }) => watch.status === 'watching');
  await writeFile(join(project.root, 'shapes.py'), 'def area(width: int, height: str) -> str:\n    return height\n');
  expect(await problems(page, editor, (found) => found.length === 0)).toEqual([]);
}, 90_000);
