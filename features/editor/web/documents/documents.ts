import type { DocumentEvent, OpenedDocument } from '@e-code/host/contract';
import type { HostClient } from '../host/client.ts';
import { toHostProblem, type HostProblem } from '../host/problem.ts';
import { movedPath } from '../parts/paths.ts';
import { Store } from '../parts/store.ts';
import { FileDocument, type DocumentPlaces } from './document.ts';
import { sameState, summarize, type SaveState } from './save-state.ts';

/** What opening a path gives. */
export type Opened =
  | { readonly kind: 'text'; readonly document: FileDocument }
  | { readonly kind: 'binary'; readonly size: number }
  | { readonly kind: 'large'; readonly size: number; readonly text: boolean }
  | { readonly kind: 'problem'; readonly problem: HostProblem };

/** A program changed an open file. */
export type OutsideChange = Extract<DocumentEvent, { type: 'outside-change' }> & { readonly path: string };

export type DocumentsOptions = DocumentPlaces & {
  readonly client: HostClient;
  /** A file got another name, by whoever gave it. */
  readonly onMoved?: (from: string, to: string) => void;
};

/** After a failed try to reach the host, in milliseconds. */
const retryTime = 1000;

/** The open text files of a project. Two panels that show one file share one document. */
export class Documents {
  /** What to say about all open files together. */
  readonly state = new Store<SaveState>({ kind: 'saved' });
  /** The latest change of an open file by a program. */
  readonly outsideChange = new Store<OutsideChange | undefined>(undefined);
  readonly #options: DocumentsOptions;
  readonly #open = new Map<string, FileDocument>();
  readonly #opening = new Map<string, Promise<Opened>>();
  readonly #unsubscribe = new Map<FileDocument, () => void>();
  /** Open for the sake of edits that wait, and shown nowhere. */
  readonly #errands = new Set<FileDocument>();

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  /** Opens a path, or gives what is open already: what the browser kept, or what the host has, whichever is here first. Never rejects. */
  async open(path: string): Promise<Opened> {
    const document = this.#open.get(path);
    if (document) {
      this.#errands.delete(document);
      return { kind: 'text', document };
    }
    const opening = this.#opening.get(path) ?? this.#begin(path);
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

  /** The open files. */
  list(): FileDocument[] {
    return [...this.#open.values()];
  }

  /** Forgets a file that no panel shows any more; edits that wait are kept in the browser. */
  async close(path: string): Promise<void> {
    const document = this.#open.get(path);
    if (!document) return;
    await document.settled();
    if (!document.unused || !document.keep()) return;
    document.close();
    this.#forget(document);
  }

  /** Closes a file whose text cannot be edited any more, so that opening it shows what it is now. */
  async forget(path: string): Promise<void> {
    const document = this.#open.get(path);
    if (!document) return;
    document.close();
    this.#forget(document);
    await this.#options.store.forget(path);
  }

  /** Asks for everything on disk. True when all of it is. */
  async flush(): Promise<boolean> {
    if (this.list().some((document) => document.edits > 0)) {
      await this.#options.client.ask('documents.flush', {}).catch(() => undefined);
    }
    await Promise.all(this.list().map((document) => document.settled()));
    return this.state.get().kind === 'saved';
  }

  /** Writes a deleted file again, with the text that is here. Rejects with `HostProblem`. */
  async restore(document: FileDocument): Promise<void> {
    const id = document.name?.slice(0, document.name.lastIndexOf('.'));
    if (id !== undefined) await this.#options.client.ask('documents.restore', { id });
  }

  /** Hands what waits to the browser's storage. False when leaving now would lose something. */
  keep(): boolean {
    return this.list().every((document) => document.keep());
  }

  /** Connects, and sends what an earlier life of the page could not. */
  async start(): Promise<void> {
    this.#options.socket.connect();
    for (const path of await this.#options.store.unsent()) {
      if (this.#open.has(path) || this.#opening.has(path)) continue;
      const opened = await this.open(path);
      if (opened.kind !== 'text' || !opened.document.unused) continue;
      this.#errands.add(opened.document);
      this.#endErrand(opened.document);
    }
    await this.#options.store.trim();
  }

  retryNow(): void {
    this.#options.socket.retryNow();
  }

  probe(): void {
    this.#options.socket.probe();
  }

  stop(): void {
    for (const document of this.list()) {
      document.keep();
      document.close();
      this.#forget(document);
    }
    this.#options.socket.close();
    void this.#options.store.close();
  }

  /** Files were renamed or moved. */
  moved(from: string, to: string): void {
    for (const [path, document] of this.#open) {
      const next = movedPath(path, from, to);
      if (next === undefined) continue;
      this.#open.delete(path);
      document.move(next);
      this.#open.set(next, document);
    }
  }

  async #begin(path: string): Promise<Opened> {
    const document = new FileDocument(path, this.#options, {
      renew: (asking) => void this.#renew(asking),
      told: (asking, event) => this.#told(asking, event),
    });
    const stored = await this.#options.store.load(path);
    if (stored) {
      document.recall(stored.file, stored.updates);
      this.#remember(document);
      void this.#renew(document);
      return { kind: 'text', document };
    }
    try {
      const answer = await this.#options.client.ask('documents.open', { path });
      if (answer.kind !== 'text') {
        document.close();
        return answer;
      }
      document.adopt(answer, answer.deleted);
      this.#remember(document);
      await document.ready;
      return { kind: 'text', document };
    } catch (error) {
      document.close();
      return { kind: 'problem', problem: toHostProblem(error) };
    }
  }

  /** Asks the host which history of the file holds now; again and again while it cannot be reached. */
  async #renew(document: FileDocument): Promise<void> {
    while (this.#open.get(document.path) === document) {
      try {
        return this.#answer(document, await this.#options.client.ask('documents.open', { path: document.path }));
      } catch (error) {
        const problem = toHostProblem(error);
        if (!problem.transient) return document.refuse(problem);
        await new Promise((resolve) => setTimeout(resolve, retryTime));
      }
    }
  }

  #answer(document: FileDocument, answer: OpenedDocument): void {
    if (answer.kind === 'text') document.adopt(answer, answer.deleted);
    else document.detach();
  }

  #told(document: FileDocument, event: DocumentEvent): void {
    if (event.type === 'outside-change') this.outsideChange.set({ ...event, path: document.path });
    if (event.type === 'attached') void this.#renew(document);
    const moved = event.type === 'moved' || event.type === 'restored' ? event.path : document.path;
    if (moved === document.path) return;
    const from = document.path;
    this.moved(from, moved);
    this.#options.onMoved?.(from, moved);
  }

  #remember(document: FileDocument): void {
    this.#open.set(document.path, document);
    this.#unsubscribe.set(
      document,
      document.state.subscribe(() => {
        this.#summarize();
        this.#endErrand(document);
      }),
    );
    this.#summarize();
  }

  #endErrand(document: FileDocument): void {
    if (document.state.get().kind !== 'saved' || !this.#errands.delete(document)) return;
    void this.close(document.path);
  }

  #forget(document: FileDocument): void {
    this.#unsubscribe.get(document)?.();
    this.#unsubscribe.delete(document);
    this.#errands.delete(document);
    if (this.#open.get(document.path) === document) this.#open.delete(document.path);
    this.#summarize();
  }

  #summarize(): void {
    const next = summarize(this.list().map((document) => document.state.get()));
    if (!sameState(this.state.get(), next)) this.state.set(next);
  }
}
