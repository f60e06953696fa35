import { expect, it, vi } from 'vitest';
import { Editor } from '../documents/testing/stock-client.ts';
import { spawnProject } from '../testing/project.ts';
import { Debugged } from './testing/debugged.ts';

vi.setConfig({ testTimeout: 60_000 });

const text = 'one();\ntwo();\nthree();\n';
/** The lines of all breakpoints, once the last one is there. */
const linesOf = (program: Debugged, last: number) =>
  program.until(({ breakpoints }) => breakpoints.at(-1)?.line === last && breakpoints.map(({ line }) => line));

it('keeps breakpoints with their lines while people type before, in and after them', async () => {
  const program = await Debugged.open({ 'main.js': text });
  const editor = await Editor.open(program.project, 'main.js');
  await program.breakAt('main.js', 2, 3);
  editor.type(0, '// a new first line\n');
  expect(await linesOf(program, 4)).toEqual([3, 4]);
  editor.type(editor.content.indexOf('two'), 'await ');
  editor.type(editor.content.indexOf('three'), '\n\n');
  expect(await linesOf(program, 6)).toEqual([3, 6]);
});

it('takes breakpoints to the new name of a file, and of the folder it is in', async () => {
  const program = await Debugged.open({ 'src/main.js': text, 'other.js': text });
  await program.breakAt('src/main.js', 2);
  await program.breakAt('other.js', { line: 3, condition: 'true' });
  await program.project.ask('files.move', { body: { entries: [{ from: 'src', to: 'lib' }] } });
  await program.project.ask('files.move', { body: { entries: [{ from: 'other.js', to: 'lib/other.js' }] } });
  const { breakpoints } = await program.ask('debug.state');
  expect(breakpoints).toMatchObject([
    { path: 'lib/main.js', line: 2, verified: true },
    { path: 'lib/other.js', line: 3, condition: 'true', verified: true },
  ]);
});

it('says that there is no code where a line was emptied, and takes it back when there is', async () => {
  const program = await Debugged.open({ 'main.js': text });
  const editor = await Editor.open(program.project, 'main.js');
  await program.breakAt('main.js', 2);
  await program.until(({ breakpoints }) => breakpoints[0]?.verified === true);
  const at = editor.content.indexOf('two');
  editor.text.delete(at, 'two();'.length);
  const empty = await program.until(({ breakpoints }) => breakpoints[0]?.verified === false && breakpoints[0]);
  expect(empty).toMatchObject({ line: 2, message: 'There is no code on this line.' });
  editor.type(at, 'again();');
  expect(await program.until(({ breakpoints }) => breakpoints[0]?.verified)).toBe(true);
});

it('has one breakpoint for a line, which keeps its name', async () => {
  const program = await Debugged.open({ 'main.js': text });
  await program.breakAt('main.js', 1, 3);
  const { breakpoints } = await program.breakAt('main.js', 3, { line: 3, condition: 'false' });
  expect(breakpoints).toMatchObject([{ id: 2, line: 3, condition: 'false' }]);
  const outside = await program.send('debug.setBreakpoints', { path: '../x.js', breakpoints: [] });
  expect(outside.status).toBe(400);
});

it('remembers breakpoints, watches and exceptions after the host was killed', async () => {
  const project = await spawnProject();
  await project.ask('files.write', { query: { path: 'main.js' }, body: text, headers: { 'if-none-match': '*' } });
  await project.ask('debug.setBreakpoints', {
    body: { path: 'main.js', breakpoints: [{ line: 2, condition: 'true', enabled: true }] },
  });
  await project.ask('debug.setExceptions', { body: { stop: 'never' } });
  const { json: told } = await project.ask('debug.setWatches', { body: { watches: ['total', 'total'] } });
  expect(told.watches).toEqual(['total']);
  project.process.kill('SIGKILL');
  await project.restart();
  const { json } = await project.ask('debug.state');
  expect(json).toEqual(told);
});

it('lets a viewer see the state and change nothing', async () => {
  const program = await Debugged.open({ 'main.js': text });
  const capabilities = ['read' as const];
  expect((await program.project.ask('debug.state', { capabilities })).status).toBe(200);
  const body = { path: 'main.js', breakpoints: [] };
  expect((await program.project.ask('debug.setBreakpoints', { capabilities, body })).status).toBe(403);
  expect((await program.project.ask('debug.start', { capabilities, body: {} })).status).toBe(403);
});

it('refuses what cannot be debugged, a second session, and one beside the Run button', async () => {
  const program = await Debugged.open({ 'main.sh': 'sleep 100\n', 'main.js': 'setInterval(() => {}, 1000);\n' });
  expect((await program.send('debug.start', { file: 'main.sh' })).json.code).toBe('debugger_unknown');
  expect((await program.send('debug.start', { file: 'none.js' })).json.code).toBe('path_not_found');
  await program.ask('debug.start');
  expect((await program.send('debug.start')).json.code).toBe('debug_active');
  await program.ask('debug.stop');
  await program.project.ask('run.start', { body: {} });
  expect((await program.send('debug.start')).json.code).toBe('already_running');
  expect((await program.send('debug.stop')).json.code).toBe('debug_absent');
  await program.project.ask('run.stop', { body: {} });
});
