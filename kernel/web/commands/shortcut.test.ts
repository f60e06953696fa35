import { describe, expect, it } from 'vitest';
import { keyLabels, matchesStroke, parseShortcut, strokeOf, type KeyPress } from './shortcut.ts';

const press = (key: string, code: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});

const matches = (shortcut: string, event: KeyPress, mac = false) => {
  const [stroke] = parseShortcut(shortcut, mac);
  return stroke !== undefined && matchesStroke(stroke, event);
};

describe('parseShortcut', () => {
  it('reads mod as Ctrl, and as the command key on a Mac', () => {
    expect(parseShortcut('mod+k', false)).toEqual([{ ctrl: true, meta: false, alt: false, shift: false, key: 'k' }]);
    expect(parseShortcut('mod+k', true)).toEqual([{ ctrl: false, meta: true, alt: false, shift: false, key: 'k' }]);
  });

  it('reads two presses in a row', () => {
    expect(parseShortcut('mod+k mod+s', false).map((stroke) => stroke.key)).toEqual(['k', 's']);
  });

  it.each(['', 'mod+', 'super+k', '+'])('refuses %j', (text) => {
    expect(() => parseShortcut(text)).toThrow(TypeError);
  });
});

describe('matchesStroke', () => {
  it('needs exactly the modifiers that are named', () => {
    expect(matches('mod+k', press('k', 'KeyK', { ctrlKey: true }))).toBe(true);
    expect(matches('mod+k', press('k', 'KeyK', { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(matches('mod+k', press('k', 'KeyK', { ctrlKey: true, altKey: true }))).toBe(false);
    expect(matches('mod+k', press('k', 'KeyK'))).toBe(false);
  });

  it('knows a letter that Shift made large', () => {
    expect(matches('mod+shift+f', press('F', 'KeyF', { ctrlKey: true, shiftKey: true }))).toBe(true);
  });

  it('knows a letter that Option rewrote on a Mac', () => {
    expect(matches('alt+f', press('ƒ', 'KeyF', { altKey: true }), true)).toBe(true);
  });

  it('goes by the physical key on a keyboard of another script', () => {
    expect(matches('mod+k', press('л', 'KeyK', { ctrlKey: true }))).toBe(true);
  });

  it('goes by the letter on screen where the layout moved it', () => {
    // Dvorak: the key that types k is where QWERTY has v.
    expect(matches('mod+k', press('k', 'KeyV', { ctrlKey: true }))).toBe(true);
    expect(matches('mod+v', press('k', 'KeyV', { ctrlKey: true }))).toBe(false);
  });

  it('takes a sign as it is typed, with or without Shift', () => {
    expect(matches('?', press('?', 'Slash', { shiftKey: true }))).toBe(true);
    expect(matches('ctrl+`', press('Dead', 'Backquote', { ctrlKey: true }))).toBe(true);
  });

  it('knows function keys and named keys', () => {
    expect(matches('f1', press('F1', 'F1'))).toBe(true);
    expect(matches('mod+enter', press('Enter', 'Enter', { ctrlKey: true }))).toBe(true);
    expect(matches('shift+space', press(' ', 'Space', { shiftKey: true }))).toBe(true);
  });
});

describe('keyLabels', () => {
  it('shows the keys of the platform', () => {
    expect(keyLabels('mod+shift+f', false)).toEqual(['Ctrl', 'Shift', 'F']);
    expect(keyLabels('mod+shift+f', true)).toEqual(['⇧', '⌘', 'F']);
  });
});

describe('strokeOf', () => {
  it('writes what was pressed so that it can be read again', () => {
    const event = press('F', 'KeyF', { ctrlKey: true, shiftKey: true });
    const written = strokeOf(event, false);
    expect(written).toBe('mod+shift+f');
    expect(matches(written ?? '', event)).toBe(true);
  });

  it('waits for a key after a modifier', () => {
    expect(strokeOf(press('Control', 'ControlLeft', { ctrlKey: true }))).toBeUndefined();
  });

  it.each([
    press(' ', 'Space', { ctrlKey: true }),
    press('+', 'NumpadAdd', { ctrlKey: true }),
    press('Enter', 'Enter', { altKey: true }),
  ])('is read again for $key', (event) => {
    expect(matches(strokeOf(event, false) ?? '', event)).toBe(true);
  });
});
