import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PostgresError } from './errors.ts';
import { startTimeOf } from './processes.ts';

const owner = z.object({ pid: z.number().int(), startedAt: z.string() });

/**
 * Claims the data directory for this process, so that a second platform neither starts on it nor ends the first one's
 * server as an orphan. A claim of a process that has died is void.
 *
 * @returns gives the claim back
 */
export async function claimDataDirectory(dataDirectory: string): Promise<() => Promise<void>> {
  const path = join(dataDirectory, 'owner.json');
  const claim = JSON.stringify({ pid: process.pid, startedAt: (await startTimeOf(process.pid)) ?? '' });
  if (!(await create(path, claim))) {
    await refuseLivingOwner(path, dataDirectory);
    await rm(path, { force: true });
    if (!(await create(path, claim))) await refuseLivingOwner(path, dataDirectory);
  }
  return () => rm(path, { force: true });
}

async function create(path: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(text);
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function refuseLivingOwner(path: string, dataDirectory: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const found = owner.safeParse(parseJson(text));
  if (!found.success) return;
  const { pid, startedAt } = found.data;
  if ((await startTimeOf(pid)) !== startedAt) return;
  throw new PostgresError(
    'postgres_in_use',
    `The data in ${dataDirectory} is in use by process ${pid}: E-Code is already running on it. Stop that process first, or give this one another data directory.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
