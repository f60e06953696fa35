import { defineSetting } from '../settings/settings.ts';
import type { Command } from './registry.ts';

const isBindings = (stored: unknown): stored is Record<string, string> =>
  typeof stored === 'object' && stored !== null && Object.values(stored).every((value) => typeof value === 'string');

/** What the person bound: a command's id to a shortcut, or to an empty text for "no shortcut". */
export const boundShortcuts = defineSetting<Readonly<Record<string, string>>>('shortcuts', {}, (stored) =>
  isBindings(stored) ? stored : undefined,
);

/** The shortcut that a command has for this person. */
export function shortcutOf(command: Pick<Command, 'id' | 'shortcut'>): string | undefined {
  const bound = boundShortcuts.get()[command.id] ?? command.shortcut;
  return bound === '' ? undefined : bound;
}

/** Binds a command to other keys; undefined brings the default back, an empty text takes the keys away. */
export function bindShortcut(id: string, shortcut: string | undefined): void {
  const { [id]: _before, ...others } = boundShortcuts.get();
  boundShortcuts.set(shortcut === undefined ? others : { ...others, [id]: shortcut });
}

/** Whether the person gave this command keys of their own: those are meant everywhere, also while they type. */
export function isBound(id: string): boolean {
  return (boundShortcuts.get()[id] ?? '') !== '';
}
