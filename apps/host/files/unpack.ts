import { createWriteStream } from 'node:fs';
import { rm, statfs } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import type { Conflict, leftOutReasons } from '../contract/files.ts';
import { HostError, toHostError } from '../failure.ts';
import { checkPath, locateNew, makeDirectory } from './paths.ts';
import { exists, publish } from './publish.ts';
import { type Reclaimable, stage, temporaryPath } from './stage.ts';
import type { Trash } from './trash.ts';

interface Store {
  readonly root: string;
  readonly state: string;
  readonly trash: Trash;
  readonly space: Reclaimable;
}

export interface Unpacking {
  readonly path: string;
  readonly conflict: Exclude<Conflict, 'keep-both'>;
  readonly strip: boolean;
  readonly progress: (done: number, of: number, name: string) => void;
}

export interface Unpacked {
  files: number;
  bytes: number;
  leftOut: { name: string; reason: (typeof leftOutReasons)[number] }[];
  leftOutMore: number;
}
type Reason = (typeof leftOutReasons)[number];

/** More entries than any sane project, and few enough to list. */
const entryLimit = 500_000;
/** Space that stays free on the disk, so that the editor can still save after a large import. */
const reserve = 16 * 1024 * 1024;
const leftOutListed = 1000;

/**
 * Unpacks a zip from a stream. The central directory is read first, so a bomb is refused before a byte is written;
 * yauzl then holds each entry to its declared size. Names that would leave the folder, links, devices and encrypted
 * entries stay out and are listed.
 */
export async function unpackArchive(store: Store, work: Unpacking, source: AsyncIterable<Buffer>): Promise<Unpacked> {
  checkPath(work.path);
  const { temporary } = await stage(store.state, store.space, source, 0o600);
  try {
    const survey = await surveyArchive(temporary, store.root);
    const prefix = work.strip ? commonFolder(survey.names) : '';
    const result: Unpacked = { files: 0, bytes: 0, leftOut: [], leftOutMore: 0 };
    await makeDirectory(store.root, work.path);
    await eachEntry(temporary, async (entry, archive) => {
      const name = nameOf(entry);
      work.progress(result.files, survey.names.length, name);
      const reason = await unpackEntry({ store, work, prefix, archive, result }, entry);
      if (reason !== undefined) leaveOut(result, name, reason);
    });
    return result;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function surveyArchive(archive: string, root: string): Promise<{ names: string[] }> {
  const disk = await statfs(root);
  const room = disk.bavail * disk.bsize - reserve;
  const names: string[] = [];
  let bytes = 0;
  await eachEntry(archive, async (entry) => {
    names.push(nameOf(entry));
    bytes += entry.uncompressedSize;
    if (bytes > room || names.length > entryLimit) throw new HostError('archive_too_large');
  });
  return { names };
}

async function eachEntry(path: string, take: (entry: Entry, archive: ZipFile) => Promise<void>): Promise<void> {
  const archive = await openPromise(path, { decodeStrings: false, validateEntrySizes: true }).catch(() => {
    throw new HostError('archive_invalid');
  });
  try {
    for await (const entry of archive.eachEntry()) await take(entry, archive);
  } catch (error) {
    if (error instanceof HostError) throw error;
    const known = toHostErrorOfDisk(error);
    throw known ?? new HostError('archive_invalid', { details: String(error) });
  } finally {
    archive.close();
  }
}

function toHostErrorOfDisk(error: unknown): HostError | undefined {
  return error instanceof Error && 'errno' in error ? toHostError(error) : undefined;
}

interface Context {
  readonly store: Store;
  readonly work: Unpacking;
  /** The folder that `strip` drops, or the empty string. */
  readonly prefix: string;
  readonly archive: ZipFile;
  readonly result: Unpacked;
}

async function unpackEntry(context: Context, entry: Entry): Promise<Reason | undefined> {
  const { store, work, prefix } = context;
  const full = nameOf(entry);
  const name = full.slice(prefix.length).replace(/\/$/, '');
  if (name === '') return undefined;
  const refused = refuse(entry, name);
  if (refused !== undefined) return refused;
  const path = work.path === '' ? name : `${work.path}/${name}`;
  try {
    if (full.endsWith('/')) {
      await makeDirectory(store.root, path);
      return undefined;
    }
    return await writeEntry(context, path, entry);
  } catch (error) {
    if (error instanceof HostError && leftOutByCode[error.code] !== undefined) return leftOutByCode[error.code];
    throw error;
  }
}

const leftOutByCode: Partial<Record<HostError['code'], Reason>> = {
  path_exists: 'exists',
  not_a_directory: 'exists',
  path_outside: 'unsafe_name',
};

async function writeEntry(
  { store, work, archive, result }: Context,
  path: string,
  entry: Entry,
): Promise<Reason | undefined> {
  const place = await locateNew(store.root, path);
  if (work.conflict === 'fail' && (await exists(place.absolute))) return 'exists';
  const temporary = await temporaryPath(store.state);
  try {
    const stream = await archive.openReadStreamPromise(entry);
    await pipeline(stream, createWriteStream(temporary, { flags: 'wx', mode: isExecutable(entry) ? 0o755 : 0o644 }));
    await publish(store.trash, { from: temporary, to: place, conflict: work.conflict, durable: false });
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  result.files += 1;
  result.bytes += entry.uncompressedSize;
  return undefined;
}

/** Decoded here and not by yauzl, which would refuse the whole archive for one bad name. Backslashes become slashes. */
const nameOf = (entry: Entry): string =>
  getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);

const unixMode = (entry: Entry): number => entry.externalFileAttributes >>> 16;
const isExecutable = (entry: Entry): boolean => (unixMode(entry) & 0o100) !== 0;

function refuse(entry: Entry, name: string): Reason | undefined {
  const type = unixMode(entry) & 0o170_000;
  if (type === 0o120_000) return 'symlink';
  if (type !== 0 && type !== 0o100_000 && type !== 0o040_000) return 'special';
  if (entry.isEncrypted()) return 'encrypted';
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) return 'unsupported';
  try {
    checkPath(name);
    return undefined;
  } catch {
    return 'unsafe_name';
  }
}

function leaveOut(result: Unpacked, name: string, reason: Reason): void {
  if (result.leftOut.length < leftOutListed) result.leftOut.push({ name, reason });
  else result.leftOutMore += 1;
}

/** The one folder above everything, with its slash, or the empty string. */
function commonFolder(names: readonly string[]): string {
  const first = names[0] ?? '';
  const prefix = first.slice(0, first.indexOf('/') + 1);
  return prefix !== '' && names.every((name) => name.startsWith(prefix)) ? prefix : '';
}
