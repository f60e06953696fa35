import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { linkLibraries, locateBinaries } from './binaries.ts';
import type { Binaries } from './binaries.ts';
import { prepareCluster } from './cluster.ts';
import { viewOf } from './command.ts';
import { writeConfiguration } from './configuration.ts';
import { clearLeftovers } from './leftovers.ts';
import { prepareLayout } from './layout.ts';
import type { Layout } from './layout.ts';
import { claimDataDirectory } from './ownership.ts';
import { startPostmaster } from './postmaster.ts';
import type { Postmaster, SupervisorLog } from './postmaster.ts';
import { prepareRole, socketConnectionString } from './roles.ts';

export type PostgresState = 'starting' | 'ready' | 'recovering' | 'failed' | 'stopped';

export interface EmbeddedPostgresOptions {
  /** Such as `data/postgres`. Made when it is absent. */
  dataDirectory: string;
  log: SupervisorLog;
  /** Told at each change. `failed` means that restarts were given up. */
  onState?: (state: PostgresState, reason: string) => void;
  /** The user that PostgreSQL gets when the platform is root. */
  postgresUid?: number;
  /** For tests only: false trades safety against power cuts for speed. */
  durable?: boolean;
  maxConnections?: number;
  /** Before each restart in a row, in milliseconds; when they are used up, restarting is given up. */
  restartPauses?: number[];
}

export interface EmbeddedPostgres {
  /** Names the socket's directory; holds no secret. Stays the same over restarts. */
  connectionString: string;
  socketDirectory: string;
  /** Such as `18.4`. */
  version: string;
  /** Of the present postmaster; changes with a restart. */
  readonly pid: number;
  readonly state: PostgresState;
  /** Ends connections, writes a checkpoint, waits for the end. */
  stop(): Promise<void>;
}

const LEVELS = { starting: 'debug', ready: 'debug', recovering: 'warn', failed: 'error', stopped: 'debug' } as const;
/** Before each restart in a row, in milliseconds; after the last one restarting is given up. */
const RESTART_PAUSES = [0, 200, 500, 1_000, 2_000, 5_000, 10_000, 10_000];
/** A server that ran this long was well; the count of restarts begins anew. */
const WELL_AFTER_MS = 60_000;
const SHUTDOWN_MS = 30_000;

/**
 * Starts the PostgreSQL that npm installed and keeps it running: what an earlier platform left behind is ended, a
 * server that dies is started again. Rejects with a PostgresError when the first start fails.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = await locateBinaries();
  const layout = await prepareLayout(options.dataDirectory, options.postgresUid);
  const release = await claimDataDirectory(layout.dataDirectory);
  const supervisor = new Supervisor(options, layout, binaries);
  try {
    const version = await supervisor.start();
    return {
      connectionString: socketConnectionString(layout.socketDirectory),
      socketDirectory: layout.socketDirectory,
      version,
      get pid() {
        return supervisor.pid;
      },
      get state() {
        return supervisor.state;
      },
      stop: async () => {
        await supervisor.stop();
        await release();
      },
    };
  } catch (error) {
    await supervisor.stop();
    await release();
    throw error;
  }
}

class Supervisor {
  state: PostgresState = 'starting';
  readonly #options: EmbeddedPostgresOptions;
  readonly #layout: Layout;
  readonly #binaries: Binaries;
  readonly #stopping = new AbortController();
  #postmaster: Postmaster | undefined;
  #watching: Promise<void> = Promise.resolve();

  constructor(options: EmbeddedPostgresOptions, layout: Layout, binaries: Binaries) {
    this.#options = options;
    this.#layout = layout;
    this.#binaries = binaries;
  }

  get pid(): number {
    return this.#postmaster?.pid ?? 0;
  }

  async start(): Promise<string> {
    const layout = this.#layout;
    const { native } = this.#binaries;
    const view = viewOf(layout, native);
    this.#tell('starting', 'PostgreSQL is starting');
    await clearLeftovers(layout, this.#options.log);
    await linkLibraries(native, view.native, layout.libraries);
    const durable = this.#options.durable ?? true;
    await prepareCluster(layout, native, durable);
    await writeConfiguration(layout, view.sockets, { durable, maxConnections: this.#options.maxConnections ?? 100 });
    this.#postmaster = await startPostmaster(layout, native, this.#options.log);
    const { version } = await prepareRole(layout.socketDirectory);
    this.#tell('ready', `PostgreSQL ${version} accepts connections`);
    this.#watching = this.#watch();
    return version;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const postmaster = this.#postmaster;
    if (postmaster !== undefined) await endPostmaster(postmaster, this.#options.log);
    await this.#watching;
    await rm(this.#layout.runtimeDirectory, { recursive: true, force: true });
    if (this.state !== 'failed') this.#tell('stopped', 'PostgreSQL has stopped');
  }

  /** Follows one server after the other until the platform stops or restarting is given up. */
  async #watch(): Promise<void> {
    const pauses = this.#options.restartPauses ?? RESTART_PAUSES;
    let remaining = [...pauses];
    let startedAt = performance.now();
    while (this.#postmaster !== undefined) {
      const reason = await this.#postmaster.ended;
      this.#postmaster = undefined;
      if (this.#stopping.signal.aborted) return;
      if (performance.now() - startedAt > WELL_AFTER_MS) remaining = [...pauses];
      this.#tell('recovering', `PostgreSQL stopped by itself: ${reason}`);
      for (let pause = remaining.shift(); pause !== undefined; pause = remaining.shift()) {
        await this.#restart(pause);
        if (this.#stopping.signal.aborted) return;
        if (this.#postmaster !== undefined) break;
      }
      startedAt = performance.now();
    }
    this.#tell(
      'failed',
      `PostgreSQL did not stay up in ${pauses.length} restarts; see the log above, then start again`,
    );
  }

  async #restart(pause: number): Promise<void> {
    try {
      await wait(pause, undefined, { signal: this.#stopping.signal });
      await clearLeftovers(this.#layout, this.#options.log);
      const postmaster = await startPostmaster(this.#layout, this.#binaries.native, this.#options.log);
      if (this.#stopping.signal.aborted) return await endPostmaster(postmaster, this.#options.log);
      this.#postmaster = postmaster;
      this.#tell('ready', 'PostgreSQL accepts connections again');
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.#options.log.error({ reason: String(error) }, 'PostgreSQL could not be restarted');
    }
  }

  #tell(state: PostgresState, reason: string): void {
    this.state = state;
    this.#options.log[LEVELS[state]]({ state }, reason);
    this.#options.onState?.(state, reason);
  }
}

async function endPostmaster(postmaster: Postmaster, log: SupervisorLog): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    postmaster.signal(signal);
    const timeout = new AbortController();
    const late = wait(SHUTDOWN_MS, 'late', { signal: timeout.signal }).catch(() => 'ended');
    const outcome = await Promise.race([postmaster.ended.then(() => 'ended'), late]);
    timeout.abort();
    if (outcome === 'ended') return;
    log.warn({ signal }, 'PostgreSQL did not stop in time');
  }
}
