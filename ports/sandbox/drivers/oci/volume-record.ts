import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What is kept beside the files of a volume. `image`: an ext4 image with a hard quota; `directory`: without one. */
export const volumeRecord = z.object({
  kind: z.enum(['image', 'directory']),
  ordinal: z.int(),
  bytes: z.int(),
  inodes: z.int(),
});
export type VolumeRecord = z.infer<typeof volumeRecord>;

export async function writeRecord(directory: string, record: VolumeRecord): Promise<void> {
  await writeFile(join(directory, 'volume.json'), JSON.stringify(record), { mode: 0o600 });
}

export async function readRecord(directory: string): Promise<VolumeRecord | undefined> {
  const text = await readFile(join(directory, 'volume.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : volumeRecord.parse(JSON.parse(text));
}
