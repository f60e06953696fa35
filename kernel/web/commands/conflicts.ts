import { shortcutOf } from './bindings.ts';
import type { Command } from './registry.ts';
import { parseShortcut, type Stroke } from './shortcut.ts';

/** Why a shortcut will not do what the person expects. */
export type ShortcutConflict =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'browser' }
  | { readonly kind: 'typing' };

/** Browsers act on these before a page hears of them. */
const keptByBrowsers = ['mod+n', 'mod+t', 'mod+w', 'mod+shift+n', 'mod+shift+t', 'mod+shift+w', 'ctrl+tab', 'alt+f4'];

const written = ({ ctrl, meta, alt, shift, key }: Stroke) => [ctrl, meta, alt, shift, key].join(' ');

const strokesOf = (shortcut: string): string[] => parseShortcut(shortcut).map(written);

/** Whether one of the two stands in the way of the other: the same presses, or the beginning of them. */
function overlaps(a: readonly string[], b: readonly string[]): boolean {
  const common = Math.min(a.length, b.length);
  return a.slice(0, common).join() === b.slice(0, common).join();
}

/** What stands in the way of the shortcut that a command has now; undefined when nothing does. */
export function findConflict(command: Command, all: readonly Command[]): ShortcutConflict | undefined {
  const shortcut = shortcutOf(command);
  if (shortcut === undefined) return undefined;
  const strokes = strokesOf(shortcut);
  const twin = all.find((other) => {
    const theirs = other.id === command.id ? undefined : shortcutOf(other);
    return theirs !== undefined && overlaps(strokes, strokesOf(theirs));
  });
  if (twin) return { kind: 'command', command: twin };
  if (keptByBrowsers.some((kept) => strokesOf(kept)[0] === strokes[0])) return { kind: 'browser' };
  const [first] = parseShortcut(shortcut);
  const bare = first && !first.ctrl && !first.meta && !first.alt && !/^f\d+$/.test(first.key);
  return bare ? { kind: 'typing' } : undefined;
}
