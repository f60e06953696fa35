import type { LogEntry } from '@e-code/host/contract';
import { plain, readAnsi, withoutAnsi, type Look } from './ansi.ts';

export type LogLine = {
  /** Counts lines of this page; stays when older ones are dropped. */
  readonly id: number;
  readonly run: number;
  readonly time: number;
  readonly stream: LogEntry['stream'];
  /** With ANSI sequences. */
  readonly text: string;
  /** The look that the line before ended with. */
  readonly look: Look;
};

/** The lines, in an array that grows. */
export type LogSnapshot = { readonly lines: readonly LogLine[] };

/** More than this is not kept; the oldest go first. */
export const mostLines = 100_000;
/** Dropping one by one would move a hundred thousand entries each time. */
const slack = 5_000;

/** A program that never ends its line must not make one of megabytes. */
const longestLine = 16_384;

type Open = { readonly index: number };

/** The lines of the console, put together from entries that may hold several lines or a part of one. */
export class LogLines {
  lines: LogLine[] = [];
  /** True when something older than the first line is gone. */
  dropped = false;
  lastSequence = 0;
  readonly #listeners = new Set<() => void>();
  #snapshot: LogSnapshot = { lines: this.lines };
  #nextId = 1;
  #scheduled = false;
  /** Per stream: the last line, when it is not ended yet. */
  readonly #open = new Map<LogEntry['stream'], Open>();
  /** Per stream: the newest line, whose end the next one goes on from. */
  readonly #newest = new Map<LogEntry['stream'], LogLine>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Another object whenever the lines changed. */
  readonly snapshot = (): LogSnapshot => this.#snapshot;

  append(entries: readonly LogEntry[], dropped: boolean): void {
    if (dropped) this.dropped = true;
    for (const entry of entries) {
      if (entry.sequence <= this.lastSequence) continue;
      this.lastSequence = entry.sequence;
      this.#take(entry);
    }
    this.#trim();
    this.#tell();
  }

  clear(): void {
    this.lines = [];
    this.dropped = false;
    this.#open.clear();
    this.#tell();
  }

  /** The host was restarted: its sequence begins anew. What it said before stays readable. */
  restart(): void {
    this.lastSequence = 0;
    this.#open.clear();
    this.#newest.clear();
  }

  #take(entry: LogEntry): void {
    const pieces = entry.text.split('\n');
    for (const [index, piece] of pieces.entries()) {
      const last = index === pieces.length - 1;
      if (piece !== '' || !last) this.#put(entry, piece);
      if (!last) this.#open.delete(entry.stream);
    }
  }

  /** Adds to the open line of the stream, or begins one. */
  #put(entry: LogEntry, piece: string): void {
    const open = this.#open.get(entry.stream);
    const before = open && this.lines[open.index];
    if (before && before.run === entry.run && before.text.length + piece.length <= longestLine) {
      const longer = { ...before, text: overwrite(before.text + piece) };
      this.lines[open.index] = longer;
      this.#newest.set(entry.stream, longer);
      return;
    }
    const { run, time, stream } = entry;
    const line = { id: this.#nextId, run, time, stream, text: overwrite(piece), look: this.#lookAfter(stream) };
    this.lines.push(line);
    this.#newest.set(stream, line);
    this.#nextId += 1;
    this.#open.set(stream, { index: this.lines.length - 1 });
  }

  #lookAfter(stream: LogEntry['stream']): Look {
    const last = this.#newest.get(stream);
    if (!last) return plain;
    return last.text.includes('\u001b') ? readAnsi(last.text, last.look).look : last.look;
  }

  #trim(): void {
    if (this.lines.length <= mostLines + slack) return;
    const cut = this.lines.length - mostLines;
    this.lines = this.lines.slice(cut);
    this.dropped = true;
    for (const [stream, open] of this.#open) {
      if (open.index < cut) this.#open.delete(stream);
      else this.#open.set(stream, { index: open.index - cut });
    }
  }

  /** Once per frame: a flood of messages draws as often as the screen does. */
  #tell(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const tell = () => {
      this.#scheduled = false;
      this.#snapshot = { lines: this.lines };
      for (const listener of this.#listeners) listener();
    };
    if (typeof requestAnimationFrame === 'function' && !document.hidden) requestAnimationFrame(tell);
    else setTimeout(tell, 16);
  }
}

/** What a carriage return leaves visible: progress lines are written over and over. */
function overwrite(text: string): string {
  const ended = text.endsWith('\r') ? text.slice(0, -1) : text;
  const at = ended.lastIndexOf('\r');
  return at < 0 ? text : ended.slice(at + 1) + (text === ended ? '' : '\r');
}

export const plainText = (line: LogLine): string => withoutAnsi(line.text).replaceAll('\r', '');
