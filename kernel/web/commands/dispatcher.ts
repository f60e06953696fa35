import { shortcutOf } from './bindings.ts';
import type { Command, CommandRegistry } from './registry.ts';
import { matchesStroke, parseShortcut, type KeyPress, type Stroke } from './shortcut.ts';

/** How long the second press of `mod+k mod+s` may take, in milliseconds. */
const chordTime = 1500;

function typesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // Editors and terminals handle keys themselves and pass on what they do not use: shortcuts with a modifier always apply there.
  return target.isContentEditable || target.matches('input, textarea, select');
}

/** One that closes, which it shows for a moment, is in nobody's way. */
const isInDialog = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(':is([role=dialog], [role=alertdialog]):not([data-closed])') !== null;

const hasModifier = (press: KeyPress) => press.ctrlKey || press.metaKey || press.altKey || /^F\d+$/.test(press.key);

type Bound = { readonly command: Command; readonly strokes: readonly Stroke[] };

function bound(registry: CommandRegistry): Bound[] {
  // Later registrations are nearer to what the person looks at, so they come first.
  return registry
    .all()
    .toReversed()
    .flatMap((command) => {
      const shortcut = shortcutOf(command);
      return shortcut && command.when?.() !== false ? [{ command, strokes: parseShortcut(shortcut) }] : [];
    });
}

/**
 * Decides what a key press means. Holds the state of a two-press shortcut.
 * @returns the command to run, `pending` when a second press is awaited, or undefined when the press is nobody's
 */
export function createMatcher(registry: CommandRegistry, now: () => number = Date.now) {
  let waiting: { candidates: Bound[]; until: number } | undefined;

  return function match(press: KeyPress): Command | 'pending' | undefined {
    if (['Control', 'Shift', 'Alt', 'Meta'].includes(press.key)) return undefined;
    const second = waiting && now() <= waiting.until ? waiting.candidates : undefined;
    waiting = undefined;
    if (second) {
      const found = second.find(({ strokes }) => strokes[1] && matchesStroke(strokes[1], press));
      return found?.command ?? undefined;
    }
    const candidates = bound(registry).filter(({ strokes }) => strokes[0] && matchesStroke(strokes[0], press));
    const single = candidates.find(({ strokes }) => strokes.length === 1);
    if (single) return single.command;
    if (candidates.length === 0) return undefined;
    waiting = { candidates, until: now() + chordTime };
    return 'pending';
  };
}

/** Listens to the keyboard of the page. Returns how to stop. */
export function startDispatcher(registry: CommandRegistry): () => void {
  const match = createMatcher(registry);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (typesText(event.target) && !hasModifier(event)) return;
    const found = match(event);
    if (!found) return;
    event.preventDefault();
    // A dialog is between the person and the page: its commands would act behind it. The browser's would too.
    if (found !== 'pending' && !isInDialog(event.target)) void found.run();
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
