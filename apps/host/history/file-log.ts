import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import type { Text } from '@codemirror/state';
import type { Burst, HistoryAuthor } from '../contract/history.ts';
import { HostError } from '../failure.ts';
import { burstsOf } from './bursts.ts';
import { type Edit, editLines, headLine, type Part, type PartHead, parsePart, textAt } from './part.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/**
 * A part ends after so many edits, so that no point is further than these from a whole text: applying 2,000 edits takes
 * about 10 ms. It also ends when its edits weigh more than 64 KiB and more than the text that the next one begins with.
 */
const editLimit = 2000;
const weightLimit = 64 * 1024;

/** A part of the log as it stands in the folder: `<first point>.log`, and compressed when it is complete. */
export interface PartFile {
  readonly first: number;
  readonly complete: boolean;
}

interface OpenPart {
  readonly handle: FileHandle;
  readonly authors: HistoryAuthor[];
  readonly textLength: number;
  readonly first: number;
  next: number;
  size: number;
}

/** What is kept of a complete part beside it, so that a timeline does not read all of it. */
export interface Summary {
  readonly last: number;
  readonly until: number;
  readonly bursts: readonly Burst[];
}

/**
 * The history of one file: a folder of parts, each a whole text and the edits after it. Only the last one is written to;
 * the others are compressed, each with a summary beside it that can be made again from it.
 */
export class FileLog {
  readonly folder: string;
  #open: OpenPart | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Parts, the oldest first. */
  async parts(): Promise<PartFile[]> {
    const names = await readdir(this.folder).catch(() => []);
    const found = new Map<number, boolean>();
    for (const name of names) {
      const match = /^(\d+)\.log(\.zst)?$/.exec(name);
      // Both are there when the host ended between compressing and deleting: what is compressed is complete.
      if (match) found.set(Number(match[1]), match[2] !== undefined || found.get(Number(match[1])) === true);
    }
    return [...found].map(([first, complete]) => ({ first, complete })).toSorted((a, b) => a.first - b.first);
  }

  async read({ first, complete }: PartFile): Promise<Part> {
    const path = this.#path(first);
    const bytes = complete ? await decompress(await readFile(`${path}.zst`)) : await readFile(path);
    const part = parsePart(bytes);
    if (part === undefined) throw new HostError('history_unknown');
    return part;
  }

  /** The part that has this point. @throws history_unknown when it is not kept */
  async partWith(point: number): Promise<Part> {
    const parts = await this.parts();
    // Where two parts meet, the earlier one tells who made the point.
    const file = parts.findLast(({ first }) => first < point) ?? parts.find(({ first }) => first === point);
    if (file === undefined) throw new HostError('history_unknown');
    const part = await this.read(file);
    if (point > part.head.first + part.edits.length) throw new HostError('history_unknown');
    return part;
  }

  async summary(file: PartFile): Promise<Summary> {
    if (file.complete) {
      const known = await readFile(this.#summaryPath(file.first), 'utf8').catch(() => undefined);
      if (known !== undefined) return JSON.parse(known) as Summary;
    }
    const summary = summarize(await this.read(file));
    if (file.complete) await writeFile(this.#summaryPath(file.first), JSON.stringify(summary));
    return summary;
  }

  /** The newest state: its point, text, time and head. Undefined without any part. */
  async newest(): Promise<{ point: number; text: Text; at: number; head: PartHead } | undefined> {
    const file = (await this.parts()).at(-1);
    if (file === undefined) return undefined;
    const part = await this.read(file);
    const point = part.head.first + part.edits.length;
    return { point, text: textAt(part, point), at: part.edits.at(-1)?.[0] ?? part.head.at, head: part.head };
  }

  /**
   * Appends edits. `head` tells with which text the first of them begins, for when a new part is to be begun; `first` of it
   * is taken from the log.
   */
  async append(edits: readonly Edit[], head: () => Omit<PartHead, 'first'>): Promise<void> {
    const part = await this.#partFor(head);
    const lines = edits.map((edit) => editLines(edit, part.authors)).join('');
    const bytes = Buffer.from(lines);
    try {
      await writeAll(part.handle, bytes, part.size);
      await part.handle.datasync();
    } catch (error) {
      // What is there by half must not be read as written when the same edits come again.
      await part.handle.truncate(part.size).catch(() => undefined);
      await this.close();
      throw error;
    }
    part.size += bytes.length;
    part.next += edits.length;
  }

  async close(): Promise<void> {
    const part = this.#open;
    this.#open = undefined;
    await part?.handle.close();
  }

  async drop({ first }: PartFile): Promise<void> {
    if (this.#open?.first === first) await this.close();
    for (const path of [this.#path(first), `${this.#path(first)}.zst`, this.#summaryPath(first)]) {
      await rm(path, { force: true });
    }
  }

  async size(): Promise<number> {
    const names = await readdir(this.folder).catch(() => []);
    const sizes = names.map(async (name) => (await stat(join(this.folder, name))).blocks * 512);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  async #partFor(head: () => Omit<PartHead, 'first'>): Promise<OpenPart> {
    this.#open ??= await this.#reopen();
    const part = this.#open;
    if (part === undefined) return (this.#open = await this.#begin({ ...head(), first: await this.#nextPoint() }));
    const weight = part.size - part.textLength;
    const full = part.next - part.first >= editLimit || weight > Math.max(weightLimit, part.textLength);
    if (!full) return part;
    await this.close();
    await this.#complete(part.first);
    return (this.#open = await this.#begin({ ...head(), first: part.next }));
  }

  async #nextPoint(): Promise<number> {
    const last = (await this.parts()).at(-1);
    return last === undefined ? 0 : (await this.summary(last)).last;
  }

  async #reopen(): Promise<OpenPart | undefined> {
    const file = (await this.parts()).at(-1);
    if (file === undefined || file.complete) return undefined;
    const part = await this.read(file).catch(() => undefined);
    if (part === undefined) {
      // Not even its head is whole: nothing in it can be used.
      await this.drop(file);
      return undefined;
    }
    const handle = await open(this.#path(file.first), 'r+');
    await handle.truncate(part.length);
    const { first, text } = part.head;
    return {
      handle,
      first,
      authors: [...part.authors],
      textLength: text.length,
      next: first + part.edits.length,
      size: part.length,
    };
  }

  async #begin(head: PartHead): Promise<OpenPart> {
    await mkdir(this.folder, { recursive: true });
    const handle = await open(this.#path(head.first), 'w', 0o600);
    const bytes = Buffer.from(headLine(head));
    await writeAll(handle, bytes, 0).catch(async (error: unknown) => {
      await handle.close();
      throw error;
    });
    const { first } = head;
    return { handle, first, authors: [], textLength: head.text.length, next: first, size: bytes.length };
  }

  async #complete(first: number): Promise<void> {
    const path = this.#path(first);
    const bytes = await readFile(path);
    const part = parsePart(bytes);
    if (part === undefined) return;
    await writeFile(this.#summaryPath(first), JSON.stringify(summarize(part)));
    await writeFile(`${path}.zst.new`, await compress(bytes), { flush: true });
    await rename(`${path}.zst.new`, `${path}.zst`);
    await rm(path, { force: true });
  }

  #path(first: number): string {
    return join(this.folder, `${String(first).padStart(9, '0')}.log`);
  }

  #summaryPath(first: number): string {
    return join(this.folder, `${String(first).padStart(9, '0')}.summary`);
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

function summarize(part: Part): Summary {
  const last = part.head.first + part.edits.length;
  return { last, until: part.edits.at(-1)?.[0] ?? part.head.at, bursts: burstsOf(part) };
}
