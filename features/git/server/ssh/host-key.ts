import { generateKeyPairSync } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The key by which clients know this installation again: made once, in the data directory, readable for its owner only.
 * It is written whole before it has its name, so that two processes that start at once end up with the same.
 */
export async function readHostKey(dataDirectory: string): Promise<Buffer> {
  const folder = join(dataDirectory, 'keys');
  const path = join(folder, 'ssh-host.key');
  const known = await readFile(path).catch(ignoreAbsent);
  if (known !== undefined) return known;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, makeKey(), { mode: 0o600, flush: true });
  await link(draft, path).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
  await rm(draft);
  return readFile(path);
}

/**
 * ECDSA, because Node writes it in a form that the SSH library reads. Of 300 Ed25519 keys that the library made itself,
 * 2 could not be read back by it (ssh2 1.17.0).
 */
function makeKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'sec1', format: 'pem' }).toString();
}

function ignoreAbsent(error: unknown): undefined {
  if (!hasCode(error, 'ENOENT')) throw error;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
