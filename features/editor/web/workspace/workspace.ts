import type { FileProblems } from '@e-code/host/contract';
import type { Project } from '@e-code/projects/contract';
import type { SessionState } from '@e-code/sandboxes/contract';
import { Documents } from '../documents/documents.ts';
import { DocumentSocket } from '../documents/document-socket.ts';
import { DocumentStore } from '../documents/store.ts';
import { FileActions } from '../tree/file-actions.ts';
import { HostClient } from '../host/client.ts';
import { HostSocket } from '../host/socket.ts';
import { Layout } from '../layout/layout.ts';
import { baseName } from '../parts/paths.ts';
import { afterFirstLook } from '../parts/first-look.ts';
import { Store } from '../parts/store.ts';
import { Presence } from '../presence/presence.ts';
import { whereaboutsOf } from '../presence/whereabouts.ts';
import { planFiles, Runs } from '../run/runs.ts';
import { Terminals } from '../terminal/terminals.ts';
import { TreeModel } from '../tree/tree-model.ts';
import { UploadNames } from '../tree/upload-names.ts';
import { Uploads } from '../tree/uploads.ts';
import { FileIndex } from '../palette/file-index.ts';
import { FolderPolling } from './folder-polling.ts';
import { rightsOf, type Rights } from './rights.ts';

export type WorkspaceProject = Pick<Project, 'id' | 'slug' | 'name' | 'role' | 'guest'>;

/** Everything that belongs to one open project. It outlives what is drawn of it. */
export class Workspace {
  readonly project: WorkspaceProject;
  readonly rights: Rights;
  readonly client: HostClient;
  readonly socket: HostSocket;
  readonly documents: Documents;
  readonly tree: TreeModel;
  readonly files: FileActions;
  readonly uploads: Uploads;
  readonly index: FileIndex;
  readonly presence: Presence;
  readonly terminals: Terminals;
  readonly runs: Runs;
  readonly layout: Layout;
  readonly polling = new FolderPolling();
  /** How often the person's role in the project changed while the page is open. */
  readonly rightsChanges = new Store(0);
  /** What language servers find wrong; undefined while no file of theirs was open here. */
  readonly problems = new Store<readonly FileProblems[] | undefined>(undefined);
  /** Undefined until the platform told. */
  readonly session = new Store<SessionState | undefined>(undefined);
  readonly #stop: (() => void)[] = [];

  constructor(project: WorkspaceProject) {
    const address = `/api/projects/${project.id}`;
    this.project = project;
    this.rights = rightsOf(project);
    this.socket = new HostSocket({
      url: () => `${location.origin.replace(/^http/, 'ws')}${address}/socket`,
      onRightsChanged: () => this.rightsChanges.update((count) => count + 1),
    });
    this.client = new HostClient(`${address}/host`, undefined, (...question) => this.socket.ask(...question));
    this.tree = new TreeModel({
      list: async (path) => (await this.client.ask('files.list', { path })).entries,
    });
    this.layout = new Layout(project.id);
    this.documents = new Documents({
      client: this.client,
      socket: new DocumentSocket({ url: () => `${location.origin.replace(/^http/, 'ws')}${address}/documents` }),
      store: new DocumentStore(project.id),
      onMoved: (from, to) => this.layout.moved(from, to),
    });
    this.files = new FileActions(this);
    this.uploads = new Uploads(this.client, new UploadNames(project.id, localStorage));
    this.index = new FileIndex(this.client);
    this.presence = new Presence(this.socket, whereaboutsOf(this.layout));
    this.terminals = new Terminals(this.socket);
    this.runs = new Runs(this.client, this.socket);
  }

  /** Connects, and does what has to hold as long as the page is open. Returns how to end it. */
  start(): () => void {
    const { socket, documents, tree, runs, layout, terminals } = this;
    void tree.begin();
    void runs.begin();
    this.#stop.push(
      this.presence.start(),
      ...[layout.inUse, layout.activeFile, layout.phoneView, layout.editor, terminals.list].map((store) =>
        store.subscribe(() => this.presence.touch()),
      ),
      socket.on('welcome', () => this.#welcome()),
      socket.state.subscribe(() => {
        if (socket.state.get() === 'ended') void this.#forgetCopies();
      }),
      socket.on('files.changed', ({ events, overflow }) => {
        tree.changed(events, overflow);
        if (overflow || events.some((event) => event.kind !== 'update')) this.index.forget();
        if (events.some((event) => planFiles.has(baseName(event.path)))) void runs.loadPlan();
      }),
      this.polling.start(socket, () => {
        if (!document.hidden) tree.refresh();
      }),
      listen('pagehide', () => void documents.keep()),
      listen('visibilitychange', () => this.#visibility()),
      listen('online', () => this.retryNow()),
      listen('offline', () => this.#probe()),
      listen('beforeunload', (event) => {
        // Only when the browser has no room to keep what is unsaved: otherwise leaving loses nothing.
        if (!documents.keep()) event.preventDefault();
      }),
    );
    runs.onPortOpened = (port) => layout.showPreview(port);
    runs.onPortFound = (port) => layout.offerPreview(port);
    void documents.start();
    socket.connect();
    return () => this.#end();
  }

  #welcome(): void {
    this.socket.send({ type: 'watch.start' });
    // Events may have been missed while there was no connection.
    void afterFirstLook().then(() => this.tree.refresh());
    this.index.forget();
  }

  /** Who may not open the project keeps no copies of it, but for edits that are nowhere else. */
  async #forgetCopies(): Promise<void> {
    // What was typed a moment ago counts as well.
    this.documents.keep();
    const { forgetSentCopies } = await import('../documents/copies.ts');
    await forgetSentCopies(this.project.id);
  }

  #visibility(): void {
    this.presence.touch();
    if (document.hidden) void this.documents.flush();
    else this.retryNow();
  }

  /** Connects at once, since the project is known to be there. */
  retryNow(): void {
    this.socket.retryNow();
    this.documents.retryNow();
  }

  /** The network may be gone: looks at once instead of at the next pulse. */
  #probe(): void {
    this.socket.probe();
    this.documents.probe();
  }

  #end(): void {
    for (const stop of this.#stop.splice(0)) stop();
    this.documents.stop();
    this.socket.close();
  }
}

function listen(type: string, handle: (event: Event) => void): () => void {
  window.addEventListener(type, handle);
  return () => window.removeEventListener(type, handle);
}
