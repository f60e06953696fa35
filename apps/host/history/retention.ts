import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HistoryUsage, keptBytes, keptDays, type Retention } from '../contract/history.ts';
import type { Catalogue } from './catalogue.ts';
import type { FileLog, PartFile } from './file-log.ts';

const day = 24 * 3600 * 1000;

interface OldPart {
  readonly id: string;
  readonly log: FileLog;
  readonly file: PartFile;
  readonly until: number;
}

export const usualRetention: Retention = { days: keptDays.usual, bytes: keptBytes.usual };

export async function readRetention(folder: string): Promise<Retention> {
  try {
    return JSON.parse(await readFile(settingsOf(folder), 'utf8')) as Retention;
  } catch {
    return usualRetention;
  }
}

export async function writeRetention(folder: string, retention: Retention): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(`${settingsOf(folder)}.new`, JSON.stringify(retention));
  await rename(`${settingsOf(folder)}.new`, settingsOf(folder));
}

const settingsOf = (folder: string): string => join(folder, 'settings.json');

/** Gives up what is older than the retention and, the oldest first, what does not fit into it. */
export async function sweep(
  catalogue: Catalogue,
  logOf: (id: string) => FileLog,
  { days, bytes }: Retention,
  now: number,
): Promise<void> {
  const parts = await allParts(catalogue, logOf);
  let used = await usedBytes(catalogue, logOf);
  for (const part of parts) {
    if (part.until >= now - days * day && used <= bytes) continue;
    used -= await drop(catalogue, part);
  }
}

/** Frees the space of the oldest part. False when there is none. */
export async function dropOldest(catalogue: Catalogue, logOf: (id: string) => FileLog): Promise<boolean> {
  const [oldest] = await allParts(catalogue, logOf);
  if (oldest === undefined) return false;
  await drop(catalogue, oldest);
  return true;
}

export async function measure(
  catalogue: Catalogue,
  logOf: (id: string) => FileLog,
  retention: Retention,
): Promise<HistoryUsage> {
  return { files: catalogue.ids.length, bytes: await usedBytes(catalogue, logOf), retention };
}

async function drop(catalogue: Catalogue, { id, log, file }: OldPart): Promise<number> {
  const before = await log.size();
  await log.drop(file);
  if ((await log.parts()).length === 0) await catalogue.forget(id);
  return before - (await log.size());
}

async function allParts(catalogue: Catalogue, logOf: (id: string) => FileLog): Promise<OldPart[]> {
  const found: OldPart[] = [];
  for (const id of catalogue.ids) {
    const log = logOf(id);
    for (const file of await log.parts()) {
      // A part that cannot be read is of no use to anybody: it goes first.
      const until = await log.summary(file).then(
        (summary) => summary.until,
        () => 0,
      );
      found.push({ id, log, file, until });
    }
  }
  return found.toSorted((a, b) => a.until - b.until);
}

async function usedBytes(catalogue: Catalogue, logOf: (id: string) => FileLog): Promise<number> {
  const index = await stat(join(catalogue.folder, 'index.json')).catch(() => undefined);
  const sizes = await Promise.all(catalogue.ids.map((id) => logOf(id).size()));
  return sizes.reduce((sum, size) => sum + size, (index?.blocks ?? 0) * 512);
}
