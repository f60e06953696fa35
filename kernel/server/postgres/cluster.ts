import { chown, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { POSTGRES_MAJOR } from './binaries.ts';
import { startProgram, viewOf } from './command.ts';
import { ADMINISTRATOR_ROLE } from './configuration.ts';
import { PostgresError } from './errors.ts';
import type { Layout } from './layout.ts';

/**
 * Makes the cluster on the first start; checks on the others that this PostgreSQL can read it.
 *
 * Sorting and character classes come from PostgreSQL's own `C.UTF-8` (provider `builtin`), not from ICU or the C
 * library: theirs change with their versions, and every text index made before such a change is silently wrong after
 * it. People's lists are sorted in the browser, in their language.
 */
export async function prepareCluster(layout: Layout, native: string, durable: boolean): Promise<void> {
  const version = await readFile(join(layout.cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version === undefined) return initialise(layout, native, durable);
  await refuseOtherMajor(layout, version.trim());
  await refuseOtherOwner(layout);
}

async function refuseOtherMajor({ cluster }: Layout, version: string): Promise<void> {
  if (version === POSTGRES_MAJOR) return;
  throw new PostgresError(
    'postgres_version_mismatch',
    `The database in ${cluster} was written by PostgreSQL ${version}, and this is PostgreSQL ${POSTGRES_MAJOR}, which cannot read it. Start the release of E-Code that wrote it, or move the data to a PostgreSQL ${POSTGRES_MAJOR} server and set DATABASE_URL.`,
  );
}

async function refuseOtherOwner({ cluster, confinedUid }: Layout): Promise<void> {
  const { uid } = await stat(cluster);
  const wanted = confinedUid ?? process.getuid?.();
  if (wanted === undefined || uid === wanted) return;
  const remedy =
    confinedUid === undefined
      ? 'Start E-Code as the user that started it first, which is root when the number is 70518.'
      : `Give it to PostgreSQL's user: chown -R ${confinedUid}:${confinedUid} ${cluster}`;
  throw new PostgresError(
    'postgres_owner_mismatch',
    `The database in ${cluster} belongs to user ${uid}, but PostgreSQL would run as user ${wanted} and refuses that. ${remedy}`,
  );
}

/** Works in a directory of another name, which is renamed at the end: a start that broke off is begun again. */
async function initialise(layout: Layout, native: string, durable: boolean): Promise<void> {
  const unfinished = `${layout.cluster}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  if (layout.confinedUid !== undefined) await chown(unfinished, layout.confinedUid, layout.confinedUid);
  const child = startProgram(layout, native, 'initdb', [
    `--pgdata=${join(viewOf(layout, native).data, 'cluster.unfinished')}`,
    `--username=${ADMINISTRATOR_ROLE}`,
    '--auth=peer',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    ...(durable ? [] : ['--no-sync']),
  ]);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output = `${output}${chunk.toString()}`.slice(-4000)));
  child.stderr?.on('data', (chunk: Buffer) => (output = `${output}${chunk.toString()}`.slice(-4000)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new PostgresError(
      'postgres_initialisation_failed',
      `PostgreSQL could not make its data directory ${layout.cluster}: ${lastLine(output)}. Check that the disk has room, or set DATABASE_URL to a PostgreSQL server of your own.`,
      { cause: new Error(output) },
    );
  }
  await rename(unfinished, layout.cluster);
}

function lastLine(output: string): string {
  const lines = output.split('\n').filter((line) => /error|refus|denied|cannot|failed/i.test(line));
  return lines.at(-1)?.trim() ?? 'it gave no reason';
}
