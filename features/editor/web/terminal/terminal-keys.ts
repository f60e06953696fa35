import { commands, createMatcher, isBound, type KeyPress } from '@e-code/kernel/web';

/** Commands whose keys lead out of a terminal, as in VS Code; all other keys are the shell's. */
const leadOut: ReadonlySet<string> = new Set([
  'palette.open',
  'palette.open.vscode',
  'shortcuts.open',
  'settings.open',
  'files.open',
  'run.toggle',
  'console.show',
  'terminal.toggle',
  'terminal.new',
  'view.files',
  'view.search',
]);

const match = createMatcher(commands);

/** Whether a key press belongs to the workspace even while a terminal has the focus. Keys that the person bound do. */
export function isWorkspaceKey(press: KeyPress): boolean {
  const found = match(press);
  if (found === undefined) return false;
  return found === 'pending' || leadOut.has(found.id) || isBound(found.id);
}
