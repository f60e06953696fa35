import { eq, sql as query } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import { volumes } from '../tables.ts';

/** The name of a project's volume: volumes become directories and host names, which have no underscore. */
export function volumeOf(projectId: string): string {
  return projectId.replace('_', '-');
}

const ORDINALS = 64_000;

/**
 * Gives a volume that is to be made its ordinal. Must be committed before the volume is made.
 * @throws when the installation holds as many volumes as there are ordinals
 */
export async function claimVolume(sql: Sql, volume: string, now: Date): Promise<number> {
  for (let tries = 0; tries < ORDINALS; tries += 1) {
    const [claimed] = await sql
      .insert(volumes)
      .values({ ordinal: query`nextval('projects.ordinals')`, volume, claimedAt: now })
      .onConflictDoNothing({ target: volumes.ordinal })
      .returning();
    if (claimed !== undefined) return claimed.ordinal;
  }
  throw new Error(`All ${ORDINALS} volumes of this installation exist`);
}

/** Gives the ordinal back. Only after the volume is gone. */
export async function releaseVolume(sql: Sql, volume: string): Promise<void> {
  await sql.delete(volumes).where(eq(volumes.volume, volume));
}
