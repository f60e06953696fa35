import { afterEach, expect, it } from 'vitest';
import { bindShortcut, boundShortcuts } from './bindings.ts';
import { findConflict } from './conflicts.ts';
import type { Command } from './registry.ts';

const command = (id: string, shortcut?: string): Command => ({
  id,
  title: id,
  section: 'Test',
  ...(shortcut && { shortcut }),
  run: () => undefined,
});

const all = [command('run', 'mod+enter'), command('find', 'mod+f'), command('keys', 'mod+k mod+s'), command('other')];
const conflictOf = (id: string) => {
  const found = all.find((entry) => entry.id === id);
  return found && findConflict(found, all);
};

afterEach(() => boundShortcuts.set({}));

it('finds no conflict among the defaults', () => {
  expect(all.map(({ id }) => conflictOf(id))).toEqual([undefined, undefined, undefined, undefined]);
});

it('names the command that has the same keys, however they are written', () => {
  bindShortcut('other', 'ctrl+enter');
  expect(conflictOf('other')).toMatchObject({ kind: 'command', command: { id: 'run' } });
  expect(conflictOf('run')).toMatchObject({ kind: 'command', command: { id: 'other' } });
});

it('finds keys that begin two presses of another command', () => {
  bindShortcut('other', 'mod+k');
  expect(conflictOf('other')).toMatchObject({ command: { id: 'keys' } });
});

it('tells of keys that the browser keeps, and of letters that are typed', () => {
  bindShortcut('other', 'mod+w');
  expect(conflictOf('other')).toEqual({ kind: 'browser' });
  bindShortcut('other', 'x');
  expect(conflictOf('other')).toEqual({ kind: 'typing' });
  bindShortcut('other', 'f9');
  expect(conflictOf('other')).toBeUndefined();
});
