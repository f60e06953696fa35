import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rm } from 'node:fs/promises';
import { Activity } from './activity.ts';
import type { Actor } from './contract/capabilities.ts';
import type { HostMessage } from './contract/messages.ts';
import type { RouteAnswer } from './contract/index.ts';
import { languageServerDirectory } from './contract/start.ts';
import { ProjectEnvironment } from './environment.ts';
import { DebuggingDoor } from './debug/door.ts';
import { DocumentsDoor } from './documents/door.ts';
import { Partials } from './files/partials.ts';
import { Space } from './files/space.ts';
import { temporaryFolder } from './files/stage.ts';
import { Trash } from './files/trash.ts';
import { HistoryDoor } from './history/door.ts';
import { LanguagesDoor } from './languages/door.ts';
import { PortWatch } from './ports/watch.ts';
import { Presence } from './presence/presence.ts';
import { Runs } from './runs/runs.ts';
import type { Settings } from './settings.ts';
import type { PageSocket } from './socket/page-socket.ts';
import { Terminals } from './terminals/terminals.ts';
import { version } from './version.ts';
import { Watch } from './watch/watcher.ts';

/** The state of one running project, which routes and sockets share. */
export class Host {
  readonly root: string;
  readonly state: string;
  /** Differs for each start of a host: what pages remember of an earlier one does not hold. */
  readonly instance = randomUUID();
  readonly activity = new Activity();
  readonly sockets = new Set<PageSocket>();
  readonly presence = new Presence();
  readonly environment: ProjectEnvironment;
  readonly trash: Trash;
  readonly partials: Partials;
  readonly space: Space;
  readonly runs: Runs;
  readonly ports: PortWatch;
  readonly terminals: Terminals;
  readonly watch: Watch;
  readonly documents: DocumentsDoor;
  readonly history: HistoryDoor;
  readonly languages: LanguagesDoor;
  readonly debugging: DebuggingDoor;
  /** The host's own TCP port, which is not the user's business. */
  ownPort: number | undefined;

  private constructor(settings: Settings) {
    const { root, state } = settings;
    this.root = root;
    this.state = state;
    this.environment = new ProjectEnvironment(settings.temporary);
    this.trash = new Trash(root, state);
    this.partials = new Partials(state);
    this.space = new Space(state, this.partials, this.trash);
    this.watch = new Watch(root);
    this.documents = new DocumentsDoor({ root, state, space: this.space, watch: this.watch });
    this.documents.onChange(({ origin }) => {
      if (origin.kind === 'person') this.activity.touch();
    });
    this.history = new HistoryDoor(this);
    this.languages = new LanguagesDoor(this, settings.languageServers ?? languageServerDirectory);
    this.terminals = new Terminals(root, this.environment, () =>
      this.broadcast({ type: 'terminals.changed', terminals: this.terminals.list() }),
    );
    this.runs = new Runs(
      { root, instance: this.instance, environment: this.environment },
      {
        stateChanged: (run) => {
          this.broadcast({ type: 'run.state', run });
          this.ports.wake();
        },
        logGrew: () => this.sockets.forEach((socket) => socket.pumpLog()),
        ports: () => this.ports.ports,
      },
    );
    this.ports = new PortWatch({
      own: () => this.ownPort,
      runMarker: () => this.runs.marker ?? this.debugging.marker,
      wanted: () => this.sockets.size > 0 || this.runs.active || this.debugging.active,
      awaited: () => this.runs.awaitsPort,
      changed: (change) => {
        this.runs.portsChanged(change.ports);
        this.broadcast({ type: 'ports.changed', ...change });
      },
    });
    this.debugging = new DebuggingDoor(this);
  }

  static async create(settings: Settings): Promise<Host> {
    await mkdir(settings.state, { recursive: true });
    const host = new Host({
      ...settings,
      root: await realpath(settings.root),
      state: await realpath(settings.state),
    });
    // What an earlier host did not finish. Unfinished uploads stay: they can be resumed.
    await rm(temporaryFolder(host.state), { recursive: true, force: true });
    const tidy = (): void => void host.space.dropExpired(Date.now()).catch(console.error);
    setTimeout(tidy, 30_000).unref();
    setInterval(tidy, 3_600_000).unref();
    return host;
  }

  broadcast(message: HostMessage): void {
    for (const socket of this.sockets) socket.send(message);
  }

  /** Somebody would like to type in a terminal. */
  tellHolder(terminal: number, { id, name }: Actor): void {
    const { holder } = this.terminals.get(terminal).desk.describe();
    for (const socket of this.sockets) {
      if (socket.actor.id === holder.id) socket.send({ type: 'terminal.asked', terminal, by: { id, name } });
    }
  }

  /** A reporter of progress for the pages; silent when the caller did not name its operation. At most ten a second. */
  progress(operation: string | undefined): (stage: string, percent: number | null, text: string) => void {
    let last = 0;
    return (stage, percent, text) => {
      if (operation === undefined || Date.now() - last < 100) return;
      last = Date.now();
      this.broadcast({ type: 'operation.progress', operation, stage, percent, text });
    };
  }

  health(): RouteAnswer<'health'> {
    return {
      instance: this.instance,
      version,
      node: process.version,
      uptime: process.uptime(),
      rss: process.memoryUsage.rss(),
      activity: {
        lastInput: this.activity.lastInput,
        sockets: this.sockets.size + this.documents.sockets,
        running: this.runs.active || this.debugging.active,
        terminals: this.terminals.size,
        forwarded: this.activity.forwarded,
      },
    };
  }

  /** Ends everything the project runs. */
  async close(): Promise<void> {
    this.ports.stop();
    this.presence.close();
    for (const socket of this.sockets) socket.close();
    this.terminals.closeAll();
    if (this.runs.active) await this.runs.stop('the end of the session');
    await this.debugging.close();
    await this.languages.close();
    await this.documents.close();
    await this.history.close();
    await this.watch.stop();
  }
}
