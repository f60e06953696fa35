import { terminalColors, type Theme } from '@e-code/kernel/web/theme';
import type { Terminal as HostTerminal } from '@e-code/host/contract';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { findPlaces } from '../console/places.ts';
import type { Place } from '../layout/layout.ts';
import { isWorkspaceKey } from './terminal-keys.ts';
import type { TerminalLink, TerminalScreen } from './terminals.ts';

export type TerminalLook = { readonly theme: Theme; readonly size: number; readonly blink: boolean };

export type TerminalViewOptions = {
  readonly parent: HTMLElement;
  readonly look: TerminalLook;
  readonly link: (screen: TerminalScreen) => TerminalLink;
  readonly connected: boolean;
  readonly onTitle: (title: string) => void;
  readonly onExit: (exited: boolean) => void;
  readonly onGone: () => void;
  readonly onSearch: () => void;
  /** A `file:line` in the output was clicked. */
  readonly onPlace: (path: string, place: Place) => void;
};

/** A paste is cut so that no message is larger than the host takes. */
const inputPiece = 256 * 1024;

/** xterm.js drawing one terminal of the host. */
export class TerminalView {
  readonly #options: TerminalViewOptions;
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #search = new SearchAddon();
  readonly #link: TerminalLink;
  readonly #resizing: ResizeObserver;
  #typing = true;
  #hostSize: { columns: number; rows: number } | undefined;

