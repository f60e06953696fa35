import type { DockviewApi, DockviewGroupPanel, IDockviewPanel, SerializedDockview } from 'dockview-react';
import type { EditorView } from '@codemirror/view';
import { baseName, isAtOrInside, movedPath } from '../parts/paths.ts';
import { Store } from '../parts/store.ts';

/** A place in a file. Lines and columns count from 1. */
export type Place = { readonly line: number; readonly column?: number };

/** What the status bar tells of the editor in use. */
export type EditorStatus = {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Characters that are selected. */
  readonly selected: number;
  readonly cursors: number;
  readonly language: string;
  readonly indent: string;
  readonly lineBreak: 'LF' | 'CRLF' | 'Mixed';
};

export type SidePanel = 'files' | 'search' | 'history' | 'git' | 'comments' | 'debug' | 'data';
export type PhoneView = 'files' | 'editor' | 'preview' | 'terminal';

const bottomHeight = 220;
const previewShare = 0.42;

/** What of the project is in front. */
export type PanelInUse =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'terminal'; readonly terminal: number }
  | { readonly kind: 'console' | 'preview' | 'elsewhere' };

type FileParameters = { readonly path: string };

/** Which panels are open and where. With `dock` unset (a phone) there is one of each, shown one at a time. */
export class Layout {
  /** Undefined: the side is closed. */
  readonly side = new Store<SidePanel | undefined>('files');
  readonly focusMode = new Store(false);
  readonly phoneView = new Store<PhoneView>('editor');
  readonly phoneFile = new Store<string | undefined>(undefined);
  readonly previewPort = new Store<number | undefined>(undefined);
  /** The file of the panel in use. */
  readonly activeFile = new Store<string | undefined>(undefined);
  readonly editor = new Store<EditorStatus | undefined>(undefined);
  /** The name of the panel in use, for those who follow it. */
  readonly inUse = new Store<string | undefined>(undefined);
  #view: EditorView | undefined;
  readonly #key: string;
  readonly #places = new Map<string, Place>();
  /** The file whose editor takes the focus as soon as it is drawn. */
  #focusWanted: string | undefined;
  readonly #placeListeners = new Set<(path: string) => void>();
  #dock: DockviewApi | undefined;
  #waiting: (() => void)[] = [];
  #nextId = 1;
  #restored = false;

  constructor(project: string) {
    this.#key = `e-code.layout.${project}`;
  }

