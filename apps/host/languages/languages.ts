import type { ChangeOrigin } from '../contract/documents.ts';
import type { Anchor, FileProblems, LanguageServerName, LanguageState, Problem } from '../contract/languages.ts';
import type { HostMessage } from '../contract/messages.ts';
import type { DocumentsDoor } from '../documents/door.ts';
import type { DocumentChange } from '../documents/documents.ts';
import { textName } from '../documents/document.ts';
import type { FileSync } from '../documents/file-sync.ts';
import type { Editing } from '../edits/edit-file.ts';
import { HostError } from '../failure.ts';
import type { FileEvent, Watch } from '../watch/watcher.ts';
import { fromAnchor } from '../documents/text/anchors.ts';
import { hasReached } from './state-vector.ts';
import { catalogue, serverFor } from './catalogue.ts';
import { Diagnosis } from './diagnosis.ts';
import { fileUri } from './file-uri.ts';
import { LanguageServer } from './language-server.ts';
import type { OpenFile } from './open-file.ts';
import { type Position, toPosition } from './positions.ts';
import { applyWorkspaceEdit, type WorkspaceEdit } from './workspace-edit.ts';

export interface LanguagesGround extends Editing {
  readonly documents: DocumentsDoor;
  readonly watch: Watch;
  /** Where language servers are installed. */
  readonly languageServers: string;
  readonly broadcast: (message: HostMessage) => void;
}

/** A place in an open document that a person asks about. */
export interface Asked {
  readonly document: string;
  readonly vector: string;
  readonly at: Anchor;
}

/** What is needed to ask a server about an open file. */
export interface Subject {
  readonly server: LanguageServer;
  readonly file: OpenFile;
}

const sweepInterval = 10_000;
/** A server without files is kept for so long: a reload of the page, or a look at another file. */
const keptFor = 60_000;
/** How long a question waits for text that its page has typed and the host has not received. */
const patience = 2000;

const fileChangeTypes = { create: 1, update: 2, delete: 3 } as const;

/** The language servers of the project, fed with its shared documents. */
export class Languages {
  readonly ground: LanguagesGround;
  readonly diagnosis: Diagnosis;
  readonly #servers = new Map<LanguageServerName, LanguageServer>();
  readonly #idle = new Map<LanguageServer, number>();
  readonly #sweeper = setInterval(() => void this.#sweep().catch(console.error), sweepInterval).unref();
  readonly #stopListening: () => void;

