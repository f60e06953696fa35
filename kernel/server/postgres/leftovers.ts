import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PostgresError } from './errors.ts';
import type { Layout } from './layout.ts';
import type { SupervisorLog } from './postmaster.ts';
import { processesIn, readPostmasterPid, signalAll, waitUntilNobodyIn } from './processes.ts';

/**
 * Ends every process that works in the cluster: a server whose platform was killed, or the children of a killed
 * server. A second server beside them would destroy the data, so this fails rather than go on.
 */
export async function clearLeftovers(layout: Layout, log: SupervisorLog): Promise<void> {
  const { cluster } = layout;
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    const left = await processesIn(cluster);
    if (left.length === 0) return removeStaleLocks(layout);
    const postmaster = await readPostmasterPid(cluster);
    const addressees = postmaster !== undefined && left.includes(postmaster) ? [postmaster] : left;
    log.info({ processes: left.length }, 'Ending a PostgreSQL that an earlier run left behind');
    signalAll(addressees, signal);
    await waitUntilNobodyIn(cluster, signal === 'SIGKILL' ? 2_000 : 5_000);
  }
  if (await waitUntilNobodyIn(cluster, 0)) return removeStaleLocks(layout);
  throw new PostgresError(
    'postgres_in_use',
    `Processes of an earlier PostgreSQL still work in ${cluster} and could not be ended. End them, then start again.`,
  );
}

/** Nobody works in the cluster, so its locks are void, even when their number belongs to another program by now. */
async function removeStaleLocks({ cluster, socketDirectory }: Layout): Promise<void> {
  const sockets = await readdir(socketDirectory);
  const stale = [join(cluster, 'postmaster.pid'), ...sockets.map((name) => join(socketDirectory, name))];
  await Promise.all(stale.map((path) => rm(path, { force: true })));
}
