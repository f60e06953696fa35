import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { markedProcesses } from '../runs/tree.ts';
import { Debugged } from './testing/debugged.ts';

vi.setConfig({ testTimeout: 60_000 });

const main = [
  'from shapes import area', // 1
  '', // 2
  'sizes = [(1, 2), (3, 4)]', // 3
  'total = 0', // 4
  'for width, height in sizes:', // 5
  '    total += area(width, height)', // 6
  'name = input("Name? ")', // 7
  'print("Hello", name, total)', // 8
  '',
].join('\n');
const shapes = 'def area(width, height):\n    result = width * height\n    return result\n';

it('stops in another file, shows the values there, and lets the program ask its person', async () => {
  const program = await Debugged.open({ 'main.py': main, 'shapes.py': shapes });
  await program.breakAt('shapes.py', 3);
  await program.ask('debug.start');
  const stop = await program.stop();
  expect(stop).toMatchObject({ reason: 'breakpoint', path: 'shapes.py', line: 3 });
  const frames = await program.frames(stop);
  expect(frames.slice(0, 2)).toMatchObject([
    { name: 'area', path: 'shapes.py' },
    { name: '<module>', path: 'main.py', line: 6 },
  ]);
  expect(await program.locals(stop)).toMatchObject({ result: { value: '2', type: 'int' }, width: { value: '1' } });
  const sizes = await program.ask('debug.evaluate', { expression: 'sizes', frame: frames[1]?.id, why: 'watch' });
  expect(sizes.value).toBe('[(1, 2), (3, 4)]');
  const { variables } = await program.inside(sizes);
  expect(variables.some(({ name, value }) => name === '1' && value === '(3, 4)')).toBe(true);
  await program.breakAt('shapes.py');
  await program.ask('debug.move', { to: 'continue', thread: stop.thread, stop: stop.number });
  await program.output('Name? ');
  await program.ask('debug.input', { text: 'Ada\r' });
  expect(await program.ended()).toMatchObject({ summary: 'The program finished.' });
  expect(await program.output('Hello Ada')).toContain('Hello Ada 14');
});

it('stops only when the condition holds, and says so when it cannot be evaluated', async () => {
  const program = await Debugged.open({ 'main.py': main, 'shapes.py': shapes });
  await program.breakAt('shapes.py', { line: 3, condition: 'result == 12 and width == 3' });
  await program.breakAt('main.py', { line: 8, condition: 'totals > 1' });
  await program.ask('debug.start');
  const first = await program.stop();
  expect(first).toMatchObject({ path: 'shapes.py', line: 3 });
  expect(first.text).toBeUndefined();
  await program.ask('debug.move', { to: 'continue', thread: first.thread, stop: first.number });
  await program.output('Name? ');
  await program.ask('debug.input', { text: 'Ada\r' });
  const second = await program.stop(first.number);
  expect(second.text).toContain(
    "The condition totals > 1 cannot be evaluated: NameError: name 'totals' is not defined",
  );
});

it('goes on with the breakpoints that its person sees, however soon after they changed', async () => {
  const program = await Debugged.open({
    'main.py': 'for number in range(100):\n    first = number\n    last = number\n',
  });
  await program.breakAt('main.py', 2);
  await program.ask('debug.start');
  let stop = await program.stop();
  for (const line of [3, 2, 3, 2, 3, 2, 3, 2]) {
    const setting = program.breakAt('main.py', line);
    await program.until(({ breakpoints }) => breakpoints[0]?.line === line);
    stop = await program.move('continue', stop);
    expect(stop.line).toBe(line);
    await setting;
  }
});