  constructor(ground: LanguagesGround) {
    this.ground = ground;
    this.diagnosis = new Diagnosis((file, problems) => this.#tellProblems(file, problems));
    this.#stopListening = ground.documents.onChange((change) => this.#changed(change));
    ground.watch.overhear((events) => this.#filesChanged(events));
  }

  /** Somebody looks at a document. Undefined when no server knows its language. */
  async open(name: string): Promise<Subject | undefined> {
    const sync = await this.#find(name);
    const about = serverFor(sync.path);
    if (about === undefined) return undefined;
    const server = this.#server(about.name);
    const known = server.files.has(sync.document.id);
    const file = server.open(sync);
    if (!known) this.diagnosis.touched(server);
    return { server, file };
  }

  /** The document, when the host has everything its page had. */
  async text({ document, vector }: Omit<Asked, 'at'>): Promise<FileSync> {
    const sync = await this.#find(document);
    await hasReached(sync.document.doc, Buffer.from(vector, 'base64'), patience);
    sync.document.drain();
    return sync;
  }

  /** The same, with the server that knows its language. */
  async subject(asked: Omit<Asked, 'at'>): Promise<Subject> {
    await this.text(asked);
    const subject = await this.open(asked.document);
    if (subject === undefined) throw new HostError('language_absent');
    return subject;
  }

  /** A place as the protocol says it. */
  async locate(asked: Asked): Promise<Subject & { offset: number; position: Position }> {
    const subject = await this.subject(asked);
    return { ...subject, ...placeOf(subject.file, asked.at) };
  }

  /** What is wrong in all open files. */
  problems(): FileProblems[] {
    return [...this.diagnosis.all()]
      .filter(([, problems]) => problems.length > 0)
      .map(([file, problems]) => ({ ...namesOf(file), problems }));
  }

  /** Servers that answer now. */
  running(): LanguageServer[] {
    return [...this.#servers.values()].filter(({ process }) => process !== undefined);
  }

  server(name: LanguageServerName): LanguageServer {
    return this.#server(name);
  }

  /** Asks the server about a place; `more` is added to the question. */
  async ask(
    asked: Asked,
    method: string,
    signal: AbortSignal,
    more: object = {},
  ): Promise<Subject & { answer: unknown; offset: number; version: number }> {
    const { server, file, offset, position } = await this.locate(asked);
    // The version that the server answers about: what it is told later comes after the question.
    await server.started();
    const current = placeOf(file, asked.at);
    const { version } = file;
    const answer = await server.request(
      method,
      { textDocument: { uri: file.uri }, position: current.position ?? position, ...more },
      signal,
    );
    return { server, file, answer, offset: current.offset ?? offset, version };
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    this.#stopListening();
    this.diagnosis.stop();
    await Promise.all([...this.#servers.values()].map((server) => server.stop()));
  }

  #server(name: LanguageServerName): LanguageServer {
    const present = this.#servers.get(name);
    if (present !== undefined) return present;
    const { root, languageServers } = this.ground;
    const made = new LanguageServer(catalogue[name], {
      root,
      folder: languageServers,
      told: (state) => this.#tellState(state),
      ready: (server) => this.diagnosis.touched(server),
      notified: (server, method, params) => {
        if (method === 'textDocument/publishDiagnostics') this.diagnosis.published(server, params);
      },
      asked: (server, method, params) => this.#asked(server, method, params),
    });
    this.#servers.set(name, made);
    return made;
  }

  /** What servers ask of an editor. */
  async #asked(server: LanguageServer, method: string, params: unknown): Promise<unknown> {
    const { root } = this.ground;
    if (method === 'workspace/configuration') {
      const { items } = params as { items: { section?: string }[] };
      return Promise.all(
        items.map(async ({ section = '' }) => (await server.about.configure?.(section, root)) ?? null),
      );
    }
    if (method === 'workspace/diagnostic/refresh') this.diagnosis.touched(server);
    if (method === 'workspace/applyEdit') {
      const { edit } = params as { edit: WorkspaceEdit };
      const origin: ChangeOrigin = { kind: 'formatter', name: server.about.title };
      await applyWorkspaceEdit(this.ground, server, edit, origin);
      return { applied: true };
    }
    return null;
  }

  #changed(change: DocumentChange): void {
    for (const server of this.#servers.values()) {
      const file = server.files.get(change.document.id);
      if (file === undefined) continue;
      server.change(file, change);
      this.diagnosis.touched(server);
    }
  }

  #filesChanged(events: readonly FileEvent[]): void {
    const changes = events.map(({ path, kind }) => ({
      uri: fileUri(this.ground.root, path),
      type: fileChangeTypes[kind],
    }));
    for (const server of this.#servers.values()) {
      server.process?.connection.notify('workspace/didChangeWatchedFiles', { changes });
      this.diagnosis.touched(server);
    }
  }

  async #find(name: string): Promise<FileSync> {
    const sync = await (await this.ground.documents.load()).find(name);
    if (typeof sync === 'string') throw new HostError('document_unknown');
    return sync;
  }

  #tellState(state: LanguageState): void {
    this.ground.broadcast({ type: 'language.state', state });
  }

  #tellProblems(file: OpenFile, problems: Problem[]): void {
    this.ground.broadcast({ type: 'language.problems', ...namesOf(file), problems });
  }

  /** Closes files that nobody has open, and servers that have no files. */
  async #sweep(): Promise<void> {
    const loaded = this.ground.documents.loaded?.list() ?? [];
    const watched = new Set(loaded.filter(({ people }) => people.length > 0).map(({ id }) => id));
    for (const [name, server] of this.#servers) {
      for (const [id, file] of server.files) {
        if (watched.has(id)) continue;
        this.diagnosis.forget(file);
        server.close(file);
      }
      if (server.files.size > 0) this.#idle.delete(server);
      else if (Date.now() - (this.#idle.get(server) ?? this.#beginIdle(server)) >= keptFor) {
        this.#servers.delete(name);
        this.#idle.delete(server);
        await server.stop();
      }
    }
  }

  #beginIdle(server: LanguageServer): number {
    const now = Date.now();
    this.#idle.set(server, now);
    return now;
  }
}

const namesOf = ({ document, path }: OpenFile): { document: string; path: string } => ({
  document: document.name,
  path,
});

/** @throws HostError when the host has not received the text around the place */
function placeOf(file: OpenFile, at: Anchor): { offset: number; position: Position } {
  file.document.drain();
  const offset = fromAnchor(file.document.doc.getText(textName), at);
  if (offset === undefined) throw new HostError('document_behind');
  return { offset, position: toPosition(file.text, offset) };
}
