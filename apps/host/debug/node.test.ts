import { expect, it, vi } from 'vitest';
import { markedProcesses } from '../runs/tree.ts';
import { Debugged } from './testing/debugged.ts';

vi.setConfig({ testTimeout: 60_000 });

const main = [
  'const words: string[] = ["one", "two"];', // 1
  'function join(list: string[], by: string): string {', // 2
  '  let text = list.join(by);', // 3
  '  text += "!";', // 4
  '  return text;', // 5
  '}', // 6
  'for (let index = 0; index < 3; index += 1) {', // 7
  '  const joined = join(words, String(index));', // 8
  '  console.log(joined);', // 9
  '}', // 10
  '',
].join('\n');

it('stops at a breakpoint of a TypeScript file, shows the values there and goes on', async () => {
  const program = await Debugged.open({ 'main.ts': main });
  await program.breakAt('main.ts', 4);
  await program.ask('debug.start');
  const stop = await program.stop();
  expect(stop).toMatchObject({ reason: 'breakpoint', path: 'main.ts', line: 4 });
  const frames = await program.frames(stop);
  expect(frames.slice(0, 2)).toMatchObject([
    { name: 'join', path: 'main.ts', line: 4 },
    { name: '(anonymous)', path: 'main.ts', line: 8 },
  ]);
  const locals = await program.locals(stop);
  expect(locals).toMatchObject({ by: { value: '"0"' }, text: { value: '"one0two"', type: 'string' } });
  expect(locals['list']?.value).toBe('Array(2) ["one", "two"]');
  await program.breakAt('main.ts');
  await program.ask('debug.move', { to: 'continue', thread: stop.thread, stop: stop.number });
  expect(await program.ended()).toMatchObject({ summary: 'The program finished.', failed: false });
  expect(await program.output('one2two!')).toContain('one0two!\none1two!\n');
});

it('steps over, into and out of functions', async () => {
  const program = await Debugged.open({ 'main.ts': main });
  await program.breakAt('main.ts', 8);
  await program.ask('debug.start');
  const first = await program.stop();
  const inside = await program.move('in', first);
  expect(inside).toMatchObject({ reason: 'step', path: 'main.ts', line: 3 });
  const over = await program.move('over', inside);
  expect(over.line).toBe(4);
  const out = await program.move('out', over);
  expect(out).toMatchObject({ path: 'main.ts', line: 9 });
});

it('stops and says so when a condition cannot be evaluated', async () => {
  const program = await Debugged.open({ 'main.ts': main });
  await program.breakAt('main.ts', { line: 4, condition: 'indexx > 1' }, { line: 9, condition: 'index >' });
  await program.ask('debug.start');
  const stop = await program.stop();
  expect(stop).toMatchObject({ line: 4, reason: 'breakpoint' });
  expect(stop.text).toBe('The condition indexx > 1 cannot be evaluated: ReferenceError: indexx is not defined');
  const next = await program.move('continue', stop);
  expect(next).toMatchObject({ line: 9, text: expect.stringContaining('index > cannot be evaluated: SyntaxError') });
});

it('stops only when the condition holds, and says what a logpoint says without stopping', async () => {
  const program = await Debugged.open({ 'main.ts': main });
  await program.breakAt(
    'main.ts',
    { line: 4, log: 'by is {by} of {list.length}' },
    { line: 9, condition: 'index === 1' },
  );
  await program.ask('debug.start');
  const stop = await program.stop();
  expect(stop.line).toBe(9);
  expect((await program.locals(stop))['joined']?.value).toBe('"one1two!"');
  expect(await program.output('by is 1')).toContain('by is 0 of 2\none0two!\nby is 1 of 2\n');
});

it('evaluates and changes values, and completes their names', async () => {
  const program = await Debugged.open({ 'main.ts': main });
  await program.breakAt('main.ts', 4);
  await program.ask('debug.start');
  const stop = await program.stop();
  const [top] = await program.frames(stop);
  expect(await program.evaluate('list.map((word) => word.length)', stop)).toMatchObject({ value: 'Array(2) [3, 3]' });
  const refused = await program.evaluate('missing.name', stop);
  expect(refused).toMatchObject({ failed: true, value: 'ReferenceError: missing is not defined' });
  expect(await program.evaluate('text = "x"', stop, 'hover')).toMatchObject({ failed: true });
  const completed = await program.ask('debug.complete', { text: 'list.fla', frame: top?.id });
  expect(completed).toMatchObject({ back: 3 });
  expect(completed.items.map(({ label }) => label).toSorted()).toEqual(['flat', 'flatMap']);
  const { scopes } = await program.ask('debug.scopes', { frame: top?.id });
  const input = { inside: scopes[0]?.inside, name: 'text', value: '"changed " + by' };
  expect(await program.ask('debug.setVariable', input)).toMatchObject({ value: '"changed 0"' });
  await program.breakAt('main.ts');
  await program.ask('debug.move', { to: 'continue', thread: stop.thread, stop: stop.number });
  expect(await program.output('one2two!')).toContain('changed 0!\n');
});

