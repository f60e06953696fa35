import { readdir, readFile, readlink } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { Editor } from '../documents/testing/stock-client.ts';
import { openHost } from '../testing/project.ts';
import { ask, placeAfter, problems } from './testing/asking.ts';
import { installServers } from './testing/servers.ts';

/** Processes of the language server of this project, by their working directory. */
async function serversOf(root: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const [folder, words] = await Promise.all([
      readlink(`/proc/${name}/cwd`).catch(() => ''),
      readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => ''),
    ]);
    if (folder === root && words.includes('--lsp')) found.push(Number(name));
  }
  return found;
}

it('starts a killed server again, says so, and knows what was typed meanwhile', async () => {
  const { project } = await openHost({ 'main.ts': 'const a = 1;\n' }, await installServers());
  const page = await project.page();
  const editor = await Editor.open(project, 'main.ts');
  await ask(editor, 'languages.open', { document: editor.name });
  for (const id of await serversOf(project.root)) process.kill(id, 'SIGKILL');
  const { state } = await page.message('language.state', (message) => message.state.status === 'restarting');
  expect(state.message).toContain('started again');
  editor.type(0, "const b: number = 'x';\n");
  expect(await problems(page, editor, (found) => found.length === 1)).toHaveLength(1);
  const hover = await ask(editor, 'languages.hover', placeAfter(editor, 'const b'));
  expect(hover?.markdown).toContain('const b: number');
}, 60_000);

it('leaves a server off that ends three times in a minute, until somebody starts it', async () => {
  const { project } = await openHost({ 'main.ts': 'const a = 1;\n' }, await installServers());
  const page = await project.page();
  const editor = await Editor.open(project, 'main.ts');
  await ask(editor, 'languages.open', { document: editor.name });
  const count = (status: string): number =>
    page.messages.filter((message) => message.type === 'language.state' && message.state.status === status).length;
  for (let round = 1; round <= 3; round += 1) {
    await page.until(() => count('ready') >= round, 30_000);
    for (const id of await serversOf(project.root)) process.kill(id, 'SIGKILL');
  }
  await page.until(() => count('failed') === 1);
  expect((await project.ask('languages.hover', { body: placeAfter(editor, 'const a') })).json.code).toBe(
    'language_failed',
  );
  const restarted = await ask(editor, 'languages.restart', { server: 'typescript' });
  expect(restarted.state.status).toBe('ready');
  expect((await ask(editor, 'languages.hover', placeAfter(editor, 'const a')))?.markdown).toContain('const a: 1');
}, 60_000);

it('says when the server is not installed, and the file can be edited all the same', async () => {
  const { project } = await openHost({ 'main.ts': 'const a = 1;\n' }, '/nowhere');
  const editor = await Editor.open(project, 'main.ts');
  const { state } = await ask(editor, 'languages.open', { document: editor.name });
  expect(state?.status).toBe('absent');
  editor.type(0, '// typed\n');
  await editor.saved();
});
