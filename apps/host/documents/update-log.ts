import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncDirectory } from '../files/publish.ts';
import { encodeRecord, joinRecords, type LogRecord, parseRecords } from './log-records.ts';

/** What is typed within so long is one write. Nobody is told of it before it is on the disk anyway. Milliseconds. */
const gatherTime = 40;
/** A log grows to this, or to twice its document, before it is written anew. */
const compactAbove = 64 * 1024;

/**
 * The updates of one document in the order in which they came, in one file. Appends gather while the disk is busy, so that
 * a flood costs one `fdatasync` at a time. A full disk loses nothing: what could not be written stays queued.
 */
export class UpdateLog {
  readonly #path: string;
  readonly #queue: Uint8Array[] = [];
  #handle: FileHandle;
  #size: number;
  #compactAt: number;
  #writing: Promise<void> | undefined;
  #soon: NodeJS.Timeout | undefined;
  #failure: Error | undefined;

  private constructor(path: string, handle: FileHandle, size: number, compactAt: number) {
    this.#path = path;
    this.#handle = handle;
    this.#size = size;
    this.#compactAt = compactAt;
  }

  /** A new log that begins with these records. */
  static async create(path: string, records: readonly LogRecord[]): Promise<UpdateLog> {
    await mkdir(dirname(path), { recursive: true });
    const bytes = joinRecords(records);
    return new UpdateLog(path, await replaceFile(path, bytes), bytes.length, limitAfter(bytes.length));
  }

  /** The records of a log, and the log to go on with. `damaged` when what was written is not what is there. */
  static async open(path: string): Promise<{ log: UpdateLog; records: LogRecord[] } | 'missing' | 'damaged'> {
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes === undefined) return 'missing';
    const parsed = parseRecords(bytes);
    if (parsed === undefined || parsed.records[0]?.kind !== 'state') return 'damaged';
    const handle = await open(path, 'r+');
    // The last append of a host that was killed may be there by half; nobody was told that it is.
    if (parsed.length < bytes.length) await handle.truncate(parsed.length);
    const first = encodeRecord(parsed.records[0]).length;
    return { log: new UpdateLog(path, handle, parsed.length, limitAfter(first)), records: parsed.records };
  }

  /** Whether it is time for `rewrite`. */
  get isLong(): boolean {
    return this.#size > this.#compactAt;
  }

  /** What the last attempt to write met; undefined when everything is written. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Written within 40 milliseconds; `settle` does not wait for that. */
  append(record: LogRecord): void {
    this.#queue.push(encodeRecord(record));
    this.#soon ??= setTimeout(() => this.#start(), gatherTime);
  }

  /** Resolves when everything appended before survives a loss of power; rejects with what the disk says. */
  async settle(): Promise<void> {
    while (this.#queue.length > 0 || this.#writing !== undefined) {
      this.#start();
      await this.#writing;
      if (this.#failure !== undefined) throw this.#failure;
    }
  }

  /** Replaces the log by these records, which must be worth all of it, what is queued included. */
  async rewrite(records: () => readonly LogRecord[]): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    const covered = this.#queue.splice(0);
    this.#writing = this.#replace(joinRecords(records()));
    try {
      await this.#writing;
    } catch (error) {
      this.#queue.unshift(...covered);
      throw error;
    } finally {
      this.#ended();
    }
  }

  async close(): Promise<void> {
    await this.settle().catch(() => undefined);
    await this.#handle.close();
  }

  async #replace(bytes: Uint8Array): Promise<void> {
    const before = this.#handle;
    this.#handle = await replaceFile(this.#path, bytes);
    this.#size = bytes.length;
    this.#compactAt = limitAfter(bytes.length);
    await before.close();
  }

  #start(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    if (this.#writing !== undefined || this.#queue.length === 0) return;
    this.#writing = this.#drain().finally(() => this.#ended());
  }

  #ended(): void {
    this.#writing = undefined;
    if (this.#failure === undefined) this.#start();
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const count = this.#queue.length;
      const bytes = Buffer.concat(this.#queue);
      try {
        await writeAt(this.#handle, bytes, this.#size);
        await this.#handle.datasync();
      } catch (error) {
        this.#failure = error instanceof Error ? error : new Error(String(error));
        return;
      }
      this.#failure = undefined;
      this.#size += bytes.length;
      this.#queue.splice(0, count);
    }
  }
}

const limitAfter = (size: number): number => Math.max(compactAbove, 3 * size);

async function writeAt(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function replaceFile(path: string, bytes: Uint8Array): Promise<FileHandle> {
  const temporary = `${path}.new`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await writeAt(handle, bytes, 0);
    await handle.datasync();
    await rename(temporary, path);
    await syncDirectory(dirname(path));
    return handle;
  } catch (error) {
    await handle.close();
    await rm(temporary, { force: true });
    throw error;
  }
}
