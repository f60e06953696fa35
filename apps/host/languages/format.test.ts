import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Editor } from '../documents/testing/stock-client.ts';
import { openHost } from '../testing/project.ts';
import { ask, presentOf, write } from './testing/asking.ts';

const prettier = 'node_modules/.bin/prettier';
const loose = 'const a   =  1\nconst b   =  2\n';

/** A project whose formatter takes the text, waits for the file `go`, and then takes out what spaces are too many. */
async function open(program: string, files: Record<string, string> = { '.prettierrc': '{}' }) {
  const { project } = await openHost({ ...files, [prettier]: `#!/bin/sh\n${program}\n`, 'main.ts': loose }, '/nowhere');
  await chmod(join(project.root, prettier), 0o755);
  return { project, editor: await Editor.open(project, 'main.ts') };
}

const waits = "cat > taken; while [ ! -e go ]; do sleep 0.05; done; sed 's/   */ /g' taken";
const saving = (editor: Editor) => ({ ...presentOf(editor), tabSize: 2, spaces: true, configured: true });

it('formats with what the project configures and leaves newer typing alone', async () => {
  const { project, editor } = await open(waits);
  const formatting = ask(editor, 'languages.format', saving(editor));
  await expect.poll(() => readFile(join(project.root, 'taken'), 'utf8').catch(() => '')).toBe(loose);
  // Typed into the spaces that the formatter, which has the older text, is about to take out.
  editor.type(loose.indexOf('   =') + 2, 'x');
  await editor.saved();
  await writeFile(join(project.root, 'go'), '');
  const answer = await formatting;
  expect([answer.formatter, answer.edits.map(({ was }) => was), answer.overlapped]).toEqual([
    'Prettier',
    [' ', '  ', ' '],
    1,
  ]);
  write(editor, answer);
  expect(editor.content).toBe('const a  x = 1\nconst b = 2\n');
  await editor.saved();
  await expect.poll(() => readFile(join(project.root, 'main.ts'), 'utf8')).toBe(editor.content);
});

it('says in the words of the formatter why a text is not formatted', async () => {
  const { project, editor } = await open("echo 'SyntaxError: no end (1:9)' >&2; exit 2");
  const { status, json } = await project.ask('languages.format', { body: saving(editor) });
  expect([status, json.code]).toEqual([422, 'language_format_failed']);
  expect(json.details).toBe('Prettier: SyntaxError: no end (1:9)');
  expect(editor.content).toBe(loose);
});

it('leaves files alone where nothing is configured, and where the formatter is not installed', async () => {
  const plain = await open(waits, { 'package.json': '{"devDependencies":{"prettier":"3.8.1"}}' });
  expect(await ask(plain.editor, 'languages.format', saving(plain.editor))).toEqual({
    formatter: null,
    edits: [],
    overlapped: 0,
  });
  const { project } = await openHost({ '.prettierrc': '{}', 'main.ts': loose }, '/nowhere');
  const editor = await Editor.open(project, 'main.ts');
  expect((await ask(editor, 'languages.format', saving(editor))).formatter).toBeNull();
});

it('finds a configuration in package.json, and in a folder above the file', async () => {
  const { project } = await openHost(
    {
      'package.json': '{"prettier": {"semi": false}, "devDependencies": {"prettier": "^3.8.1"}}',
      [prettier]: "#!/bin/sh\nsed 's/   */ /g'\n",
      'src/deep/main.css': 'a   {}\n',
    },
    '/nowhere',
  );
  await chmod(join(project.root, prettier), 0o755);
  const editor = await Editor.open(project, 'src/deep/main.css');
  const answer = await ask(editor, 'languages.format', saving(editor));
  expect(answer.edits).toHaveLength(1);
  write(editor, answer);
  expect(editor.content).toBe('a {}\n');
});

it('runs nothing of the project for somebody who may not run it', async () => {
  const { project, editor } = await open('touch ran; cat');
  const { status, json } = await project.ask('languages.format', {
    body: saving(editor),
    capabilities: ['read', 'write'],
  });
  expect([status, json.formatter]).toEqual([200, null]);
  await expect(readFile(join(project.root, 'ran'))).rejects.toThrow('ENOENT');
});