  constructor(options: TerminalViewOptions) {
    this.#options = options;
    const { parent, look } = options;
    this.#terminal = new Terminal({
      allowProposedApi: true,
      scrollback: 10_000,
      fontFamily: "'JetBrains Mono', 'JetBrains Mono Variable', ui-monospace, monospace",
      lineHeight: 1.2,
      minimumContrastRatio: 4.5,
      macOptionIsMeta: true,
      rightClickSelectsWord: true,
      screenReaderMode: false,
      ...lookOptions(look),
    });
    this.#load(parent);
    this.#link = options.link({
      size: () => this.#size(),
      write: (bytes, drawn) => this.#terminal.write(bytes, drawn),
      reset: () => this.#terminal.reset(),
      onAttached: (terminal) => this.#attached(terminal),
      onGone: () => options.onGone(),
    });
    if (options.connected) void this.#link.attach();
    this.#listen();
    this.#resizing = new ResizeObserver(() => this.#refit());
    this.#resizing.observe(parent);
  }

  focus(): void {
    this.#terminal.focus();
  }

  setLook(look: TerminalLook): void {
    Object.assign(this.#terminal.options, lookOptions(look));
    this.#refit();
  }

  search(query: string, direction: 'next' | 'previous', incremental = false): void {
    const decorations = {
      matchOverviewRuler: '#0000',
      activeMatchColorOverviewRuler: '#0000',
      matchBackground: '#7a6b2f',
      activeMatchBackground: '#b58b1b',
    };
    if (direction === 'next') this.#search.findNext(query, { incremental, decorations });
    else this.#search.findPrevious(query, { incremental, decorations });
  }

  clearSearch(): void {
    this.#search.clearDecorations();
  }

  /** Whether this person may type here now. Who looks on sees the screen in the size of whoever types. */
  setTyping(may: boolean): void {
    if (may === this.#typing) return;
    this.#typing = may;
    this.#terminal.options.disableStdin = !may;
    this.#terminal.options.cursorInactiveStyle = may ? 'outline' : 'none';
    this.#refit();
  }

  /** The size that the host has for this terminal. */
  setSize({ columns, rows }: { columns: number; rows: number }): void {
    this.#hostSize = { columns, rows };
    if (!this.#typing) this.#refit();
  }

  dispose(): void {
    this.#resizing.disconnect();
    this.#link.detach();
    this.#terminal.dispose();
  }

  /** Sends text as if it was typed: the key row of a phone, a dropped path. */
  type(text: string): void {
    this.#terminal.input(text);
  }

  #load(parent: HTMLElement): void {
    const terminal = this.#terminal;
    terminal.loadAddon(this.#fit);
    terminal.loadAddon(this.#search);
    terminal.loadAddon(new UnicodeGraphemesAddon());
    terminal.loadAddon(new WebLinksAddon((_, url) => window.open(url, '_blank', 'noopener')));
    terminal.open(parent);
    this.#fit.fit();
    this.#loadWebgl();
    this.#linkPlaces();
  }

  /** Without WebGL, or when the browser takes the context away, the built-in drawing goes on. */
  #loadWebgl(): void {
    try {
      const webgl = new WebglAddon();
      webgl.onContextLoss(() => webgl.dispose());
      this.#terminal.loadAddon(webgl);
    } catch {
      // Nothing to do: the terminal draws with the DOM.
    }
  }

  #linkPlaces(): void {
    this.#terminal.registerLinkProvider({
      provideLinks: (row, callback) => {
        const text = this.#terminal.buffer.active.getLine(row - 1)?.translateToString(true) ?? '';
        const links = findPlaces(text).map(({ start, end, path, place }) => ({
          range: { start: { x: start + 1, y: row }, end: { x: end, y: row } },
          text: text.slice(start, end),
          activate: () => this.#options.onPlace(path, place),
        }));
        callback(links);
      },
    });
  }

  #listen(): void {
    const terminal = this.#terminal;
    const encoder = new TextEncoder();
    terminal.onData((data) => {
      const bytes = encoder.encode(data);
      for (let at = 0; at < bytes.length; at += inputPiece) this.#link.input(bytes.subarray(at, at + inputPiece));
    });
    terminal.onBinary((data) => this.#link.input(Uint8Array.from(data, (character) => character.charCodeAt(0))));
    terminal.onTitleChange((title) => this.#options.onTitle(title));
    terminal.onResize(() => this.#link.resize());
    terminal.attachCustomKeyEventHandler((event) => this.#takesKey(event));
    // Programs may put text on the clipboard (OSC 52); reading it is not for them.
    terminal.parser.registerOscHandler(52, (data) => {
      const encoded = data.slice(data.indexOf(';') + 1);
      if (encoded !== '?') void navigator.clipboard.writeText(decodeBase64(encoded)).catch(() => undefined);
      return true;
    });
  }

  /** False hands the key to the page. */
  #takesKey(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown') return true;
    if (isWorkspaceKey(event)) return false;
    if (!event.ctrlKey && !event.metaKey) return true;
    // Ctrl-V and Ctrl-Shift-V paste; the browser does it, and no command of the page may be in its way.
    if (event.code === 'KeyV') {
      event.stopPropagation();
      return false;
    }
    // Ctrl-C interrupts unless text is selected; then it copies, and the next one interrupts.
    if (event.code === 'KeyC' && (event.shiftKey || this.#terminal.hasSelection())) return this.#copy(event);
    if (event.code !== 'KeyF' || !event.altKey) return true;
    this.#options.onSearch();
    return false;
  }

  #copy(event: KeyboardEvent): boolean {
    event.preventDefault();
    void navigator.clipboard.writeText(this.#terminal.getSelection()).catch(() => undefined);
    this.#terminal.clearSelection();
    return false;
  }

  #attached(terminal: HostTerminal): void {
    this.#options.onExit(terminal.exit !== null);
    this.#refit();
  }

  #refit(): void {
    if (!this.#typing) {
      if (this.#hostSize) this.#terminal.resize(this.#hostSize.columns, this.#hostSize.rows);
      return;
    }
    // Hidden panels have no size; fitting them would make every line one letter long.
    if (this.#options.parent.clientWidth > 40 && this.#options.parent.clientHeight > 20) this.#fit.fit();
  }

  #size(): { columns: number; rows: number } {
    return { columns: Math.max(2, this.#terminal.cols), rows: Math.max(1, this.#terminal.rows) };
  }
}

const lookOptions = ({ theme, size, blink }: TerminalLook) => ({
  theme: terminalColors(theme),
  fontSize: size,
  cursorBlink: blink,
});

function decodeBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
  } catch {
    return '';
  }
}
