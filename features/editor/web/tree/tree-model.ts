import type { Entry } from '@e-code/host/contract';
import { baseName, isAtOrInside, isInside, joinPath, movedPath, parentOf } from '../parts/paths.ts';
import { Store } from '../parts/store.ts';

export type Row =
  | {
      readonly kind: 'entry';
      readonly path: string;
      readonly depth: number;
      readonly entry: Entry;
      readonly folder: boolean;
      readonly expanded: boolean;
      /** Place among its siblings, for screen readers. */
      readonly position: number;
      readonly siblings: number;
    }
  /** A name that is being typed for something new. */
  | { readonly kind: 'draft'; readonly path: string; readonly depth: number; readonly folder: boolean }
  | { readonly kind: 'loading'; readonly path: string; readonly depth: number }
  | { readonly kind: 'failed'; readonly path: string; readonly depth: number; readonly message: string };

type Folder =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'loaded'; readonly entries: readonly Entry[] };

/** What is being named: something new in a folder, or an entry's new name. */
export type Naming =
  | { readonly kind: 'file' | 'folder'; readonly parent: string }
  | { readonly kind: 'rename'; readonly path: string };

export type TreeHost = { readonly list: (path: string) => Promise<readonly Entry[]> };

/** A symlink to a folder opens like one. */
export const isFolder = (entry: Entry): boolean => entry.kind === 'directory' || entry.target === 'directory';

/**
 * The folders that were opened and what is in them. Rows are one flat list, so that a hundred thousand entries cost one
 * pass over an array and the screen draws the thirty that are in view.
 */
export class TreeModel {
  readonly rows = new Store<readonly Row[]>([]);
  readonly selected = new Store<ReadonlySet<string>>(new Set());
  /** The row that the keyboard is at. */
  readonly focused = new Store<string | undefined>(undefined);
  readonly naming = new Store<Naming | undefined>(undefined);
  readonly #host: TreeHost;
  readonly #folders = new Map<string, Folder>();
  readonly #expanded = new Set<string>();
  readonly #stale = new Set<string>();
  #anchor: string | undefined;
  #waiting = false;
  #begun: Promise<void> | undefined;

