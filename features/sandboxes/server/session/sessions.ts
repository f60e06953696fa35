import { createEmit, publish, systemActor } from '@e-code/kernel/server';
import type { Actor, Kernel } from '@e-code/kernel/server';
import type { SandboxPort } from '@e-code/port-sandbox';
import { sandboxErrors, sessionChannel, sessionFailed, sessionStarted, sessionStopped } from '../../contract/index.ts';
import type { SessionState, StopCause } from '../../contract/index.ts';
import type { SandboxSettings } from '../settings.ts';
import { giveEnvironment } from './ask-host.ts';
import { watchIdle } from './idle.ts';
import { launchSandbox } from './launch.ts';
import type { HostBundle } from './launch.ts';
import type { ProjectDirectory } from './project-directory.ts';
import { Session } from './session.ts';
import type { Running } from './session.ts';

export interface SessionsParts {
  readonly kernel: Kernel;
  readonly sandboxes: SandboxPort;
  readonly projects: ProjectDirectory;
  readonly hostBundle: HostBundle;
  readonly settings: SandboxSettings;
  /** Variables that programs of a project get, from the features that know them. Later ones win. */
  readonly environment: readonly EnvironmentSource[];
}

/** Reads what holds now; asked at each start of a project and after each `environmentChanged`. */
export type EnvironmentSource = (projectId: string) => Promise<Readonly<Record<string, string>>>;

const TOUCH_MS = 60_000;
const GIVE_MS = 20_000;
const system = systemActor('sandboxes');

/** All sessions of this process by project. A session that was never needed does not exist and counts as stopped. */
export class Sessions {
  readonly #parts: SessionsParts;
  readonly #sessions = new Map<string, Session>();
  readonly #touched = new Map<string, number>();
  readonly #giving = new Map<string, Promise<void>>();
  #endIdleWatch: (() => void) | undefined;
  #closing = false;

  constructor(parts: SessionsParts) {
    this.#parts = parts;
  }

  get(projectId: string): Session | undefined {
    return this.#sessions.get(projectId);
  }

