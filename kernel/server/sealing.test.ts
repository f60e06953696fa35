import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSeal } from './sealing.ts';

const secret = Buffer.from('a secret that must be read again');
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sealing-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('a seal', () => {
  it('opens what it sealed, also after a restart, and shows nothing of it', async () => {
    const sealed = await createSeal(directory, 'notes').seal(secret, 'person_1');
    expect(sealed.includes(secret)).toBe(false);
    expect(await createSeal(directory, 'notes').unseal(sealed, 'person_1')).toEqual(secret);
  });

  it('does not open what belongs to somebody else, was changed, or was sealed with another key', async () => {
    const seal = createSeal(directory, 'notes');
    const sealed = await seal.seal(secret, 'person_1');
    await expect(seal.unseal(sealed, 'person_2')).rejects.toThrow('unable to authenticate');
    const changed = Buffer.from(sealed);
    changed[20] = (changed[20] ?? 0) ^ 1;
    await expect(seal.unseal(changed, 'person_1')).rejects.toThrow('unable to authenticate');
    await expect(createSeal(directory, 'others').unseal(sealed, 'person_1')).rejects.toThrow('unable to authenticate');
  });

  it('keeps its key in a file that only the owner reads, the same for all who begin at once', async () => {
    const seals = Array.from({ length: 8 }, () => createSeal(directory, 'notes'));
    const sealed = await Promise.all(seals.map((seal) => seal.seal(secret, 'x')));
    const opened = await Promise.all(sealed.map((value) => createSeal(directory, 'notes').unseal(value, 'x')));
    expect(opened.every((value) => value.equals(secret))).toBe(true);
    expect(await readdir(join(directory, 'keys'))).toEqual(['notes.key']);
    expect((await stat(join(directory, 'keys', 'notes.key'))).mode & 0o777).toBe(0o600);
  });

  it('names the file when its key was damaged, and does not make another', async () => {
    await createSeal(directory, 'notes').seal(secret, 'x');
    await writeFile(join(directory, 'keys', 'notes.key'), 'short');
    await expect(createSeal(directory, 'notes').seal(secret, 'x')).rejects.toThrow('notes.key does not hold a key');
    expect(await readFile(join(directory, 'keys', 'notes.key'), 'utf8')).toBe('short');
  });
});
