import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const entrySchema = z.object({ by: z.string(), at: z.number() });
type Entry = z.infer<typeof entrySchema>;

let count = 0;
/** Entries of work that goes on in this process; those of an earlier one are left. */
const running = new Set<string>();

const folderOf = (state: string): string => join(state, 'git-work');

/** Does somebody's work on the repository. That it goes on is on the disk, so that after a kill it is known whose broke off. */
export async function recordWork<T>(state: string, by: string, work: () => Promise<T>): Promise<T> {
  const folder = folderOf(state);
  count += 1;
  const name = `${process.pid}-${Date.now()}-${count}.json`;
  running.add(name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), JSON.stringify({ by, at: Date.now() } satisfies Entry));
  try {
    return await work();
  } finally {
    running.delete(name);
    await rm(join(folder, name), { force: true });
  }
}

/** Whose work broke off when this was left at `since`: the last that had begun by then. Null: nobody's through the host. */
export async function findAuthor(state: string, since: number): Promise<string | null> {
  const entries = await Promise.all((await brokenOff(state)).map((name) => readEntry(join(folderOf(state), name))));
  const begun = entries.flatMap((entry) => (entry !== undefined && entry.at <= since ? [entry] : []));
  return begun.toSorted((a, b) => b.at - a.at)[0]?.by ?? null;
}

/** What broke off was dealt with. */
export async function forgetBrokenOff(state: string): Promise<void> {
  const names = await brokenOff(state);
  await Promise.all(names.map((name) => rm(join(folderOf(state), name), { force: true })));
}

async function brokenOff(state: string): Promise<string[]> {
  const names = await readdir(folderOf(state)).catch(() => []);
  return names.filter((name) => !running.has(name));
}

/** A kill may leave an entry half written. */
async function readEntry(path: string): Promise<Entry | undefined> {
  try {
    return entrySchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}