  /** The dock is ready: shows what was open last time. True when there was something. */
  adopt(dock: DockviewApi): boolean {
    this.#dock = dock;
    const restored = this.#restore(dock);
    this.#restored = restored;
    dock.onDidLayoutChange(() => this.#save());
    dock.onDidActivePanelChange(() => this.#followActive());
    this.#followActive();
    for (const work of this.#waiting.splice(0)) work();
    return restored;
  }

  /** Whether this browser knows what was open last time. */
  get remembered(): boolean {
    try {
      return localStorage.getItem(this.#key) !== null;
    } catch {
      return false;
    }
  }

  /** The editor in use, for commands. */
  get view(): EditorView | undefined {
    return this.#view;
  }

  enterView(view: EditorView): void {
    this.#view = view;
  }

  /** The editor is gone. */
  dropView(view: EditorView): void {
    if (this.#view !== view) return;
    this.#view = undefined;
    this.editor.set(undefined);
  }

  release(): void {
    this.#dock = undefined;
  }

  get docked(): boolean {
    return this.#dock !== undefined;
  }

  /** Opens a file, or shows the panel that has it. */
  openFile(
    path: string,
    { place, focus = false, beside = false }: { place?: Place; focus?: boolean; beside?: boolean } = {},
  ): void {
    if (place) this.#places.set(path, place);
    if (focus) this.#focusWanted = path;
    const dock = this.#dock;
    if (!dock) {
      this.phoneFile.set(path);
      this.activeFile.set(path);
      this.phoneView.set('editor');
    } else {
      const open = beside ? undefined : this.#filePanel(path);
      if (open) open.api.setActive();
      else this.#addFile(dock, path, beside);
    }
    for (const listener of this.#placeListeners) listener(path);
  }

  /** Where an editor of this file should go; asked once. */
  takePlace(path: string): Place | undefined {
    const place = this.#places.get(path);
    this.#places.delete(path);
    return place;
  }

  /** Whether somebody asked for a place in this file that no editor has gone to yet. */
  hasPlace(path: string): boolean {
    return this.#places.has(path);
  }

  /** Whether the editor of this file should take the focus; asked once. */
  takeFocus(path: string): boolean {
    const wanted = this.#focusWanted === path;
    if (wanted) this.#focusWanted = undefined;
    return wanted;
  }

  onPlace(listener: (path: string) => void): () => void {
    this.#placeListeners.add(listener);
    return () => this.#placeListeners.delete(listener);
  }

  /** The paths of open files, those in use last first. */
  openFiles(): string[] {
    return (this.#dock?.panels ?? []).filter(isFile).map(pathOf);
  }

  closePanel(panel: IDockviewPanel): void {
    const dock = this.#dock;
    if (!dock) return;
    // The last editor leaves its place empty, so that the console does not take the whole window.
    const last = isFile(panel) && dock.panels.filter(isFile).length === 1;
    dock.removePanel(panel, { removeEmptyGroup: !last });
  }

  /** Closes what shows these files or what is in these folders. Gives the paths that were open. */
  closeFiles(paths: readonly string[]): string[] {
    const panels = (this.#dock?.panels ?? []).filter(
      (panel) => isFile(panel) && paths.some((path) => isAtOrInside(pathOf(panel), path)),
    );
    for (const panel of panels) this.closePanel(panel);
    const phoneFile = this.phoneFile.get();
    if (phoneFile !== undefined && paths.some((path) => isAtOrInside(phoneFile, path))) this.phoneFile.set(undefined);
    return [...new Set(panels.map(pathOf))];
  }

  get activePanel(): IDockviewPanel | undefined {
    return this.#dock?.activePanel;
  }

  /** What the person looks at. */
  panelInUse(): PanelInUse {
    if (!this.#dock) return phonePanel(this.phoneView.get(), this.phoneFile.get());
    const panel = this.#dock.activePanel;
    if (!panel) return { kind: 'elsewhere' };
    if (isFile(panel)) return { kind: 'file', path: pathOf(panel) };
    const terminal: unknown = panel.params?.['terminal'];
    if (typeof terminal === 'number') return { kind: 'terminal', terminal };
    return panel.id === 'console' || panel.id === 'preview' ? { kind: panel.id } : { kind: 'elsewhere' };
  }

  closeActive(): void {
    const panel = this.#dock?.activePanel;
    if (panel) this.closePanel(panel);
  }

  showConsole(): void {
    this.#whenDocked((dock) => this.#showBottom(dock, 'console', 'console', {}), 'terminal');
  }

  /** What language servers find wrong. */
  showProblems(): void {
    this.#whenDocked((dock) => this.#showBottom(dock, 'problems', 'problems', {}), 'terminal');
  }

  showDebugConsole(): void {
    this.#whenDocked((dock) => this.#showBottom(dock, 'debug', 'debug console', {}), 'terminal');
  }

  /** Adds a panel for a terminal; without an id it opens a shell of its own. */
  showTerminal(terminal?: number): void {
    this.#whenDocked((dock) => {
      const open = dock.panels.find(
        (panel) => panel.id.startsWith('terminal:') && panel.params?.['terminal'] === terminal,
      );
      if (terminal !== undefined && open) return open.api.setActive();
      this.#showBottom(dock, this.#unusedId('terminal:'), 'terminal', { terminal });
    }, 'terminal');
  }

  /** Shows a terminal that is open, or a new one. */
  toggleTerminal(): void {
    const dock = this.#dock;
    const open = dock?.panels.filter((panel) => panel.id.startsWith('terminal:')).at(-1);
    if (!open) return this.showTerminal();
    if (open.api.isActive && dock?.activePanel === open) this.view?.focus();
    else open.api.setActive();
  }

  showPreview(port?: number): void {
    if (port !== undefined) this.previewPort.set(port);
    const { view } = this;
    const hadFocus = view?.hasFocus === true;
    this.#whenDocked((dock) => {
      const open = dock.getPanel('preview');
      if (open) open.api.setActive();
      else {
        dock.addPanel({
          id: 'preview',
          component: 'preview',
          title: 'Preview',
          initialWidth: Math.round(dock.width * previewShare),
          position: { referenceGroup: this.#editorGroup(dock), direction: 'right' },
        });
      }
      // It opens by itself: whoever types goes on typing.
      if (hadFocus) view.focus();
    });
    if (!this.#dock && port === undefined) this.phoneView.set('preview');
  }

  /** Shows the version of a file that was chosen in its history. */
  showHistory(): void {
    this.#showAmongFiles('history', 'History');
  }

  /** Shows what was chosen in the panel of git. */
  showGit(): void {
    this.#showAmongFiles('git', 'Git');
  }

  /** A program listens already: whoever opens the project for the first time sees its page. */
  offerPreview(port: number): void {
    this.#whenDocked(() => {
      if (!this.#restored) this.showPreview(port);
    });
  }

  /** A file was renamed: its panels follow. */
  moved(from: string, to: string): void {
    for (const panel of this.#dock?.panels.filter(isFile) ?? []) {
      const next = movedPath(pathOf(panel), from, to);
      if (next === undefined) continue;
      panel.api.updateParameters({ path: next } satisfies FileParameters);
      panel.api.setTitle(baseName(next));
    }
    const phoneFile = this.phoneFile.get();
    if (phoneFile !== undefined) this.phoneFile.set(movedPath(phoneFile, from, to) ?? phoneFile);
    this.#followActive();
  }

  splitActive(): void {
    const path = this.activeFile.get();
    if (path !== undefined) this.openFile(path, { beside: true, focus: true });
  }

  /** A key that the phone's keyboard lacks was pressed in the row above it. */
  pressKey(key: string): void {
    const { view } = this;
    if (!view) return;
    view.focus();
    view.contentDOM.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true }));
  }

  /** Types text at every cursor. */
  insert(text: string): void {
    const { view } = this;
    if (!view) return;
    view.focus();
    view.dispatch(view.state.replaceSelection(text), { userEvent: 'input.type', scrollIntoView: true });
  }

  /** Goes to the next or previous tab of the group in use. */
  cycle(step: 1 | -1): void {
    if (step === 1) this.#dock?.activateNext({ includePanel: true });
    else this.#dock?.activatePrevious({ includePanel: true });
  }

  toggleSide(panel: SidePanel): void {
    if (this.docked) return this.side.update((side) => (side === panel ? undefined : panel));
    this.side.set(panel);
    this.phoneView.set('files');
  }

  toggleFocusMode(): void {
    this.focusMode.update((on) => !on);
  }

  /** Back to how a project looks at first; open files stay open. */
  reset(): void {
    const files = this.openFiles();
    const active = this.activeFile.get();
    this.#dock?.clear();
    this.side.set('files');
    this.focusMode.set(false);
    this.showConsole();
    for (const path of files) this.openFile(path);
    if (active !== undefined) this.openFile(active);
  }

  #whenDocked(work: (dock: DockviewApi) => void, phoneView?: PhoneView): void {
    const dock = this.#dock;
    if (dock) return work(dock);
    if (phoneView) this.phoneView.set(phoneView);
    else this.#waiting.push(() => this.#dock && work(this.#dock));
  }

  #filePanel(path: string): IDockviewPanel | undefined {
    const same = this.#dock?.panels.filter((panel) => isFile(panel) && pathOf(panel) === path) ?? [];
    return same.find((panel) => panel.api.isGroupActive) ?? same[0];
  }

