import { baseName, parentOf } from '../parts/paths.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Row } from './tree-model.ts';

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** Letters typed within this time are one word, in milliseconds. */
const typeAheadTime = 700;

/** What keys mean in the tree, as the tree pattern of WAI-ARIA and VS Code have it. */
export class TreeKeys {
  readonly #workspace: Workspace;
  #typed = '';
  #typedAt = 0;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** True when the key was taken. */
  press(event: Press): boolean {
    const { tree } = this.#workspace;
    const rows = tree.rows.get().filter((row) => row.kind === 'entry');
    const at = rows.findIndex((row) => row.path === tree.focused.get());
    const row = rows[at];
    if (event.ctrlKey || event.metaKey) return this.#withModifier(event.key.toLowerCase());
    if (event.altKey) return false;
    const step = this.#step(event.key, at, rows.length);
    if (step !== undefined) {
      const target = rows[step];
      if (target) tree.select(target.path, event.shiftKey ? 'extend' : 'only');
      return true;
    }
    if (!row) return false;
    if (event.key === 'ArrowRight') return this.#right(row, rows[at + 1]);
    if (event.key === 'ArrowLeft') return this.#left(row);
    if (event.key === 'Enter' || event.key === ' ') return this.#open(row, event.key === 'Enter');
    if (event.key === 'Escape') tree.select(row.path);
    else if (event.key.length === 1) this.#typeAhead(event.key, rows, at);
    else return this.#change(event.key, row.path);
    return true;
  }

  #change(key: string, path: string): boolean {
    const { tree, files, rights } = this.#workspace;
    if (!rights.write) return false;
    if (key === 'F2') void tree.name({ kind: 'rename', path });
    else if (key === 'Delete') void files.remove([...tree.selected.get()]);
    else return false;
    return true;
  }

  #step(key: string, at: number, count: number): number | undefined {
    if (key === 'ArrowDown') return Math.min(count - 1, at + 1);
    if (key === 'ArrowUp') return Math.max(0, at - 1);
    if (key === 'Home') return 0;
    if (key === 'End') return count - 1;
    if (key === 'PageDown') return Math.min(count - 1, at + 15);
    if (key === 'PageUp') return Math.max(0, at - 15);
    return undefined;
  }

  #right(row: Row & { kind: 'entry' }, next: Row | undefined): boolean {
    if (!row.folder) return true;
    if (!row.expanded) void this.#workspace.tree.expand(row.path);
    else if (next && parentOf(next.path) === row.path) this.#workspace.tree.select(next.path);
    return true;
  }

  #left(row: Row & { kind: 'entry' }): boolean {
    const { tree } = this.#workspace;
    const parent = parentOf(row.path);
    if (row.expanded) tree.collapse(row.path);
    else if (parent !== '') tree.select(parent);
    return true;
  }

  #open(row: Row & { kind: 'entry' }, focus: boolean): boolean {
    if (row.folder) void this.#workspace.tree.toggle(row.path);
    else this.#workspace.layout.openFile(row.path, { focus });
    return true;
  }

  #withModifier(key: string): boolean {
    const { tree, files, rights } = this.#workspace;
    // Copy, cut and paste come as events of the clipboard.
    if (key === 'a') tree.selectAll();
    else if (key === 'z' && rights.write) void files.undo();
    else if (key === 'backspace' && rights.write) void files.remove([...tree.selected.get()]);
    else return false;
    return true;
  }

  #typeAhead(letter: string, rows: readonly Row[], at: number): void {
    const now = Date.now();
    const again = this.#typed === letter;
    this.#typed = now - this.#typedAt < typeAheadTime && !again ? this.#typed + letter : letter;
    this.#typedAt = now;
    const from = this.#typed.length === 1 ? at + 1 : at;
    const order = [...rows.slice(Math.max(0, from)), ...rows.slice(0, Math.max(0, from))];
    const found = order.find((row) => baseName(row.path).toLowerCase().startsWith(this.#typed.toLowerCase()));
    if (found) this.#workspace.tree.select(found.path);
  }
}
