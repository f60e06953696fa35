import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Text } from '@codemirror/state';
import { z } from 'zod';
import { type Breakpoint, breakpointSchema, type ExceptionChoice, exceptionChoices } from '../contract/debug.ts';
import type { DocumentChange } from '../documents/documents.ts';

const storedSchema = z.object({
  breakpoints: z.array(breakpointSchema.omit({ verified: true, message: true })),
  exceptions: z.enum(exceptionChoices),
  watches: z.array(z.string()),
});
type Stored = z.infer<typeof storedSchema>;
/** A breakpoint as people set it. */
export type SetBreakpoint = Stored['breakpoints'][number];
export type Wish = Omit<SetBreakpoint, 'id' | 'path'>;

/** An entry of the project that got another path. */
export interface Moved {
  readonly from: string;
  readonly to: string;
}

const none: Stored = { breakpoints: [], exceptions: 'uncaught', watches: [] };

/** What the project's people want to be stopped at and to watch. It lies on the project's disk and is theirs together. */
export class Breakpoints {
  readonly #file: string;
  #stored: Stored;
  #last: number;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, stored: Stored) {
    this.#file = file;
    this.#stored = stored;
    this.#last = Math.max(0, ...stored.breakpoints.map(({ id }) => id));
  }

  /** What cannot be read is as if nothing had been set. */
  static async read(file: string): Promise<Breakpoints> {
    const text = await readFile(file, 'utf8').catch(() => '');
    const parsed = storedSchema.safeParse(text === '' ? none : readJson(text));
    return new Breakpoints(file, parsed.success ? parsed.data : none);
  }

  get all(): readonly SetBreakpoint[] {
    return this.#stored.breakpoints;
  }

  get exceptions(): ExceptionChoice {
    return this.#stored.exceptions;
  }

  get watches(): readonly string[] {
    return this.#stored.watches;
  }

  in(path: string): SetBreakpoint[] {
    return this.all.filter((breakpoint) => breakpoint.path === path);
  }

  /** Takes these for the file, one for each line; a line that had one keeps its id. */
  set(path: string, wishes: readonly Wish[]): void {
    const before = this.in(path);
    const byLine = new Map(wishes.map((wish) => [wish.line, wish]));
    const set = [...byLine.values()].map((wish) => {
      const id = before.find(({ line }) => line === wish.line)?.id ?? (this.#last += 1);
      return { ...wish, id, path };
    });
    this.#change({ breakpoints: [...this.all.filter((other) => other.path !== path), ...set.toSorted(byPlace)] });
  }

  stopAt(exceptions: ExceptionChoice): void {
    this.#change({ exceptions });
  }

  watch(watches: readonly string[]): void {
    this.#change({ watches: [...new Set(watches)] });
  }

  /** Keeps breakpoints at their lines of text while these are moved. True when one moved. */
  follow({ document, changes, before }: DocumentChange): boolean {
    const mine = this.in(document.path);
    if (mine.length === 0) return false;
    const old = before();
    const text: Text = changes.apply(old);
    const moved = mine.map((breakpoint) => {
      const start = old.line(Math.min(breakpoint.line, old.lines)).from;
      // Text before the first letter moves it down with its line; a line that was deleted leaves it where that was.
      return { ...breakpoint, line: text.lineAt(changes.mapPos(start, 1)).number };
    });
    if (moved.every(({ line }, index) => line === mine[index]?.line)) return false;
    this.set(
      document.path,
      moved.map(({ id: _id, path: _path, ...wish }) => wish),
    );
    return true;
  }

  /** Takes breakpoints to the new names of their files. @returns the former and new names of files that have some */
  move(entries: readonly Moved[]): string[] {
    const nameOf = (path: string): string => {
      const entry = entries.find(({ from }) => path === from || path.startsWith(`${from}/`));
      return entry === undefined ? path : `${entry.to}${path.slice(entry.from.length)}`;
    };
    const moving = [...new Set(this.all.map(({ path }) => path))].filter((path) => nameOf(path) !== path);
    if (moving.length === 0) return [];
    const goals = moving.map(nameOf);
    // What a replaced file had is gone with its text.
    const staying = this.all.filter(({ path }) => moving.includes(path) || !goals.includes(path));
    this.#change({ breakpoints: staying.map((breakpoint) => ({ ...breakpoint, path: nameOf(breakpoint.path) })) });
    return [...moving, ...goals];
  }

  /** Resolves when everything is on the disk. */
  written(): Promise<void> {
    return this.#writing;
  }

  #change(change: Partial<Stored>): void {
    this.#stored = { ...this.#stored, ...change };
    this.#writing = this.#writing.then(() => this.#write()).catch((error: unknown) => console.error(error));
  }

  async #write(): Promise<void> {
    const temporary = `${this.#file}.${randomUUID()}`;
    await mkdir(dirname(this.#file), { recursive: true });
    await writeFile(temporary, JSON.stringify(this.#stored));
    await rename(temporary, this.#file);
  }
}

const byPlace = (a: Breakpoint | SetBreakpoint, b: Breakpoint | SetBreakpoint): number => a.line - b.line;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
