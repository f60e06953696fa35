import { ChangeSet, type Text } from '@codemirror/state';
import type { Written } from '@e-code/host/contract';
import type { FileContent, WriteBase } from '../host/client.ts';
import { toHostProblem, type HostProblem } from '../host/problem.ts';
import { Store } from '../parts/store.ts';
import { readText, writeText, type FileText } from './file-bytes.ts';
import type { Journal } from './journal.ts';
import { changesBetween, mergeChanges, overlap } from './merge.ts';
import type { SaveState } from './save-state.ts';

/** The part of the host that a document needs. */
export type DocumentHost = {
  readonly read: (path: string, known?: string) => Promise<FileContent | undefined>;
  readonly write: (path: string, bytes: Uint8Array<ArrayBuffer>, base: WriteBase) => Promise<Written>;
};

/** Where a document is written, and where it is kept when it cannot be. */
export type DocumentPlaces = { readonly host: DocumentHost; readonly journal: Journal };

/** An editor that shows the document; it is told of changes that it did not make itself. */
export type DocumentView = { readonly receive: (changes: ChangeSet) => void };

/** What was on disk when it was last seen. `hash` is null when there is no file. */
type Disk = { readonly text: Text; readonly hash: string | null };

/** A write under way: what it carries, and what was typed since. */
type Sending = { readonly text: Text; after: ChangeSet; readonly edits: number };

/** After the last keystroke, and at most after the first one, in milliseconds. */
const idleTime = 150;
const longestTime = 500;
/** The first delay after a failure, doubled up to the longest, in milliseconds. */
const retryTimes = { first: 500, longest: 10_000 };

/**
 * One open text file: what is on disk, what was typed since, and the way from one to the other.
 * Edits are written through as they are made. Nothing is called saved before the host acknowledged it, nothing on disk
 * is overwritten that this document has not seen, and what changes on disk is merged into what is being typed.
 */
export class FileDocument {
  readonly state = new Store<SaveState>({ kind: 'saved' });
  path: string;
  readonly #host: DocumentHost;
  readonly #journal: Journal;
  readonly #lineBreak: FileText['lineBreak'];
  readonly #views = new Set<DocumentView>();
  #disk: Disk;
  #text: Text;
  /** From the text on disk to the text here. */
  #ours: ChangeSet;
  #edits = 0;
  #sending: Sending | undefined;
  /** The last write whose fate is unknown because no answer came: it may be on disk. */
  #unanswered: Sending | undefined;
  /** With a conflict: what is on disk. */
  #theirs: Disk | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #longest: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #closed = false;
  #work: Promise<void> = Promise.resolve();

  constructor({ host, journal }: DocumentPlaces, path: string, file: FileText, hash: string | null) {
    this.#host = host;
    this.#journal = journal;
    this.path = path;
    this.#lineBreak = file.lineBreak;
    this.#disk = { text: file.text, hash };
    this.#text = file.text;
    this.#ours = ChangeSet.empty(file.text.length);
  }

  get text(): Text {
    return this.#text;
  }

  get lineBreak(): FileText['lineBreak'] {
    return this.#lineBreak;
  }

  /** What the disk has, while there is a conflict about it. */
  get theirs(): Text | undefined {
    return this.#theirs?.text;
  }

  get dirty(): boolean {
    return !this.#ours.empty || this.#disk.hash === null;
  }

  attach(view: DocumentView): () => void {
    this.#views.add(view);
    return () => this.#views.delete(view);
  }

