import { and, eq, isNull, like, lt, sql as query } from 'drizzle-orm';
import { projects, volumes } from '../tables.ts';
import { discardVolume } from './discard.ts';
import type { Parts } from './parts.ts';

// Longer than any copy of a volume takes: what is younger may still be in the making, by another process.
const GRACE_MS = 60 * 60_000;

/** Removes volumes that a crash left without a project, and those that were in use when their project was deleted. */
export async function sweepVolumes(parts: Parts): Promise<void> {
  const { clock, database } = parts.kernel;
  const before = new Date(clock.now().getTime() - GRACE_MS);
  const orphans = await database.read
    .select({ volume: volumes.volume })
    .from(volumes)
    .leftJoin(projects, eq(query`replace(${projects.id}, '_', '-')`, volumes.volume))
    .where(and(like(volumes.volume, 'prj-%'), isNull(projects.id), lt(volumes.claimedAt, before)));
  for (const { volume } of orphans) await discardVolume(parts, volume);
}
