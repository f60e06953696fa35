import { expect, it } from 'vitest';
import { Editor } from '../documents/testing/stock-client.ts';
import { openHost } from '../testing/project.ts';
import { ask, placeAfter, presentOf, problems, textOf, write } from './testing/asking.ts';
import { installServers } from './testing/servers.ts';
import { catalogue, findOnPath, findProgram } from './catalogue.ts';

async function open(files: Record<string, string>, path: string) {
  const { project } = await openHost(files, await installServers({ bundled: true }));
  const page = await project.page();
  const editor = await Editor.open(project, path);
  const { state } = await ask(editor, 'languages.open', { document: editor.name });
  expect(state?.status).toBe('ready');
  return { project, page, editor };
}

it('knows Bash: names, what they are, and text that was typed a moment ago', async () => {
  const script = '# Says hello.\ngreet() {\n  echo "Hello $1"\n}\n\ngreet Ada\n';
  const { editor } = await open({ 'main.sh': script }, 'main.sh');
  // It answers with nothing until it has read the file for the first time.
  await expect
    .poll(async () => (await ask(editor, 'languages.symbols', presentOf(editor))).symbols, { timeout: 20_000 })
    .toEqual([{ name: 'greet', kind: 'function', line: 2, column: 1, depth: 0 }]);
  const hover = await ask(editor, 'languages.hover', placeAfter(editor, '\n\ngree'));
  expect(hover?.markdown).toContain('Says hello.');
  const { places } = await ask(editor, 'languages.definition', placeAfter(editor, '\n\ngree'));
  expect(places).toEqual([{ path: 'main.sh', line: 2, column: 1, text: 'greet() {' }]);
  editor.type(editor.content.length, 'gre');
  const { items } = await ask(editor, 'languages.complete', placeAfter(editor, 'Ada\ngre'));
  expect(items.map(({ label }) => label)).toContain('greet');
}, 60_000);

it('knows YAML: what is wrong, and what the schema says that the file names', async () => {
  const schema = { type: 'object', properties: { port: { type: 'number', description: 'Where it listens.' } } };
  const text = '# yaml-language-server: $schema=./schema.json\nport: eighty\n';
  const { page, editor } = await open(
    { 'schema.json': JSON.stringify(schema), 'settings.yaml': text },
    'settings.yaml',
  );
  const [problem] = await problems(page, editor, (found) => found.length === 1);
  expect(problem && textOf(editor, problem)).toBe('eighty');
  const hover = await ask(editor, 'languages.hover', placeAfter(editor, '\npo'));
  expect(hover?.markdown).toContain('Where it listens');
}, 60_000);

it.skipIf((await findOnPath('clangd')) === undefined)(
  'knows C: what is wrong, what a name is, and its uses',
  async () => {
    const text =
      '/** How much it covers. */\nint area(int width) { return width; }\nint main(void) { return area("two"); }\n';
    const { page, editor } = await open({ 'main.c': text }, 'main.c');
    const found = await problems(page, editor, (all) => all.length > 0);
    expect(found.map((problem) => textOf(editor, problem))).toContain('"two"');
    const hover = await ask(editor, 'languages.hover', placeAfter(editor, 'return ar'));
    expect(hover?.markdown).toContain('How much it covers.');
    const renamed = await ask(editor, 'languages.rename', {
      ...placeAfter(editor, 'return ar'),
      name: 'surface',
      preview: false,
    });
    expect(renamed.failed).toEqual([]);
    await editor.until(() => editor.content === text.replaceAll('area', 'surface'));
    const answer = await ask(editor, 'languages.complete', placeAfter(editor, 'return wid'));
    expect(answer.items.map(({ insert }) => insert)).toContain('width');
  },
  60_000,
);

it.skipIf((await findOnPath('gopls')) === undefined)(
  'knows Go: what is wrong, what a name is, its uses, and its form',
  async () => {
    const text =
      'package main\n\n// area says how much it covers.\nfunc area(width int) int { return width }\n\nfunc main() {\n\tprintln(area("two"))\n}\n';
    const { page, editor } = await open(
      { 'go.mod': 'module example.com/shapes\n\ngo 1.19\n', 'main.go': text },
      'main.go',
    );
    const found = await problems(page, editor, (all) => all.length > 0);
    expect(found.map((problem) => textOf(editor, problem))).toContain('"two"');
    const hover = await ask(editor, 'languages.hover', placeAfter(editor, 'println(ar'));
    expect(hover?.markdown).toContain('how much it covers.');
    const answer = await ask(editor, 'languages.complete', placeAfter(editor, 'return wid'));
    expect(answer.items.map(({ insert }) => insert)).toContain('width');
    const renamed = await ask(editor, 'languages.rename', {
      ...placeAfter(editor, 'println(ar'),
      name: 'surface',
      preview: false,
    });
    expect(renamed.failed).toEqual([]);
    await editor.until(() => editor.content === text.replaceAll('area', 'surface'));
    editor.type(editor.content.indexOf('println'), '   ');
    write(editor, await ask(editor, 'languages.format', { ...presentOf(editor), tabSize: 4, spaces: false }));
    await editor.until(() => editor.content.includes('\n\tprintln('));
  },
  90_000,
);

it.skipIf((await findProgram(catalogue.rust, '')) === undefined)(
  'knows Rust: what is wrong, what a name is, and its uses',
  async () => {
    const text =
      '/// How much it covers.\nfn area(width: i32) -> i32 { width }\n\nfn main() {\n    let covered: i32 = area("two");\n    std::process::exit(covered);\n}\n';
    const files = {
      'Cargo.toml': '[package]\nname = "shapes"\nversion = "0.1.0"\nedition = "2021"\n',
      'src/main.rs': text,
    };
    const { page, editor } = await open(files, 'src/main.rs');
    const found = await problems(page, editor, (all) => all.length > 0);
    expect(found.map((problem) => textOf(editor, problem))).toContain('"two"');
    const hover = await ask(editor, 'languages.hover', placeAfter(editor, '= ar'));
    expect(hover?.markdown).toContain('How much it covers.');
    const renamed = await ask(editor, 'languages.rename', {
      ...placeAfter(editor, '= ar'),
      name: 'surface',
      preview: false,
    });
    expect(renamed.failed).toEqual([]);
    await editor.until(() => editor.content === text.replaceAll('area', 'surface'));
  },
  90_000,
);

it.skipIf((await findProgram(catalogue.rust, '')) !== undefined)(
  'says how to have a server that is not there, or only by name',
  async () => {
    const { project } = await openHost({ 'main.rs': 'fn main() {}\n' }, '/nowhere');
    const editor = await Editor.open(project, 'main.rs');
    const { state } = await ask(editor, 'languages.open', { document: editor.name });
    expect(state).toMatchObject({ status: 'absent', message: expect.stringContaining('install rust-analyzer') });
  },
);

it.skipIf((await findOnPath('gopls')) !== undefined)('says how to have a server that is not there', async () => {
  const { project } = await openHost({ 'main.go': 'package main\n' }, '/nowhere');
  const editor = await Editor.open(project, 'main.go');
  const { state } = await ask(editor, 'languages.open', { document: editor.name });
  expect(state).toMatchObject({ status: 'absent', message: expect.stringContaining('install gopls') });
});
