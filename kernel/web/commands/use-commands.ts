import { useEffect, useSyncExternalStore } from 'react';
import { commands, type Command } from './registry.ts';

/**
 * Offers commands while the component is on screen. Pass a memoised array (`useMemo`): a new array registers anew.
 */
export function useCommands(list: readonly Command[]): void {
  useEffect(() => commands.register(list), [list]);
}

/** All commands that are offered now. */
export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore(commands.subscribe, commands.all, commands.all);
}

/** Runs a command by id; false when it is not offered here. */
export function runCommand(id: string): boolean {
  const command = commands.find(id);
  if (!command) return false;
  void command.run();
  return true;
}
