import { mkdir, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { compressFolder } from './compress.ts';
import { writeContentPolicy } from './content-policy.ts';

/** How many builds stay: the current one, and those that open pages may still be of. */
const builds = 4;

/** How long a build stays after the next one took its place. */
const daysReplaced = 7;

/** A build that has not finished after this long never will. */
const hoursUnfinished = 1;

const hour = 3_600_000;
const buildName = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z/;
const madeAt = (name: string): number => Date.parse(name.replace(buildName, '$1T$2:$3:$4.$5Z').slice(0, 24));

/** A name that sorts after all others, so that the newest build is the last also when two end at once. */
async function nextName(dist: string): Promise<string> {
  const made = (await readdir(dist)).filter((name) => buildName.test(name)).map(madeAt);
  const time = new Date(Math.max(Date.now(), ...made.map((before) => before + 1)));
  return `${time.toISOString().replaceAll(/[:.]/g, '-')}-${process.pid}`;
}

/** Which of the builds, by name, are no longer needed at this time. */
export function outdated(names: readonly string[], now: number): string[] {
  const newestFirst = names
    .filter((name) => buildName.test(name))
    .toSorted()
    .toReversed();
  return newestFirst.filter((_, index) => {
    const replacedBy = newestFirst[index - 1];
    if (replacedBy === undefined) return false;
    return index >= builds || now - madeAt(replacedBy) > daysReplaced * 24 * hour;
  });
}

/** Removes what nobody reads any more; builds that run beside this one are left alone. */
async function tidy(dist: string): Promise<void> {
  const names = await readdir(dist);
  const gone = new Set(outdated(names, Date.now()));
  for (const name of names) {
    const path = join(dist, name);
    const unfinished = name.startsWith('.');
    if (name === 'current' || (buildName.test(name) && !gone.has(name))) continue;
    const age = unfinished ? Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? 0) : Infinity;
    if (age > hoursUnfinished * hour) await rm(path, { recursive: true, force: true });
  }
}

/**
 * Gives a finished build its name and points `current` at it in one step: whoever reads `current` gets the whole of the
 * former build or the whole of this one.
 */
export async function publishFolder(folder: string, dist: string): Promise<void> {
  const name = await nextName(dist);
  await rename(folder, join(dist, name));
  const link = join(dist, `.current-${process.pid}`);
  await rm(link, { force: true });
  await symlink(name, link);
  await rename(link, join(dist, 'current'));
  await tidy(dist);
}

/** Builds beside what is served, and publishes when everything is written: `dist/current` is never half of a build. */
export function publish(): Plugin {
  let dist = '';
  let folder = '';
  let written = false;
  return {
    name: 'e-code:publish',
    apply: 'build',
    async config(config) {
      dist = resolve(config.root ?? '', config.build?.outDir ?? 'dist');
      folder = join(dist, `.unfinished-${process.pid}`);
      await mkdir(folder, { recursive: true });
      return { build: { outDir: folder, emptyOutDir: true } };
    },
    writeBundle() {
      written = true;
    },
    async closeBundle() {
      // Also called after a failure.
      if (!written) return rm(folder, { recursive: true, force: true });
      await writeContentPolicy(folder);
      await compressFolder(folder);
      return publishFolder(folder, dist);
    },
  };
}
