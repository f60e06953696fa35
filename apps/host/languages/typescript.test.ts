import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Editor } from '../documents/testing/stock-client.ts';
import { digestOf } from '../documents/text/digest.ts';
import { openHost } from '../testing/project.ts';
import { ask, placeAfter, presentOf, problems, textOf, write } from './testing/asking.ts';
import { installServers } from './testing/servers.ts';

const greet = 'export function greet(name: string): string {\n  return name.toUpperCase();\n}\n';
const main = "import { greet } from './greet.ts';\n\nconst text: number = greet('Ada');\nconsole.log(text);\n";

async function open(files: Record<string, string> = { 'greet.ts': greet, 'main.ts': main }, path = 'main.ts') {
  const { project, host } = await openHost(files, await installServers());
  const page = await project.page();
  const editor = await Editor.open(project, path);
  const opened = await ask(editor, 'languages.open', { document: editor.name });
  expect(opened.state).toEqual({ server: 'typescript', status: 'ready' });
  return { project, host, page, editor };
}

it('tells what is wrong, and that it is not wrong any more', async () => {
  const { page, editor } = await open();
  const [problem] = await problems(page, editor, (found) => found.length === 1);
  expect(problem).toMatchObject({ severity: 'error', code: '2322' });
  expect(problem && textOf(editor, problem)).toBe('text');
  const at = editor.content.indexOf('number');
  editor.doc.transact(() => {
    editor.text.delete(at, 6);
    editor.text.insert(at, 'string');
  });
  expect(await problems(page, editor, (found) => found.length === 0)).toEqual([]);
});

it('keeps a problem at its word while others type before it', async () => {
  const { project, page, editor } = await open();
  const ben = await Editor.open(project, 'main.ts', { id: 'ben', name: 'Ben' });
  const [problem] = await problems(page, editor, (found) => found.length === 1);
  ben.type(0, '// A line above\n');
  await editor.until(() => editor.content.startsWith('// A'));
  expect(problem && textOf(editor, problem)).toBe('text');
});

it('completes what was typed a moment ago', async () => {
  const { editor } = await open();
  editor.type(editor.content.length, "greet('x').toUp");
  const answer = await ask(editor, 'languages.complete', placeAfter(editor, '.toUp'));
  const item = answer.items.findIndex(({ label }) => label === 'toUpperCase');
  expect(answer.items[item]).toMatchObject({ kind: 'method', insert: 'toUpperCase' });
  expect(answer.back).toBe('toUp'.length);
  const about = await ask(editor, 'languages.completion', { list: answer.list, item });
  expect(about.markdown).toContain('uppercase');
});

it('answers on the socket of a page, and forgets what it does not want any more', async () => {
  const { page, editor } = await open();
  editor.type(editor.content.length, "greet('x').toUp");
  const input = placeAfter(editor, '.toUp');
  page.send({ type: 'ask', request: 1, route: 'languages.complete', input });
  const { answer } = await page.message('answer', ({ request }) => request === 1);
  expect(answer).toMatchObject({
    back: 4,
    items: expect.arrayContaining([expect.objectContaining({ kind: 'method' })]),
  });
  // The host waits for text that it does not have, so there is time to think better of it.
  const ahead = Buffer.from([1, 99, 99]).toString('base64');
  page.send({ type: 'ask', request: 2, route: 'languages.hover', input: { ...input, vector: ahead } });
  page.send({ type: 'ask.cancel', request: 2 });
  const { error } = await page.message('error', ({ request }) => request === 2);
  expect(error.code).toBe('language_cancelled');
  page.send({ type: 'ask', request: 3, route: 'languages.hover', input: { document: 7 } });
  expect(await page.message('error', ({ request }) => request === 3)).toMatchObject({
    error: { code: 'request_invalid' },
  });
});

it('writes the import that a completed name needs', async () => {
  const { editor } = await open({ 'greet.ts': greet, 'tsconfig.json': '{}', 'main.ts': 'gree\n' });
  const answer = await ask(editor, 'languages.complete', placeAfter(editor, 'gree'));
  const item = answer.items.findIndex(({ label }) => label === 'greet');
  const { edits } = await ask(editor, 'languages.completion', { list: answer.list, item });
  expect(edits).toHaveLength(1);
  expect(edits[0]?.insert).toContain('import { greet } from');
});

it('says what a name is, where it comes from and where it is used', async () => {
  const { editor } = await open();
  const hover = await ask(editor, 'languages.hover', placeAfter(editor, '= gre'));
  expect(hover?.markdown).toContain('function greet(name: string): string');
  expect(hover && textOf(editor, hover)).toBe('greet');
  const { places } = await ask(editor, 'languages.definition', placeAfter(editor, '= gre'));
  expect(places).toEqual([{ path: 'greet.ts', line: 1, column: 17, text: greet.split('\n', 1)[0] }]);
  const { places: used } = await ask(editor, 'languages.references', placeAfter(editor, '= gre'));
  expect(used.map(({ path, line }) => `${path}:${line}`).toSorted()).toEqual(['greet.ts:1', 'main.ts:1', 'main.ts:3']);
});

it('shows which argument is being typed', async () => {
  const { editor } = await open();
  const signature = await ask(editor, 'languages.signature', placeAfter(editor, "greet('"));
  expect(signature?.label.slice(signature.from, signature.to)).toBe('name: string');
});

