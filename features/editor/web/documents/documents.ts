import type { HostClient } from '../host/client.ts';
import { toHostProblem, type HostProblem } from '../host/problem.ts';
import { isAtOrInside, movedPath } from '../parts/paths.ts';
import { Store } from '../parts/store.ts';
import { FileDocument } from './document.ts';
import { readText, type FileText } from './file-bytes.ts';
import type { Journal } from './journal.ts';
import { summarize, type SaveState } from './save-state.ts';

/** Above this a file is shown in pieces and not edited: half a second of diffing would stand between two keystrokes. */
export const editableSize = 2 * 1024 * 1024;

/** What opening a path gives. */
export type Opened =
  | { readonly kind: 'text'; readonly document: FileDocument }
  | { readonly kind: 'binary'; readonly size: number }
  | { readonly kind: 'large'; readonly size: number; readonly text: boolean }
  | { readonly kind: 'problem'; readonly problem: HostProblem };

export type FileEvent = { readonly path: string; readonly kind: 'create' | 'update' | 'delete' };

/** The open text files of a project. Two panels that show one file share one document. */
export class Documents {
  /** What to say about all open files together. */
  readonly state = new Store<SaveState>({ kind: 'saved' });
  readonly #client: HostClient;
  readonly #journal: Journal;
  readonly #open = new Map<string, FileDocument>();
  readonly #opening = new Map<string, Promise<Opened>>();
  readonly #unsubscribe = new Map<FileDocument, () => void>();

  constructor(client: HostClient, journal: Journal) {
    this.#client = client;
    this.#journal = journal;
  }

  /** Opens a path, or gives what is open already. Never rejects. */
  async open(path: string): Promise<Opened> {
    const document = this.#open.get(path);
    if (document) return { kind: 'text', document };
    const opening = this.#opening.get(path) ?? this.#read(path);
    this.#opening.set(path, opening);
    try {
      return await opening;
    } finally {
      this.#opening.delete(path);
    }
  }

  get(path: string): FileDocument | undefined {
    return this.#open.get(path);
  }

  /** Forgets a file that no panel shows any more; what is unsaved is written first and stays in the journal until then. */
  async close(path: string): Promise<void> {
    const document = this.#open.get(path);
    if (!document) return;
    await document.flush();
    if (document.dirty && !document.keep()) return;
    document.close();
    this.#forget(path, document);
  }

  /** Writes everything that waits. True when all of it is on disk. */
  async flush(): Promise<boolean> {
    await Promise.all([...this.#open.values()].map((document) => document.flush()));
    return this.state.get().kind === 'saved';
  }

  /** Keeps what is unsaved for the next life of the page. False when leaving now would lose something. */
  keep(): boolean {
    return [...this.#open.values()].every((document) => document.keep());
  }

  /** The paths whose edits an earlier life of the page left behind. */
  unsaved(): string[] {
    return this.#journal.paths();
  }

  /** Follows the disk after watch events. */
  changed(events: readonly FileEvent[]): void {
    for (const { path, kind } of events) {
      if (kind === 'delete') {
        for (const [open, document] of this.#open) if (isAtOrInside(open, path)) void document.refresh();
      } else void this.#open.get(path)?.refresh();
    }
  }

  /** Events may have been missed: looks at every open file, and sends what waits. */
  resume(): void {
    for (const document of this.#open.values()) {
      if (document.dirty) void document.flush();
      else void document.refresh();
    }
    for (const path of this.unsaved()) if (!this.#open.has(path)) void this.open(path);
  }

  /** Files were renamed or moved by this page. */
  moved(from: string, to: string): void {
    for (const [path, document] of this.#open) {
      const next = movedPath(path, from, to);
      if (next === undefined) continue;
      this.#open.delete(path);
      document.move(next);
      this.#open.set(next, document);
    }
  }

  async #read(path: string): Promise<Opened> {
    try {
      const content = await this.#client.read(path, undefined, editableSize);
      const size = content?.size ?? 0;
      if (content && size > editableSize) return { kind: 'large', size, text: content.kind === 'text' };
      const file = content?.kind === 'text' ? readText(content.bytes) : undefined;
      if (!content || !file || content.hash === undefined) return { kind: 'binary', size };
      return this.#remember(new FileDocument({ host: this.#client, journal: this.#journal }, path, file, content.hash));
    } catch (error) {
      const problem = toHostProblem(error);
      return this.#fromJournal(path, problem) ?? { kind: 'problem', problem };
    }
  }

  /** What was typed is there although the file cannot be read: the project is out of reach, or the file was deleted. */
  #fromJournal(path: string, problem: HostProblem): Opened | undefined {
    const entry = this.#journal.read(path);
    const gone = problem.is('path_not_found');
    if (!entry || !(gone || problem.transient)) return undefined;
    const file: FileText = { text: entry.base, lineBreak: entry.lineBreak };
    const document = new FileDocument(
      { host: this.#client, journal: this.#journal },
      path,
      file,
      gone ? null : entry.hash,
    );
    const opened = this.#remember(document);
    if (gone) document.vanish();
    return opened;
  }

  #remember(document: FileDocument): Opened {
    this.#open.set(document.path, document);
    this.#unsubscribe.set(
      document,
      document.state.subscribe(() => this.#summarize()),
    );
    document.restore();
    this.#summarize();
    return { kind: 'text', document };
  }

  #forget(path: string, document: FileDocument): void {
    this.#unsubscribe.get(document)?.();
    this.#unsubscribe.delete(document);
    this.#open.delete(path);
    this.#summarize();
  }

  #summarize(): void {
    const states = [...this.#open.values()].map((document) => document.state.get());
    const next = summarize(states);
    const now = this.state.get();
    if (JSON.stringify(now) !== JSON.stringify(next)) this.state.set(next);
  }
}
