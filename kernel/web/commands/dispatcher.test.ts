import { beforeEach, describe, expect, it } from 'vitest';
import { bindShortcut, boundShortcuts } from './bindings.ts';
import { createMatcher } from './dispatcher.ts';
import { createCommandRegistry, type Command } from './registry.ts';
import type { KeyPress } from './shortcut.ts';

const command = (id: string, shortcut: string, more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  section: 'Test',
  shortcut,
  run: () => undefined,
  ...more,
});

const ctrl = (letter: string): KeyPress => ({
  key: letter,
  code: `Key${letter.toUpperCase()}`,
  ctrlKey: true,
  metaKey: false,
  altKey: false,
  shiftKey: false,
});

const idOf = (found: Command | 'pending' | undefined) => (typeof found === 'object' ? found.id : found);

beforeEach(() => boundShortcuts.set({}));

describe('createMatcher', () => {
  it('finds the command of a shortcut', () => {
    const registry = createCommandRegistry();
    registry.register([command('files.new', 'ctrl+n'), command('run', 'ctrl+r')]);
    expect(idOf(createMatcher(registry)(ctrl('r')))).toBe('run');
  });

  it('prefers what was registered last, and the rest again when that is gone', () => {
    const registry = createCommandRegistry();
    registry.register([command('page.find', 'ctrl+f')]);
    const close = registry.register([command('editor.find', 'ctrl+f')]);
    const match = createMatcher(registry);
    expect(idOf(match(ctrl('f')))).toBe('editor.find');
    close();
    expect(idOf(match(ctrl('f')))).toBe('page.find');
  });

  it('passes over a command whose condition does not hold', () => {
    const registry = createCommandRegistry();
    registry.register([command('run', 'ctrl+r', { when: () => false })]);
    expect(createMatcher(registry)(ctrl('r'))).toBeUndefined();
  });

  it('waits for the second press of a chord', () => {
    const registry = createCommandRegistry();
    registry.register([command('shortcuts.open', 'ctrl+j ctrl+s'), command('save', 'ctrl+s')]);
    const match = createMatcher(registry);
    expect(match(ctrl('j'))).toBe('pending');
    expect(idOf(match(ctrl('s')))).toBe('shortcuts.open');
    expect(idOf(match(ctrl('s')))).toBe('save');
  });

  it('forgets the first press of a chord after a while', () => {
    let now = 0;
    const registry = createCommandRegistry();
    registry.register([command('shortcuts.open', 'ctrl+j ctrl+s'), command('save', 'ctrl+s')]);
    const match = createMatcher(registry, () => now);
    expect(match(ctrl('j'))).toBe('pending');
    now = 2000;
    expect(idOf(match(ctrl('s')))).toBe('save');
  });

  it('goes by what the person bound instead of the default', () => {
    const registry = createCommandRegistry();
    registry.register([command('run', 'ctrl+r')]);
    const match = createMatcher(registry);
    bindShortcut('run', 'ctrl+e');
    expect(idOf(match(ctrl('e')))).toBe('run');
    expect(match(ctrl('r'))).toBeUndefined();
    bindShortcut('run', '');
    expect(match(ctrl('e'))).toBeUndefined();
    bindShortcut('run', undefined);
    expect(idOf(match(ctrl('r')))).toBe('run');
  });
});