it('reads a long list in parts', async () => {
  const program = await Debugged.open({
    'main.js': 'const list = Array.from({ length: 100000 }, (_, index) => index * 2);\nconsole.log(list.length);\n',
  });
  await program.breakAt('main.js', 2);
  await program.ask('debug.start');
  const stop = await program.stop();
  const list = await program.evaluate('list', stop);
  const part = await program.inside(list, { start: 70_000, count: 3 });
  expect(part.total).toBe(100_000);
  expect(part.variables.map(({ name, value }) => `${name}: ${value}`)).toEqual([
    '70000: 140000',
    '70001: 140002',
    '70002: 140004',
  ]);
});

it('stops at an exception that nobody catches, with its words', async () => {
  const text = 'try {\n  JSON.parse("{");\n} catch {}\nsetTimeout(() => {\n  throw new Error("Out of tea");\n}, 1);\n';
  const program = await Debugged.open({ 'main.js': text });
  await program.ask('debug.start');
  const stop = await program.stop();
  expect(stop).toMatchObject({ reason: 'exception', line: 5, text: 'Error: Out of tea' });
  await program.ask('debug.move', { to: 'continue', thread: stop.thread, stop: stop.number });
  expect(await program.ended()).toMatchObject({ failed: true });
});

it('follows the map of a compiled file back to what a person wrote', async () => {
  const map = {
    version: 3,
    sources: ['../src/main.ts'],
    names: [],
    // Three lines of the source from the second line of the compiled file on.
    mappings: ';AAAA;AACA;AACA',
  };
  const program = await Debugged.open({
    'src/main.ts': 'const first = 1;\nconst second = first + 1;\nconsole.log(second);\n',
    'dist/main.js':
      '"use strict";\nconst first = 1;\nconst second = first + 1;\nconsole.log(second);\n//# sourceMappingURL=main.js.map\n',
    'dist/main.js.map': JSON.stringify(map),
  });
  await program.breakAt('src/main.ts', 2);
  await program.ask('debug.start', { file: 'dist/main.js' });
  const stop = await program.stop();
  expect(stop).toMatchObject({ path: 'src/main.ts', line: 2, reason: 'breakpoint' });
  expect(await program.move('over', stop)).toMatchObject({ path: 'src/main.ts', line: 3 });
});

it('pauses a program that is busy, and leaves no process behind when it is stopped', async () => {
  const program = await Debugged.open({
    'main.js': 'let turns = 0;\nconsole.log("busy");\nwhile (true) turns += 1;\n',
  });
  await program.ask('debug.start');
  await program.output('busy');
  const thread = await program.until(({ session }) => session?.threads[0]?.id);
  await program.ask('debug.move', { to: 'pause', thread });
  const stop = await program.stop();
  expect(stop).toMatchObject({ reason: 'pause', path: 'main.js', line: 3 });
  const { marker = '' } = program.host.debugging;
  expect(markedProcesses(marker)).not.toEqual([]);
  const { session } = await program.ask('debug.stop');
  expect(session).toMatchObject({ status: 'ended', summary: 'Stopped by Žofie.' });
  expect(markedProcesses(marker)).toEqual([]);
});

it('debugs the process that a script of package.json starts, and those that it starts itself', async () => {
  const program = await Debugged.open({
    'package.json': JSON.stringify({ scripts: { start: 'node parent.js' } }),
    'parent.js': "require('node:child_process').fork('./child.js').on('exit', () => console.log('both'));\n",
    'child.js': 'const place = "child";\nconsole.log(place);\n',
  });
  await program.breakAt('child.js', 2);
  await program.ask('debug.start');
  const stop = await program.stop();
  expect(stop).toMatchObject({ path: 'child.js', line: 2 });
  const { session } = await program.ask('debug.state');
  expect(session?.threads.map(({ name }) => name.split(' ', 1)[0])).toEqual(['parent.js', 'child.js']);
  await program.ask('debug.move', { to: 'continue', thread: stop.thread, stop: stop.number });
  await program.output('both');
  expect((await program.ended()).failed).toBe(false);
});

it('restarts the same program', async () => {
  const program = await Debugged.open({ 'main.ts': main });
  await program.breakAt('main.ts', 4);
  await program.ask('debug.start');
  const first = await program.stop();
  await program.ask('debug.restart');
  const second = await program.stop(first.number);
  expect(second).toMatchObject({ path: 'main.ts', line: 4 });
  expect((await program.locals(second))['by']?.value).toBe('"0"');
});

it('refuses a step that somebody else has taken already', async () => {
  const program = await Debugged.open({ 'main.ts': main });
  await program.breakAt('main.ts', 4);
  await program.ask('debug.start');
  const { thread, number: stop } = await program.stop();
  const moves = await Promise.all([1, 2].map(() => program.send('debug.move', { to: 'over', thread, stop })));
  expect(new Set(moves.map(({ status }) => status))).toEqual(new Set([200, 409]));
});
