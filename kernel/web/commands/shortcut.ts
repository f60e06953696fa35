/**
 * One key press. `mod` is ⌘ on a Mac and Ctrl elsewhere; `key` is in lower case as `KeyboardEvent.key` names it.
 * Written `mod+shift+f`; two presses in a row are written with a space: `mod+k mod+s`.
 */
export type Stroke = {
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly key: string;
};

/** The part of a keyboard event that a shortcut is matched with. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

const aliases: Readonly<Record<string, string>> = {
  esc: 'escape',
  return: 'enter',
  del: 'delete',
  space: ' ',
  up: 'arrowup',
  down: 'arrowdown',
  left: 'arrowleft',
  right: 'arrowright',
  plus: '+',
};

function parseStroke(text: string, mac: boolean): Stroke {
  const parts = text.toLowerCase().split('+');
  const key = parts.pop() ?? '';
  const unknown = parts.find((part) => !['mod', 'ctrl', 'meta', 'cmd', 'alt', 'shift'].includes(part));
  if (key === '' || unknown !== undefined)
    throw new TypeError(`"${text}" is not a shortcut: write mod, ctrl, meta, alt or shift, then a key`);
  return {
    ctrl: parts.includes('ctrl') || (parts.includes('mod') && !mac),
    meta: parts.includes('meta') || parts.includes('cmd') || (parts.includes('mod') && mac),
    alt: parts.includes('alt'),
    shift: parts.includes('shift'),
    key: aliases[key] ?? key,
  };
}

/** Reads `mod+k mod+s`. Throws TypeError when a modifier is unknown or a key is missing. */
export function parseShortcut(text: string, mac = isMac): Stroke[] {
  return text
    .trim()
    .split(/\s+/)
    .map((part) => parseStroke(part, mac));
}

/** The key without what Shift or Alt made of it: `code` gives the letter or digit when a layout rewrites it. */
function pressedKeys(press: KeyPress): string[] {
  const key = press.key.toLowerCase();
  const letter = /^(?:Key|Digit)(.)$/.exec(press.code)?.[1]?.toLowerCase();
  const named = press.code === 'Backquote' ? '`' : undefined;
  // A latin key on screen is what the person means; the physical key serves other scripts, Alt and Shift.
  const rewritten = press.altKey || press.shiftKey || key.length > 1 || key > '~';
  return [key, ...(letter && rewritten ? [letter] : []), ...(named ? [named] : [])];
}

export function matchesStroke(stroke: Stroke, press: KeyPress): boolean {
  if (stroke.ctrl !== press.ctrlKey || stroke.meta !== press.metaKey || stroke.alt !== press.altKey) return false;
  // "?" already says that Shift was held; for letters and names Shift counts.
  const shiftIsInKey = stroke.key.length === 1 && !/[a-z0-9 `]/.test(stroke.key);
  if (!shiftIsInKey && stroke.shift !== press.shiftKey) return false;
  return pressedKeys(press).includes(stroke.key);
}

/** Keys that the notation itself uses. */
const writtenKeys: Readonly<Record<string, string>> = { ' ': 'space', '+': 'plus' };

/** Writes a key press in the notation of shortcuts, for recording a new binding; undefined for a modifier alone. */
export function strokeOf(press: KeyPress, mac = isMac): string | undefined {
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph'].includes(press.key)) return undefined;
  const names = pressedKeys(press);
  const key = names.at(-1) ?? '';
  const written = writtenKeys[key] ?? key;
  const parts = [
    mac ? press.metaKey && 'mod' : press.ctrlKey && 'mod',
    mac ? press.ctrlKey && 'ctrl' : press.metaKey && 'meta',
    press.altKey && 'alt',
    press.shiftKey && 'shift',
    written,
  ];
  return parts.filter(Boolean).join('+');
}

const macLabels: Readonly<Record<string, string>> = {
  enter: '↩',
  backspace: '⌫',
  delete: '⌦',
  escape: 'esc',
  tab: '⇥',
};
const labels: Readonly<Record<string, string>> = {
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  escape: 'Esc',
  enter: 'Enter',
  delete: 'Del',
  ' ': 'Space',
};

function keyLabel(key: string, mac: boolean): string {
  const known = (mac ? macLabels[key] : undefined) ?? labels[key];
  if (known) return known;
  return key.length === 1 ? key.toUpperCase() : key.replace(/^./, (first) => first.toUpperCase());
}

/** The keys to show, in the order that the platform shows them: `['Ctrl', 'Shift', 'F']` or `['⇧', '⌘', 'F']`. */
export function keyLabels(shortcut: string, mac = isMac): string[] {
  return parseShortcut(shortcut, mac).flatMap((stroke) => [
    ...(stroke.ctrl ? [mac ? '⌃' : 'Ctrl'] : []),
    ...(stroke.alt ? [mac ? '⌥' : 'Alt'] : []),
    ...(stroke.shift ? [mac ? '⇧' : 'Shift'] : []),
    ...(stroke.meta ? [mac ? '⌘' : 'Meta'] : []),
    keyLabel(stroke.key, mac),
  ]);
}
