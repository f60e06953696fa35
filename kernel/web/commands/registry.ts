import type { ReactNode } from 'react';

export type Command = {
  /** `files.new`: unique, stable, the key of a rebinding. */
  readonly id: string;
  readonly title: string;
  /** Groups commands in the palette: the feature's name as people say it. */
  readonly section: string;
  /** The default binding, in the notation of `parseShortcut`. */
  readonly shortcut?: string;
  readonly icon?: ReactNode;
  /** Other words people search by. */
  readonly keywords?: string;
  /** False hides the command and lets its keys through. */
  readonly when?: () => boolean;
  /** Keeps the command out of the palette: bound keys only. */
  readonly hidden?: boolean;
  readonly run: () => void | Promise<void>;
};

export type CommandRegistry = {
  /** Adds commands; a later command with the same id stands in front of the earlier one. Returns how to take them away. */
  readonly register: (commands: readonly Command[]) => () => void;
  /** The commands that apply now. The same array until something changes. */
  readonly all: () => readonly Command[];
  readonly find: (id: string) => Command | undefined;
  readonly subscribe: (listener: () => void) => () => void;
};

/** A set of commands, filled by features and by the screens that are open. */
export function createCommandRegistry(): CommandRegistry {
  let groups: (readonly Command[])[] = [];
  let merged: readonly Command[] = [];
  const listeners = new Set<() => void>();

  function changed(): void {
    const byId = new Map(groups.flat().map((command) => [command.id, command]));
    merged = [...byId.values()];
    for (const listener of listeners) listener();
  }

  return {
    register(commands) {
      groups = [...groups, commands];
      changed();
      return () => {
        groups = groups.filter((group) => group !== commands);
        changed();
      };
    },
    all: () => merged,
    find: (id) => merged.find((command) => command.id === id && command.when?.() !== false),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The registry of this page. */
export const commands = createCommandRegistry();
