import type { SerializeAddon } from '@xterm/addon-serialize';
import type { Terminal } from '@xterm/headless';

/** Lines above the screen that a reconnecting page gets back. At 120 columns 5,000 lines take about 8 MB. */
const scrollback = 5000;

/** The state of a terminal as a page would draw it, kept so that a page can come back to it. */
export class Screen {
  readonly #terminal: Terminal;
  readonly #serializer: SerializeAddon;
  #pending = 0;

  private constructor(terminal: Terminal, serializer: SerializeAddon) {
    this.#terminal = terminal;
    this.#serializer = serializer;
  }

  static async create(columns: number, rows: number): Promise<Screen> {
    const [{ default: headless }, { default: addon }] = await Promise.all([
      import('@xterm/headless'),
      import('@xterm/addon-serialize'),
    ]);
    const terminal = new headless.Terminal({ cols: columns, rows, scrollback, allowProposedApi: true });
    const serializer = new addon.SerializeAddon();
    terminal.loadAddon(serializer);
    return new Screen(terminal, serializer);
  }

  /** Bytes that were written and are not part of the state yet. */
  get pending(): number {
    return this.#pending;
  }

  write(bytes: Uint8Array, done: () => void): void {
    this.#pending += bytes.length;
    this.#terminal.write(bytes, () => {
      this.#pending -= bytes.length;
      done();
    });
  }

  /** Gives `take` the state after everything written so far, before anything written later is part of it. */
  snapshot(take: (bytes: Uint8Array) => void): void {
    this.#terminal.write('', () => take(Buffer.from(this.#serializer.serialize({ scrollback }))));
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  onTitle(changed: (title: string) => void): void {
    this.#terminal.onTitleChange(changed);
  }

  dispose(): void {
    this.#terminal.dispose();
  }
}