  /** Sessions that are not at rest. */
  active(): Session[] {
    return [...this.#sessions.values()].filter((session) => !session.atRest);
  }

  /**
   * The running sandbox of a project; starts it when needed.
   * @param asked whether a person pressed a button, rather than a page that tries again by itself
   * @throws session_not_started with the reason, session_stopped when somebody stopped it meanwhile
   */
  async wake(projectId: string, actor: Actor, asked = false): Promise<Running> {
    const session = this.#ensure(projectId);
    this.#touch(projectId);
    const running = session.running ?? (await session.wake(asked, actor));
    session.lastUse = this.#parts.kernel.clock.now();
    return running ?? refuse(session.state);
  }

  /** The running sandbox when the host answers now, without waiting or starting. It counts as a use. */
  use(projectId: string): Running | undefined {
    const session = this.#sessions.get(projectId);
    const running = session?.running;
    if (session === undefined || running === undefined) return undefined;
    this.#touch(projectId);
    session.lastUse = this.#parts.kernel.clock.now();
    return running;
  }

  async restart(projectId: string, actor: Actor): Promise<void> {
    const session = this.#ensure(projectId);
    if ((await session.restart(actor)) === undefined) refuse(session.state);
  }

  /** Resolves when nothing of the sandbox is left. */
  async stop(projectId: string, cause: StopCause): Promise<void> {
    await this.#sessions.get(projectId)?.stop(cause);
  }

  /** Gives the present variables to the project's host, when it runs. What runs inside already keeps its own. */
  async refreshEnvironment(projectId: string): Promise<void> {
    const running = this.#sessions.get(projectId)?.launched;
    if (running !== undefined) await this.#giveEnvironment(projectId, running, AbortSignal.timeout(GIVE_MS));
  }

  async start(): Promise<void> {
    const { sandboxes, kernel, settings } = this.#parts;
    try {
      const removed = await sandboxes.recover();
      if (removed.sandboxes > 0) kernel.log.info({ removed }, 'Sandboxes of an earlier process were removed');
    } catch (error) {
      // A machine that cannot run sandboxes still serves everything else; whoever opens a project is told why.
      kernel.log.error({ err: error }, 'Sandboxes cannot run on this machine');
    }
    this.#endIdleWatch = watchIdle(this, settings.idleMinutes * 60_000, kernel);
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#endIdleWatch?.();
    await Promise.all(this.active().map((session) => session.stop('shutdown')));
  }

  #ensure(projectId: string): Session {
    if (this.#closing) throw sandboxErrors.session_stopped();
    const known = this.#sessions.get(projectId);
    if (known !== undefined) return known;
    const { kernel } = this.#parts;
    const session = new Session({
      projectId,
      clock: kernel.clock,
      log: kernel.log,
      launch: async (stderr) => {
        const { listening } = await this.#parts.sandboxes.describe();
        const { kernel: _kernel, environment: _environment, hostBundle: bundle, ...rest } = this.#parts;
        const launch = { ...rest, bundle, listening, appsDomain: appsDomainOf(kernel) };
        return launchSandbox(launch, projectId, stderr);
      },
      prepare: (running, signal) => this.#giveEnvironment(projectId, running, signal),
      changed: (changed, before) => this.#changed(changed, before),
    });
    this.#sessions.set(projectId, session);
    return session;
  }

  /** One after the other for each project, and each reads anew: the last one that a host hears is the newest. */
  #giveEnvironment(projectId: string, { pools }: Running, signal: AbortSignal): Promise<void> {
    const before = this.#giving.get(projectId) ?? Promise.resolve();
    const giving = before
      .catch(() => undefined)
      .then(async () => {
        const parts = await Promise.all(this.#parts.environment.map((source) => source(projectId)));
        const variables = Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
        await giveEnvironment(pools.host, { variables }, signal);
      });
    this.#giving.set(projectId, giving);
    return giving.finally(() => {
      if (this.#giving.get(projectId) === giving) this.#giving.delete(projectId);
    });
  }

  #changed(session: Session, before: SessionState): void {
    const { kernel } = this.#parts;
    const { projectId, state, since } = session;
    publish(kernel, sessionChannel, { projectId }, { state, since: since.toISOString() });
    void this.#record(session, before).catch((error: unknown) =>
      kernel.log.warn({ err: error, projectId }, 'A change of a session was not recorded'),
    );
  }

  async #record({ projectId, state, startedBy, startMs }: Session, before: SessionState): Promise<void> {
    const { database, clock } = this.#parts.kernel;
    if (state.status === before.status) return;
    if (state.status === 'starting' || state.status === 'stopping') return;
    await database.transaction(async (sql) => {
      const emit = createEmit(sql, state.status === 'running' ? startedBy : system, () => clock.now());
      if (state.status === 'running') await emit(sessionStarted, { projectId, milliseconds: Math.round(startMs) });
      if (state.status === 'stopped') await emit(sessionStopped, { projectId, cause: state.cause ?? 'asked' });
      if (state.status === 'failed') await emit(sessionFailed, { projectId, ...state.failure });
    });
  }

  #touch(projectId: string): void {
    const now = Date.now();
    if (now - (this.#touched.get(projectId) ?? 0) < TOUCH_MS) return;
    this.#touched.set(projectId, now);
    void Promise.resolve(this.#parts.projects.touched(projectId)).catch((error: unknown) =>
      this.#parts.kernel.log.warn({ err: error, projectId }, 'The last use of a project was not recorded'),
    );
  }
}

function refuse(state: SessionState): never {
  if (state.status === 'failed') throw sandboxErrors.session_not_started({ ...state.failure, retryAt: state.retryAt });
  throw sandboxErrors.session_stopped();
}

function appsDomainOf({ site }: Kernel): string {
  return new URL(site.appOrigin('x')).hostname.slice('x.'.length);
}
