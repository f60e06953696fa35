import { chown, writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { Layout } from './layout.ts';

/** The role and the database that the platform uses; the role owns the database and is no superuser. */
export const PLATFORM_ROLE = 'e_code';
/** The superuser, for making that role; nothing but the supervisor signs in as it. */
export const ADMINISTRATOR_ROLE = 'postgres';

export interface Tuning {
  /** Off only for tests: a power cut then loses everything. */
  durable: boolean;
  maxConnections: number;
}

/** Writes the three configuration files of the cluster. They are ours and written at each start. */
export async function writeConfiguration(layout: Layout, socketDirectory: string, tuning: Tuning): Promise<void> {
  const files = {
    'postgresql.conf': postgresqlConf(socketDirectory, tuning, totalmem()),
    'pg_hba.conf': 'local all all peer map=platform\n',
    'pg_ident.conf': identityMap(layout.platformUser),
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(layout.cluster, name);
    await writeFile(path, text, { mode: 0o600 });
    if (layout.confinedUid !== undefined) await chown(path, layout.confinedUid, layout.confinedUid);
  }
}

/** Only the platform's own system user may sign in, and the kernel vouches for it (peer), so there is no password. */
function identityMap(platformUser: string): string {
  const name = `"${platformUser.replaceAll('"', '""')}"`;
  return `platform ${name} ${PLATFORM_ROLE}\nplatform ${name} ${ADMINISTRATOR_ROLE}\n`;
}

const MEBIBYTE = 1024 * 1024;

/**
 * The settings, for a machine that PostgreSQL shares with everything else the platform runs.
 * @param memory of the machine, in bytes
 */
export function postgresqlConf(socketDirectory: string, tuning: Tuning, memory: number): string {
  const share = Math.floor(memory / MEBIBYTE / 32);
  const settings: Record<string, string | number> = {
    listen_addresses: "''",
    unix_socket_directories: `'${socketDirectory.replaceAll("'", "''")}'`,
    unix_socket_permissions: '0700',
    max_connections: tuning.maxConnections,
    timezone: "'UTC'",
    // A 32nd of the memory: 750 MB of 24 GB, 128 MB of a small machine. The rest is for projects.
    shared_buffers: `${Math.min(Math.max(share, 128), 1024)}MB`,
    effective_cache_size: `${Math.max(Math.floor(memory / MEBIBYTE / 4), 256)}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    random_page_cost: 1.1,
    // The platform asks short questions: compiling or spreading them over workers costs more than it saves.
    jit: 'off',
    max_parallel_workers_per_gather: 0,
    max_worker_processes: 4,
    autovacuum_max_workers: 2,
    io_workers: 2,
    wal_level: 'replica',
    wal_compression: 'on',
    min_wal_size: '80MB',
    max_wal_size: '1GB',
    checkpoint_timeout: '15min',
    fsync: tuning.durable ? 'on' : 'off',
    synchronous_commit: tuning.durable ? 'on' : 'off',
    full_page_writes: tuning.durable ? 'on' : 'off',
    // A transaction that was forgotten holds locks and keeps the vacuum from working.
    idle_in_transaction_session_timeout: '60s',
    // The text of a statement may hold what a person typed; it stays out of the log.
    log_min_error_statement: 'panic',
    log_line_prefix: "''",
    log_checkpoints: 'off',
    lc_messages: "'C'",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  return ['# Written at each start: what is changed here is lost.', ...lines, ''].join('\n');
}