  constructor(host: TreeHost) {
    this.#host = host;
    this.naming.subscribe(() => this.#build());
  }

  /** Whether the project has been listed, and whether there is anything in it. */
  get status(): 'loading' | 'failed' | 'empty' | 'filled' {
    const root = this.#folders.get('');
    if (root?.state !== 'loaded') return root?.state ?? 'loading';
    return root.entries.length === 0 ? 'empty' : 'filled';
  }

  get expanded(): readonly string[] {
    return [...this.#expanded];
  }

  entry(path: string): Entry | undefined {
    const folder = this.#folders.get(parentOf(path));
    if (folder?.state !== 'loaded') return undefined;
    const name = baseName(path);
    return folder.entries.find((entry) => entry.name === name);
  }

  /** What is in the project, asked for by whoever needs it first. */
  async begin(): Promise<readonly Entry[]> {
    await (this.#begun ??= this.load(''));
    const root = this.#folders.get('');
    return root?.state === 'loaded' ? root.entries : [];
  }

  /** Lists a folder; keeps showing what was there meanwhile. */
  async load(path: string): Promise<void> {
    if (!this.#folders.has(path)) {
      this.#folders.set(path, { state: 'loading' });
      this.#build();
    }
    try {
      this.#folders.set(path, { state: 'loaded', entries: await this.#host.list(path) });
    } catch (error) {
      // A list that was had once stays readable while the project cannot be reached.
      if (this.#folders.get(path)?.state !== 'loaded') {
        this.#folders.set(path, { state: 'failed', message: error instanceof Error ? error.message : String(error) });
      }
    }
    this.#build();
  }

  async expand(path: string): Promise<void> {
    this.#expanded.add(path);
    const known = this.#folders.get(path);
    if (known?.state === 'loaded') return this.#build();
    await this.load(path);
  }

  collapse(path: string): void {
    this.#expanded.delete(path);
    this.#build();
  }

  async toggle(path: string): Promise<void> {
    if (this.#expanded.has(path)) this.collapse(path);
    else await this.expand(path);
  }

  collapseAll(): void {
    this.#expanded.clear();
    this.#build();
  }

  /** Opens the folders above a path and selects it. */
  async reveal(path: string): Promise<void> {
    const above: string[] = [];
    for (let folder = parentOf(path); folder !== ''; folder = parentOf(folder)) above.unshift(folder);
    for (const folder of above) await this.expand(folder);
    if (this.entry(path)) this.select(path);
  }

  /** Something changed on disk in these paths: lists the folders that are open there, a moment later. */
  changed(events: readonly { readonly path: string; readonly kind: string }[], overflow = false): void {
    if (overflow) for (const path of this.#folders.keys()) this.#stale.add(path);
    for (const { path, kind } of events) {
      // Contents that change do not change a list.
      if (kind !== 'update' && this.#folders.has(parentOf(path))) this.#stale.add(parentOf(path));
    }
    if (this.#stale.size === 0 || this.#waiting) return;
    this.#waiting = true;
    setTimeout(() => void this.#reload(), 60);
  }

  refresh(): void {
    this.changed([], true);
  }

  /** Shows a move at once; the watch events that follow confirm it. */
  moved(from: string, to: string): void {
    for (const path of this.#expanded) {
      const next = movedPath(path, from, to);
      if (next === undefined) continue;
      this.#expanded.delete(path);
      this.#expanded.add(next);
    }
    for (const [path, folder] of this.#folders) {
      const next = movedPath(path, from, to);
      if (next === undefined) continue;
      this.#folders.delete(path);
      this.#folders.set(next, folder);
    }
    const entry = this.entry(from);
    if (entry) this.#put(parentOf(to), { ...entry, name: baseName(to) });
    this.#take(from);
    this.#build();
  }

  /** Shows that these are gone at once. */
  removed(paths: readonly string[]): void {
    for (const path of paths) {
      this.#take(path);
      for (const folder of this.#folders.keys()) if (isAtOrInside(folder, path)) this.#folders.delete(folder);
      for (const folder of this.#expanded) if (isAtOrInside(folder, path)) this.#expanded.delete(folder);
    }
    this.selected.update((selected) => new Set([...selected].filter((path) => !paths.includes(path))));
    this.#build();
  }

  /** Shows something new at once. */
  added(path: string, kind: 'file' | 'directory'): void {
    this.#put(parentOf(path), { name: baseName(path), kind, size: 0, modified: null, mode: null });
    this.#build();
  }

  /** Selects one row, or with `extend` all from the last single one, or with `toggle` one more or less. */
  select(path: string, how: 'only' | 'extend' | 'toggle' = 'only'): void {
    this.focused.set(path);
    if (how === 'extend' && this.#anchor !== undefined) {
      this.selected.set(new Set(this.#between(this.#anchor, path)));
      return;
    }
    this.#anchor = path;
    this.selected.update((selected) => {
      if (how !== 'toggle') return new Set([path]);
      const next = new Set(selected);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  }

  selectAll(): void {
    const paths = this.rows.get().flatMap((row) => (row.kind === 'entry' ? [row.path] : []));
    this.selected.set(new Set(paths));
  }

  /** Where something new goes: into the focused folder, or beside the focused file. */
  folderAtFocus(): string {
    const path = this.focused.get();
    if (path === undefined) return '';
    const entry = this.entry(path);
    return entry && isFolder(entry) ? path : parentOf(path);
  }

  async name(naming: Naming): Promise<void> {
    if (naming.kind !== 'rename' && naming.parent !== '') await this.expand(naming.parent);
    this.naming.set(naming);
  }

  #between(from: string, to: string): string[] {
    const paths = this.rows.get().flatMap((row) => (row.kind === 'entry' ? [row.path] : []));
    const [start = 0, end = 0] = [paths.indexOf(from), paths.indexOf(to)].toSorted((a, b) => a - b);
    return paths.slice(Math.max(0, start), end + 1);
  }

  async #reload(): Promise<void> {
    const paths = [...this.#stale];
    this.#stale.clear();
    this.#waiting = false;
    await Promise.all(paths.filter((path) => path === '' || this.#folders.has(path)).map((path) => this.load(path)));
  }

  #put(parent: string, entry: Entry): void {
    const folder = this.#folders.get(parent);
    if (folder?.state !== 'loaded') return;
    const others = folder.entries.filter((other) => other.name !== entry.name);
    this.#folders.set(parent, { state: 'loaded', entries: sortEntries([...others, entry]) });
  }

  #take(path: string): void {
    const folder = this.#folders.get(parentOf(path));
    if (folder?.state !== 'loaded') return;
    const name = baseName(path);
    const entries = folder.entries.filter((entry) => entry.name !== name);
    this.#folders.set(parentOf(path), { state: 'loaded', entries });
  }

  #build(): void {
    const rows: Row[] = [];
    this.#addFolder(rows, '', 0);
    this.rows.set(rows);
  }

  #addFolder(rows: Row[], path: string, depth: number): void {
    const folder = this.#folders.get(path);
    const naming = this.naming.get();
    if (naming && naming.kind !== 'rename' && naming.parent === path) {
      rows.push({ kind: 'draft', path: joinPath(path, '\0new'), depth, folder: naming.kind === 'folder' });
    }
    if (folder === undefined || folder.state === 'loading') {
      rows.push({ kind: 'loading', path: joinPath(path, '\0loading'), depth });
      return;
    }
    if (folder.state === 'failed') {
      rows.push({ kind: 'failed', path: joinPath(path, '\0failed'), depth, message: folder.message });
      return;
    }
    const { entries } = folder;
    for (const [index, entry] of entries.entries()) {
      const own = joinPath(path, entry.name);
      const isOpen = this.#expanded.has(own);
      const folderRow = isFolder(entry);
      rows.push({
        kind: 'entry',
        path: own,
        depth,
        entry,
        folder: folderRow,
        expanded: folderRow && isOpen,
        position: index + 1,
        siblings: entries.length,
      });
      if (folderRow && isOpen) this.#addFolder(rows, own, depth + 1);
    }
  }
}

/** Folders first, then by name as the host sorts them. */
export function sortEntries(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => {
    const folders = Number(b.kind === 'directory') - Number(a.kind === 'directory');
    if (folders !== 0) return folders;
    return a.name < b.name ? -1 : Number(a.name > b.name);
  });
}

/** Where dragged or cut entries would go, without those that are there already or would contain themselves. */
export function destinations(paths: readonly string[], folder: string): { from: string; to: string }[] {
  return paths
    .filter((path) => parentOf(path) !== folder && path !== folder && !isInside(folder, path))
    .map((path) => ({ from: path, to: joinPath(folder, baseName(path)) }));
}
