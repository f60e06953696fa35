import { releaseVolume } from './claim.ts';
import type { Outside } from './parts.ts';

/** Removes a volume that no project has. One that cannot be removed now keeps its claim, and the sweep tries again. */
export async function discardVolume({ kernel, sandbox }: Outside, volume: string): Promise<void> {
  try {
    await sandbox.volumes.remove(volume);
    await releaseVolume(kernel.database.read, volume);
  } catch (error) {
    kernel.log.warn({ err: error, volume }, 'A volume without a project could not be removed; it is tried again');
  }
}