it('steps, changes a value and evaluates a statement in the console, for everybody to see', async () => {
  const program = await Debugged.open({ 'main.py': main, 'shapes.py': shapes });
  await program.breakAt('main.py', 6);
  await program.ask('debug.start');
  const first = await program.stop();
  const inside = await program.move('in', first);
  expect(inside).toMatchObject({ path: 'shapes.py', line: 2 });
  const over = await program.move('over', inside);
  const [top] = await program.frames(over);
  const { scopes } = await program.ask('debug.scopes', { frame: top?.id });
  const changed = { inside: scopes[0]?.inside, name: 'result', value: '100' };
  expect(await program.ask('debug.setVariable', changed)).toMatchObject({ value: '100' });
  await program.evaluate('result += 1', over, 'console');
  expect(await program.evaluate('result', over, 'console')).toMatchObject({ value: '101' });
  await program.page.until(() => program.entries().some(({ kind, text }) => kind === 'result' && text === '101'));
  expect(program.entries().find(({ kind }) => kind === 'input')).toMatchObject({ text: 'result += 1', by: 'Žofie' });
  const completed = await program.ask('debug.complete', { text: 'wid', frame: top?.id });
  expect(completed.items.map(({ label }) => label)).toContain('width');
  const refused = await program.evaluate('missing', over, 'console');
  expect(refused.failed).toBe(true);
  expect(refused.value).toContain("name 'missing' is not defined");
});

it('stops where a condition holds, says logpoints, and stops at what nobody catches', async () => {
  const program = await Debugged.open({
    'main.py':
      'def half(number):\n    return 100 // number\n\nfor number in [4, 2, 0]:\n    answer = half(number)\n    print(answer)\n',
  });
  await program.breakAt('main.py', { line: 6, condition: 'number == 2' }, { line: 2, log: 'number is {number}' });
  await program.ask('debug.start');
  const stop = await program.stop();
  expect(stop).toMatchObject({ line: 6, reason: 'breakpoint' });
  expect((await program.locals(stop))['answer']?.value).toBe('50');
  const failed = await program.move('continue', stop);
  expect(failed).toMatchObject({ reason: 'exception', line: 2 });
  expect(failed.text).toBe('ZeroDivisionError: integer division or modulo by zero');
  expect(await program.output('number is 2')).toContain('number is 4');
});

it('ends clearly when the debugger is killed, and leaves nothing running', async () => {
  const program = await Debugged.open({ 'main.py': main, 'shapes.py': shapes });
  await program.breakAt('shapes.py', 3);
  await program.ask('debug.start');
  await program.stop();
  const { marker = '' } = program.host.debugging;
  expect(markedProcesses(marker)).not.toEqual([]);
  const children = (await readFile(`/proc/self/task/${process.pid}/children`, 'utf8')).trim().split(' ');
  const words = await Promise.all(children.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8')));
  const adapter = children.find((_pid, index) => words[index]?.includes('debugpy.adapter') === true);
  process.kill(Number(adapter), 'SIGKILL');
  const ended = await program.ended();
  expect(ended).toMatchObject({ failed: true });
  expect(ended.summary).toContain('The debugger ended');
  expect(markedProcesses(marker)).toEqual([]);
});

it('says how to add the debugger when it is not there', async () => {
  const program = await Debugged.open({
    'main.py': main,
    // A Python of another version than the machine's, which has no debugpy.
    '.venv/bin/python3': '#!/bin/sh\necho 3.99\necho\n',
  });
  await program.project.ask('run.start', { body: { command: 'chmod +x .venv/bin/python3' } });
  await program.page.message('run.state', ({ run }) => run.status === 'exited');
  await program.ask('debug.start');
  const { summary } = await program.ended();
  expect(summary).toMatch(/pip install debugpy[\s\S]*apt-get install python3-debugpy/);
});

it('uses the debugger of the machine in a virtual environment', async () => {
  const program = await Debugged.open({ 'main.py': 'import sys\nplace = sys.prefix\nprint(place)\n' });
  await program.project.ask('run.start', { body: { command: '/usr/bin/python3 -m venv --without-pip .venv' } });
  await program.page.message('run.state', ({ run }) => run.status === 'exited', 30_000);
  await program.breakAt('main.py', 3);
  await program.ask('debug.start');
  const stop = await program.stop();
  expect((await program.locals(stop))['place']?.value).toBe(`'${join(program.project.root, '.venv')}'`);
});
