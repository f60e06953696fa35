import type { IPty } from '@lydell/node-pty';
import type { Actor } from '../contract/capabilities.ts';
import type { Terminal } from '../contract/messages.ts';
import { Desk } from './desk.ts';
import type { Screen } from './screen.ts';
import type { Viewer } from './viewer.ts';

/** The screen may be this far behind the shell before the shell pauses. */
const screenHighWater = 512 * 1024;
const screenLowWater = 128 * 1024;
/** A page that draws nothing for so long (asleep, gone without a goodbye) no longer holds the shell. */
const patience = 5000;
/** Under a flood a frame goes out when it has this size or this age in milliseconds: half of a picture at 60 a second. */
const frameSize = 64 * 1024;
const gatherTime = 8;

export interface Opening {
  readonly id: number;
  readonly columns: number;
  readonly rows: number;
  readonly createdBy: Pick<Actor, 'id' | 'name'>;
  readonly changed: () => void;
}

/**
 * One shell, its screen and its viewers. The fastest viewer sets the pace: the shell pauses when the screen or every
 * viewer is behind, so a flood costs no memory; slower viewers skip to the present by a snapshot.
 */
export class Session {
  readonly #pty: IPty;
  readonly #screen: Screen;
  readonly #opening: Opening;
  readonly desk: Desk;
  readonly #viewers = new Set<Viewer>();
  readonly #createdAt = Date.now();
  #gathered: Buffer[] = [];
  #gatheredSize = 0;
  #flushedAt = 0;
  #flushTimer: NodeJS.Timeout | undefined;
  #closed = false;
  #paused = false;
  #pausedTimer: NodeJS.Timeout | undefined;
  #columns: number;
  #rows: number;
  #title: string;
  #renamed = false;
  #exit: Terminal['exit'] = null;

  constructor(pty: IPty, screen: Screen, opening: Opening) {
    this.#pty = pty;
    this.#screen = screen;
    this.#opening = opening;
    this.desk = new Desk(opening.createdBy);
    this.#columns = opening.columns;
    this.#rows = opening.rows;
    this.#title = `bash ${opening.id}`;
    // Opened with encoding null: the type says string, the bytes are a Buffer.
    pty.onData((data) => this.#receive(data as unknown as Buffer));
    pty.onExit(({ exitCode, signal }) => this.#ended(exitCode, signal));
    screen.onTitle((title) => this.#setTitle(title));
  }

  describe(): Terminal {
    return {
      id: this.#opening.id,
      title: this.#title,
      columns: this.#columns,
      rows: this.#rows,
      createdBy: this.#opening.createdBy.name,
      createdAt: this.#createdAt,
      viewers: this.#viewers.size,
      people: this.#people(),
      access: this.desk.describe(),
      exit: this.#exit,
    };
  }

  attach(viewer: Viewer): void {
    this.#flush();
    this.#viewers.add(viewer);
    this.#opening.changed();
    viewer.sync(this.#screen);
    this.#pace();
  }

  detach(viewer: Viewer): void {
    if (!this.#viewers.delete(viewer)) return;
    this.#opening.changed();
    this.#pace();
  }

  acknowledge(viewer: Viewer, bytes: number): void {
    viewer.acknowledge(bytes, this.#screen);
    this.#pace();
  }

  input(bytes: Uint8Array): void {
    if (this.#exit === null) this.#pty.write(Buffer.from(bytes).toString('utf8'));
  }

  resize(columns: number, rows: number): void {
    if (columns === this.#columns && rows === this.#rows) return;
    this.#columns = columns;
    this.#rows = rows;
    this.#flush();
    this.#screen.resize(columns, rows);
    if (this.#exit === null) this.#pty.resize(columns, rows);
    this.#opening.changed();
  }

  rename(title: string): void {
    this.#renamed = true;
    this.#title = title;
    this.#opening.changed();
  }

  /** Hangs up: the shell and its foreground programs get SIGHUP, as when a terminal window is closed. */
  close(): void {
    clearTimeout(this.#pausedTimer);
    clearTimeout(this.#flushTimer);
    this.#closed = true;
    if (this.#exit === null) {
      this.#pty.resume();
      this.#pty.kill('SIGHUP');
    }
    this.#screen.dispose();
    this.#viewers.clear();
  }

  /** What a key press causes goes out at once; a flood is gathered, because the kernel hands it out in 450 bytes on average. */
  #receive(bytes: Buffer): void {
    this.#gathered.push(bytes);
    this.#gatheredSize += bytes.length;
    if (this.#gatheredSize > frameSize) return this.#flush();
    const sinceFlush = performance.now() - this.#flushedAt;
    this.#flushTimer ??= setTimeout(() => this.#flush(), sinceFlush > gatherTime ? 0 : gatherTime);
  }

  #flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    const gathered = this.#gathered.splice(0);
    if (gathered.length === 0 || this.#closed) return;
    this.#gatheredSize = 0;
    this.#flushedAt = performance.now();
    const bytes = gathered.length === 1 && gathered[0] !== undefined ? gathered[0] : Buffer.concat(gathered);
    this.#screen.write(bytes, () => this.#pace());
    const someoneKeepsUp = this.#governing().some((viewer) => !viewer.full);
    for (const viewer of this.#viewers) {
      if (viewer.full && someoneKeepsUp) viewer.fallBehind();
      viewer.offer(bytes);
    }
    this.#pace();
  }

  /** The people who look at it. */
  #people(): { id: string; name: string }[] {
    const people = new Map([...this.#viewers].map(({ person: { id, name } }) => [id, { id, name }]));
    return [...people.values()];
  }

  #governing(): Viewer[] {
    return [...this.#viewers].filter((viewer) => !viewer.lagging);
  }

  #pace(): void {
    if (this.#exit !== null) return;
    const governing = this.#governing();
    const viewersFull = governing.length > 0 && governing.every((viewer) => viewer.full);
    const limit = this.#paused ? screenLowWater : screenHighWater;
    const pause = viewersFull || this.#screen.pending > limit;
    if (pause === this.#paused) return;
    this.#paused = pause;
    clearTimeout(this.#pausedTimer);
    if (!pause) return this.#pty.resume();
    this.#pty.pause();
    this.#pausedTimer = setTimeout(() => this.#giveUpWaiting(), patience).unref();
  }

  #giveUpWaiting(): void {
    for (const viewer of this.#viewers) if (viewer.full) viewer.fallBehind();
    this.#pace();
  }

  #setTitle(title: string): void {
    if (this.#renamed || title === '' || title === this.#title) return;
    this.#title = title.slice(0, 80);
    this.#opening.changed();
  }

  #ended(code: number, signal: number | undefined): void {
    this.#flush();
    this.#exit = { code, signal: signal === undefined || signal === 0 ? null : String(signal) };
    clearTimeout(this.#pausedTimer);
    this.#opening.changed();
  }
}
