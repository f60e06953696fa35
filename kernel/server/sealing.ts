import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Encrypts what must be read again, so that a copy of the database alone does not give it away. */
export interface Seal {
  /** @param about whose it is: a sealed value that is copied to somebody else does not open */
  seal(value: Buffer, about: string): Promise<Buffer>;
  unseal(sealed: Buffer, about: string): Promise<Buffer>;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/**
 * AES-256-GCM with a key in a file of the data directory, which is made at first use.
 * @param keyName the file is `keys/<keyName>.key`; each feature that seals has one of its own
 */
export function createSeal(dataDirectory: string, keyName: string): Seal {
  let loading: Promise<Buffer> | undefined;
  const key = (): Promise<Buffer> => (loading ??= loadKey(join(dataDirectory, 'keys', `${keyName}.key`)));
  return {
    async seal(value, about) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', await key(), nonce).setAAD(Buffer.from(about));
      return Buffer.concat([nonce, cipher.update(value), cipher.final(), cipher.getAuthTag()]);
    },
    async unseal(sealed, about) {
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', await key(), nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(about)).setAuthTag(sealed.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    },
  };
}

/** The key is written whole before it has its name, so that two processes that start at once end up with the same. */
async function loadKey(path: string): Promise<Buffer> {
  const known = await readFile(path).catch(ignoreAbsent);
  if (known === undefined) await makeKey(path);
  const key = known ?? (await readFile(path));
  if (key.length === KEY_BYTES) return key;
  throw new Error(
    `${path} does not hold a key of ${KEY_BYTES} bytes. Restore it from the backup of the data directory.`,
  );
}

async function makeKey(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, randomBytes(KEY_BYTES), { mode: 0o600, flush: true });
  await link(draft, path).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
  await rm(draft);
}

function ignoreAbsent(error: unknown): undefined {
  if (!hasCode(error, 'ENOENT')) throw error;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
