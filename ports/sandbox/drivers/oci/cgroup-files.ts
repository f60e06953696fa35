import { readdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Reads a file that holds one number; `max` and values beyond 2^53 count as infinity. Absent files count as 0. */
export async function readNumber(file: string): Promise<number> {
  const text = (await readFile(file, 'utf8').catch(() => '0')).trim();
  const value = text === 'max' ? Infinity : Number(text);
  return value > Number.MAX_SAFE_INTEGER ? Infinity : value;
}

/** Reads the number behind a key in a file of `key value` lines. */
export async function readField(file: string, key: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${key} `));
  return line === undefined ? 0 : Number(line.slice(key.length + 1));
}

export async function readProcesses(directory: string): Promise<number[]> {
  const text = await readFile(join(directory, 'cgroup.procs'), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);
}

export async function listGroups(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** Removes a group and those below it. Files of a group vanish with it, only directories are removed. */
export async function removeGroup(directory: string): Promise<void> {
  for (const name of await listGroups(directory)) await removeGroup(join(directory, name));
  for (let attempt = 0; attempt < REMOVE_ATTEMPTS; attempt += 1) {
    const failure = await tryRemove(directory);
    if (failure === undefined || failure === 'ENOENT') return;
    if (failure !== 'EBUSY') throw new Error(`The control group ${directory} could not be removed: ${failure}`);
    // The kernel keeps a group busy until its last process is reaped, some milliseconds after it was killed.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const REMOVE_ATTEMPTS = 200;

async function tryRemove(directory: string): Promise<string | undefined> {
  try {
    await rmdir(directory);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