  #addFile(dock: DockviewApi, path: string, beside: boolean): void {
    const group = this.#editorGroup(dock);
    dock.addPanel<FileParameters>({
      id: this.#unusedId('file:'),
      component: 'file',
      title: baseName(path),
      params: { path },
      position: beside ? { referenceGroup: group, direction: 'right' } : { referenceGroup: group },
    });
  }

  /** The group where files open: the one in use, else any with files, else an empty one, else a new one. */
  #editorGroup(dock: DockviewApi): DockviewGroupPanel {
    const holdsFiles = (group: DockviewGroupPanel) => group.panels.some(isFile);
    const active = dock.activeGroup;
    if (active && holdsFiles(active)) return active;
    const other = dock.groups.find(holdsFiles) ?? dock.groups.find((group) => group.panels.length === 0);
    return other ?? dock.addGroup({ direction: dock.groups.length === 0 ? 'right' : 'above' });
  }

  #showAmongFiles(id: 'history' | 'git', title: string): void {
    this.#whenDocked((dock) => {
      const open = dock.getPanel(id);
      if (open) return open.api.setActive();
      dock.addPanel({ id, component: id, title, position: { referenceGroup: this.#editorGroup(dock) } });
    });
  }

  #showBottom(dock: DockviewApi, id: string, component: string, params: object): void {
    const open = dock.getPanel(id);
    if (open) return open.api.setActive();
    const sibling = dock.panels.find(isAtBottom);
    if (dock.groups.length === 0) this.#editorGroup(dock);
    dock.addPanel({
      id,
      component,
      title: component,
      params,
      ...(sibling
        ? { position: { referenceGroup: sibling.group } }
        : { initialHeight: bottomHeight, position: { direction: 'below' as const } }),
    });
  }

  #unusedId(prefix: string): string {
    while (this.#dock?.getPanel(`${prefix}${this.#nextId}`)) this.#nextId += 1;
    return `${prefix}${this.#nextId}`;
  }

  #followActive(): void {
    const panel = this.#dock?.activePanel;
    this.inUse.set(panel?.id);
    if (panel && isFile(panel)) this.activeFile.set(pathOf(panel));
    else if (!this.#dock?.panels.some(isFile)) this.activeFile.set(undefined);
  }

  #restore(dock: DockviewApi): boolean {
    try {
      const text = localStorage.getItem(this.#key);
      if (text === null) return false;
      dock.fromJSON(JSON.parse(text) as SerializedDockview);
      return dock.panels.length > 0;
    } catch {
      // Stored by an older version: begin anew rather than half.
      dock.clear();
      return false;
    }
  }

  #save(): void {
    try {
      if (this.#dock) localStorage.setItem(this.#key, JSON.stringify(this.#dock.toJSON()));
    } catch {
      // Storage is full or blocked: the layout lasts as long as the page.
    }
  }
}

/** What opens below the editors. */
export const isAtBottom = ({ id }: { readonly id: string }): boolean =>
  id === 'console' || id === 'debug' || id === 'problems' || id.startsWith('terminal:');

const isFile = (panel: IDockviewPanel): boolean => panel.id.startsWith('file:');
const pathOf = (panel: IDockviewPanel): string => String(panel.params?.['path'] ?? '');

function phonePanel(view: PhoneView, file: string | undefined): PanelInUse {
  if (view === 'preview') return { kind: 'preview' };
  return view === 'editor' && file !== undefined ? { kind: 'file', path: file } : { kind: 'elsewhere' };
}