it('says types that nobody wrote, and what each name is', async () => {
  const text = 'const sum = (a: number) => a + 1;\nclass Shape {}\nsum(2);\n';
  const { editor } = await open({ 'tsconfig.json': '{}', 'main.ts': text });
  const { hints } = await ask(editor, 'languages.hints', { ...presentOf(editor), from: 'start', to: 'end' });
  const shown = hints.map(({ at, text: said }) => `${textOf(editor, { from: 'start', to: at })}|${said}`);
  expect(shown).toContain('const sum = (a: number)| : number');
  expect(shown).toContain(`${text.slice(0, text.indexOf('2);'))}|a: `);

  const { digest, types, data } = await ask(editor, 'languages.tokens', presentOf(editor));
  expect(digest).toBe(digestOf(editor.content));
  const kinds = data.filter((_, at) => at % 4 === 3).map((type) => types[type]);
  expect(kinds.slice(0, 2)).toEqual(['function', 'parameter']);
  expect(kinds).toContain('class');
});

it('lists the names that a file makes, and finds one anywhere in the project', async () => {
  const shape = 'export class Shape {\n  area(): number {\n    return 0;\n  }\n}\nexport const unit = 1;\n';
  const { editor } = await open({ 'tsconfig.json': '{}', 'greet.ts': greet, 'shape.ts': shape }, 'shape.ts');
  const { symbols } = await ask(editor, 'languages.symbols', presentOf(editor));
  expect(symbols).toEqual([
    { name: 'Shape', kind: 'class', line: 1, column: 14, depth: 0 },
    { name: 'area', kind: 'method', line: 2, column: 3, depth: 1 },
    { name: 'unit', kind: 'variable', line: 6, column: 14, depth: 0 },
  ]);
  const { json } = await editor.project.ask('languages.find', { query: { query: 'gree' } });
  expect(json.symbols).toContainEqual(expect.objectContaining({ name: 'greet', path: 'greet.ts', line: 1 }));
});

it('tells a page that comes later what is wrong in open files', async () => {
  const { project, page, editor } = await open();
  await problems(page, editor, (found) => found.length === 1);
  const { json } = await project.ask('languages.problems');
  expect(json.files).toEqual([
    {
      document: editor.name,
      path: 'main.ts',
      problems: [expect.objectContaining({ line: 3, column: 7, code: '2322' })],
    },
  ]);
});

it('renames in open and closed files and takes all of it back', async () => {
  const { project, editor } = await open();
  const where = { ...placeAfter(editor, '= gre'), name: 'welcome' };
  const preview = await ask(editor, 'languages.rename', { ...where, preview: true });
  expect(preview.files).toEqual(
    expect.arrayContaining([
      { path: 'greet.ts', changes: 1 },
      { path: 'main.ts', changes: 2 },
    ]),
  );
  const done = await ask(editor, 'languages.rename', { ...where, preview: false });
  expect(done.failed).toEqual([]);
  await editor.until(
    () => editor.content === main.replaceAll('greet', 'welcome').replace('./welcome.ts', './greet.ts'),
  );
  expect(await readFile(join(project.root, 'greet.ts'), 'utf8')).toBe(greet.replace('greet', 'welcome'));
  const { json } = await project.ask('search.undo', { body: { undo: done.undo } });
  expect(json).toMatchObject({ conflicts: [], failed: [] });
  await editor.until(() => editor.content === main);
  expect(await readFile(join(project.root, 'greet.ts'), 'utf8')).toBe(greet);
});

it('formats what is there and leaves newer typing alone', async () => {
  const { editor } = await open({ 'main.ts': 'const a   =  1\nconst b   =  2\n' });
  const input = { ...presentOf(editor), tabSize: 2, spaces: true };
  const formatting = ask(editor, 'languages.format', input);
  editor.type(editor.content.length, '// typed meanwhile   \n');
  const answer = await formatting;
  expect(answer).toMatchObject({ overlapped: 0 });
  write(editor, answer);
  await editor.until(() => editor.content === 'const a = 1\nconst b = 2\n// typed meanwhile   \n');
});

it('offers to add the import of a name and does it', async () => {
  const { page, editor } = await open({ 'greet.ts': greet, 'tsconfig.json': '{}', 'main.ts': "greet('Ada');\n" });
  const [problem] = await problems(page, editor, (found) => found.length === 1);
  const { at } = placeAfter(editor, 'gre');
  const offered = await ask(editor, 'languages.actions', { ...presentOf(editor), from: at, to: at });
  const action = offered.actions.findIndex(({ title }) => /import/i.test(title));
  expect(problem?.message).toContain('greet');
  await ask(editor, 'languages.act', { list: offered.list, action });
  await editor.until(() => editor.content.startsWith('import { greet } from'));
  await problems(page, editor, (found) => found.length === 0);
});

it('refuses a rename to somebody who may only look', async () => {
  const { project, editor } = await open();
  const body = { ...placeAfter(editor, '= gre'), name: 'x', preview: true };
  expect((await project.ask('languages.rename', { body, capabilities: ['read'] })).status).toBe(403);
  expect((await project.ask('languages.hover', { body, capabilities: ['read'] })).status).toBe(200);
});
