import { constants } from 'node:fs';
import { cp, lstat, rm } from 'node:fs/promises';
import type { Conflict } from '../contract/files.ts';
import { HostError, toHostError } from '../failure.ts';
import { checkPath, isInside, locate, locateNew } from './paths.ts';
import { exists, publish } from './publish.ts';
import { temporaryPath } from './stage.ts';
import type { Trash } from './trash.ts';

interface Store {
  readonly root: string;
  readonly state: string;
  readonly trash: Trash;
}

interface Placement {
  readonly from: string;
  readonly to: string;
}

interface Placed {
  readonly entries: Placement[];
  readonly undo: string | null;
}

/** Moves entries. With `fail` all destinations are looked at before the first move. */
export async function moveEntries(store: Store, entries: readonly Placement[], conflict: Conflict): Promise<Placed> {
  await refuseClashes(store.root, entries, conflict);
  return placeAll(entries, async ({ from, to }) => {
    const source = await locate(store.root, from);
    if (from === to) return { relative: to, undo: null };
    return publish(store.trash, { from: source.absolute, to: await locateNew(store.root, to), conflict });
  });
}

/** Copies entries with all they hold; links are copied as links. A copy appears complete or not at all. */
export async function copyEntries(store: Store, entries: readonly Placement[], conflict: Conflict): Promise<Placed> {
  await refuseClashes(store.root, entries, conflict);
  return placeAll(entries, async ({ from, to }) => {
    const source = await locate(store.root, from);
    const temporary = await temporaryPath(store.state);
    try {
      await cp(source.absolute, temporary, copyOptions);
      return await publish(store.trash, { from: temporary, to: await locateNew(store.root, to), conflict });
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw toHostError(error, from);
    }
  });
}

const copyOptions = {
  recursive: true,
  verbatimSymlinks: true,
  preserveTimestamps: true,
  errorOnExist: true,
  force: false,
  mode: constants.COPYFILE_FICLONE,
  filter: async (path: string) => {
    const stats = await lstat(path);
    return stats.isFile() || stats.isDirectory() || stats.isSymbolicLink();
  },
};

async function placeAll(
  entries: readonly Placement[],
  place: (entry: Placement) => Promise<{ relative: string; undo: string | null }>,
): Promise<Placed> {
  const done: Placement[] = [];
  let undo: string | null = null;
  for (const entry of entries) {
    const placed = await place(entry);
    done.push({ from: entry.from, to: placed.relative });
    undo ??= placed.undo;
  }
  return { entries: done, undo };
}

async function refuseClashes(root: string, entries: readonly Placement[], conflict: Conflict): Promise<void> {
  for (const { from, to } of entries) {
    checkPath(to);
    if (from === '' || to === '') throw new HostError('path_invalid', { path: from });
    const source = await locate(root, from);
    if (!(await exists(source.absolute))) throw new HostError('path_not_found', { path: from });
    if (from !== to && isInside(from, to)) throw new HostError('move_into_itself', { path: to });
    if (conflict !== 'fail' || from === to) continue;
    const target = await locate(root, to).catch(() => undefined);
    if (target !== undefined && (await exists(target.absolute))) throw new HostError('path_exists', { path: to });
  }
}