  /** Takes in what was typed in a view and writes it soon. */
  edit(changes: ChangeSet, from?: DocumentView): void {
    if (changes.empty) return;
    this.#edits += 1;
    this.#change(changes, from);
    this.#ours = this.#ours.compose(changes);
    if (this.#sending) this.#sending.after = this.#sending.after.compose(changes);
    if (this.#unanswered) this.#unanswered.after = this.#unanswered.after.compose(changes);
    if (this.#theirs) return this.#show({ kind: 'conflict', edits: this.#edits });
    this.#failures = 0;
    this.#schedule();
  }

  /** Writes what waits now. Resolves when the outcome is known; look at `state`. */
  async flush(): Promise<void> {
    this.#cancel();
    if (this.#theirs) return;
    await this.#queue(() => this.#save());
    if (this.dirty && this.state.get().kind === 'saving') await this.flush();
  }

  /** The disk may have changed: reads it and takes in what is new. */
  refresh(): Promise<void> {
    return this.#queue(() => this.#refresh());
  }

  /** The file was deleted. What is unsaved stays; the rest stays readable. */
  vanish(): void {
    if (this.#closed) return;
    this.#cancel();
    this.#show({ kind: 'gone', edits: this.#edits });
  }

  /** After a conflict or a deletion: what is here becomes the file. */
  async keepMine(): Promise<void> {
    const theirs = this.#theirs;
    if (theirs) {
      this.#disk = theirs;
      this.#ours = changesBetween(theirs.text, this.#text);
      this.#theirs = undefined;
    } else if (this.state.get().kind === 'gone') {
      this.#disk = { ...this.#disk, hash: null };
    }
    this.#show({ kind: 'saving' });
    await this.flush();
  }

  /** After a conflict: what is on disk replaces what is here. The editor's undo brings the text back. */
  takeTheirs(): void {
    const theirs = this.#theirs;
    if (!theirs) return;
    const changes = changesBetween(this.#text, theirs.text);
    this.#theirs = undefined;
    this.#disk = theirs;
    this.#ours = ChangeSet.empty(theirs.text.length);
    this.#change(changes);
    this.#settle();
  }

  /** Takes over edits that another life of this page left behind. */
  restore(): boolean {
    const entry = this.#journal.read(this.path);
    if (!entry) return false;
    const theirs = changesBetween(entry.base, this.#disk.text);
    const target = entry.changes.apply(entry.base);
    if (target.eq(this.#disk.text)) {
      this.#journal.remove(this.path);
      return false;
    }
    this.#edits = entry.edits;
    if (overlap(entry.base, entry.changes, theirs)) {
      this.#conflictWith(target);
      return true;
    }
    this.#ours = mergeChanges(entry.changes, theirs).ours;
    this.#change(this.#ours);
    this.#schedule();
    return true;
  }

  /** Keeps what is not on disk where it outlives the page. False when there is no room for it. */
  keep(): boolean {
    if (this.#ours.empty) return true;
    return this.#journal.write(this.path, {
      hash: this.#disk.hash,
      lineBreak: this.#lineBreak,
      base: this.#disk.text,
      changes: this.#ours,
      edits: this.#edits,
    });
  }

  /** The file has another name now. */
  move(path: string): void {
    if (this.dirty) this.keep();
    this.#journal.remove(this.path);
    this.path = path;
    if (this.dirty) this.#schedule();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #conflictWith(target: Text): void {
    const theirs = this.#disk;
    const changes = changesBetween(this.#text, target);
    this.#ours = changes;
    this.#change(changes);
    this.#theirs = theirs;
    this.#show({ kind: 'conflict', edits: this.#edits });
  }

  #change(changes: ChangeSet, except?: DocumentView): void {
    this.#text = changes.apply(this.#text);
    for (const view of this.#views) if (view !== except) view.receive(changes);
  }

  /** One thing at a time: a write and a read of the disk would each overtake what the other knows. */
  #queue(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work);
    return this.#work;
  }

  #schedule(): void {
    const waiting = this.state.get().kind;
    if (waiting === 'saved' || waiting === 'refused') this.#show({ kind: 'saving' });
    else if (waiting !== 'saving') this.#show({ ...this.state.get(), edits: this.#edits } as SaveState);
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#saveNow(), idleTime);
    this.#longest ??= setTimeout(() => this.#saveNow(), longestTime);
  }

  #saveNow(): void {
    this.#cancel();
    if (!this.#theirs) void this.#queue(() => this.#save());
  }

  #cancel(): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#longest);
    this.#longest = undefined;
  }

  async #save(): Promise<void> {
    if (this.#closed && !this.dirty) return;
    if (!this.dirty) return this.#settle();
    const sending: Sending = { text: this.#text, after: ChangeSet.empty(this.#text.length), edits: this.#edits };
    const { hash } = this.#disk;
    this.#sending = sending;
    try {
      const bytes = writeText({ text: sending.text, lineBreak: this.#lineBreak });
      const written = await this.#host.write(this.path, bytes, hash === null ? 'new' : { hash });
      this.#acknowledge(sending, written.hash);
    } catch (error) {
      await this.#failed(sending, toHostProblem(error));
    } finally {
      this.#sending = undefined;
    }
  }

  /** What was sent is on disk. */
  #acknowledge(sending: Sending, hash: string): void {
    this.#disk = { text: sending.text, hash };
    this.#ours = sending.after;
    this.#edits -= sending.edits;
    this.#unanswered = undefined;
    this.#failures = 0;
    this.#settle();
  }

  /** Shows what is true now, and goes on writing when something was typed meanwhile. */
  #settle(): void {
    if (!this.#ours.empty || this.#disk.hash === null) {
      this.#show({ kind: 'saving' });
      this.#schedule();
      return;
    }
    this.#edits = 0;
    this.#journal.remove(this.path);
    this.#show({ kind: 'saved' });
  }

  async #failed(sending: Sending, problem: HostProblem): Promise<void> {
    if (problem.is('file_changed') || problem.is('path_exists') || problem.is('path_not_found')) {
      return this.#takeIn(sending);
    }
    if (problem.transient) {
      this.#unanswered = sending;
      this.keep();
      this.#show({ kind: 'offline', edits: this.#edits });
      return this.#retryLater();
    }
    this.keep();
    if (problem.is('disk_full')) {
      this.#show({ kind: 'disk-full', edits: this.#edits, message: problem.message });
      return this.#retryLater();
    }
    this.#show({ kind: 'refused', edits: this.#edits, message: problem.message });
  }

  #retryLater(): void {
    if (this.#closed) return;
    const delay = Math.min(retryTimes.longest, retryTimes.first * 2 ** this.#failures);
    this.#failures += 1;
    this.#cancel();
    this.#idle = setTimeout(() => this.#saveNow(), delay);
  }

  async #refresh(): Promise<void> {
    if (this.#closed || this.#theirs) return;
    await this.#takeIn(undefined);
  }

  /** Reads the disk and brings it together with what is here. `sent` is the write that found the disk changed. */
  async #takeIn(sent: Sending | undefined): Promise<void> {
    try {
      const known = sent === undefined && this.#disk.hash !== null ? this.#disk.hash : undefined;
      const content = await this.#host.read(this.path, known);
      if (content === undefined) {
        if (this.state.get().kind === 'gone') this.#settle();
        return;
      }
      this.#meet(content, sent);
    } catch (error) {
      const problem = toHostProblem(error);
      if (problem.is('path_not_found')) return this.vanish();
      if (sent !== undefined || this.dirty) {
        this.keep();
        this.#show({ kind: 'offline', edits: this.#edits });
        this.#retryLater();
      }
    }
  }

  #meet(content: FileContent, sent: Sending | undefined): void {
    const read = content.kind === 'text' ? readText(content.bytes) : undefined;
    if (read === undefined || content.hash === undefined) {
      return this.#show({ kind: 'refused', edits: this.#edits, message: 'The file on disk is no longer text.' });
    }
    const disk: Disk = { text: read.text, hash: content.hash };
    // A write whose answer was lost did arrive.
    for (const earlier of [sent, this.#unanswered]) {
      if (earlier && earlier.text.eq(disk.text)) return this.#acknowledge(earlier, content.hash);
    }
    const theirs = changesBetween(this.#disk.text, disk.text);
    if (!this.#ours.empty && !disk.text.eq(this.#text) && overlap(this.#disk.text, this.#ours, theirs)) {
      this.#theirs = disk;
      this.keep();
      return this.#show({ kind: 'conflict', edits: this.#edits });
    }
    if (disk.text.eq(this.#text)) {
      this.#ours = ChangeSet.empty(disk.text.length);
      this.#disk = disk;
      return this.#settle();
    }
    const merged = mergeChanges(this.#ours, theirs);
    this.#disk = disk;
    this.#ours = merged.ours;
    this.#change(merged.incoming);
    this.#settle();
  }

  #show(state: SaveState): void {
    this.state.set(state);
  }
}
