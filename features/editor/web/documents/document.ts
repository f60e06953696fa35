import type { ChangeSet } from '@codemirror/state';
import { Text } from '@codemirror/state';
import type { CollisionNote, DocumentEvent } from '@e-code/host/contract';
import type { HostProblem } from '../host/problem.ts';
import { Store, type Readable } from '../parts/store.ts';
import { Cursors } from './cursors.ts';
import { Copy, type CopyEvents, type Identity, type LineEnding } from './copy.ts';
import type { DocumentSocket } from './document-socket.ts';
import { textOf, type TextChange } from './live-text.ts';
import { changesBetween } from './merge.ts';
import { rebaseEdits } from './rebase.ts';
import { sameState, type SaveState } from './save-state.ts';
import type { DocumentStore, StoredFile } from './store.ts';
import { Unconfirmed } from './unconfirmed.ts';
import type { Place } from './undo-places.ts';

/** Where a document is shared, and where the browser keeps it. */
export type DocumentPlaces = { readonly socket: DocumentSocket; readonly store: DocumentStore };

/** An editor that shows the document; it is told of changes that it did not make itself. */
export type DocumentView = { readonly receive: (changes: ChangeSet) => void };

/** What a document asks of those who opened it. */
export type DocumentNeeds = {
  /** The host has another history of this file: open it again. */
  readonly renew: (document: FileDocument) => void;
  readonly told: (document: FileDocument, event: DocumentEvent) => void;
};

type Failure = Extract<DocumentEvent, { type: 'saving-failed' }>;

/**
 * One open text file, shared with everybody who has it open. Typing changes the text here at once and never waits; the
 * host writes it to disk and answers. Nothing is called saved before that. What others and programs do arrives as small
 * changes. When the host has to begin a new history of the file, edits that it never got move over to it.
 */
export class FileDocument {
  readonly state = new Store<SaveState>({ kind: 'connecting' });
  /** Lines that were changed here and by another program at once, undecided; both versions are kept by the host. */
  readonly collisions = new Store<readonly CollisionNote[]>([]);
  /** Who else is in this file; undefined while there is no connection. */
  readonly cursors = new Store<Cursors | undefined>(undefined);
  /** Resolves when there is a text to show. */
  readonly ready: Promise<void>;
  path: string;
  readonly #places: DocumentPlaces;
  readonly #needs: DocumentNeeds;
  readonly #views = new Set<DocumentView>();
  readonly #isReady: () => void;
  readonly #stopFollowing: () => void;
  /** The view whose edit is being taken in: it has it already. */
  #author: DocumentView | undefined;
  #copy: Copy | undefined;
  /** Another history of the file, taken over as soon as its text is here. */
  #next: { readonly copy: Copy; readonly keepEdits: boolean } | undefined;
  #unconfirmed = new Unconfirmed(Text.empty);
  #failure: Failure | undefined;
  #deleted = false;
  #detached = false;
  #viewing = false;
  /** Edits that the host dropped because this person may look only. */
  #droppedEdits = 0;
  /** While a history is taken over: views are told once, of everything. */
  #moving = false;

  constructor(path: string, places: DocumentPlaces, needs: DocumentNeeds) {
    this.path = path;
    this.#places = places;
    this.#needs = needs;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ready = promise;
    this.#isReady = resolve;
    this.#stopFollowing = places.socket.state.subscribe(() => this.#show());
  }

  get text(): Text {
    return this.#copy?.live.text ?? Text.empty;
  }

  get lineEnding(): LineEnding {
    return this.#copy?.identity.lineEnding ?? '\n';
  }

  /** The name of the history that is shown. */
  get name(): string | undefined {
    return this.#copy?.identity.name;
  }

  /** The shared text, for places that stay where they are while others type. */
  get shared(): Copy['live']['shared'] | undefined {
    return this.#copy?.live.shared;
  }

  get readOnly(): boolean {
    return this.#viewing || this.#detached;
  }

  /** How many edits are not on disk. */
  get edits(): number {
    return this.#unconfirmed.edits;
  }

  get unused(): boolean {
    return this.#views.size === 0;
  }

  attach(view: DocumentView): () => void {
    this.#views.add(view);
    return () => this.#views.delete(view);
  }

  /** Takes in what was typed in a view. */
  edit(changes: ChangeSet, from?: DocumentView, place?: Place): void {
    if (changes.empty || !this.#copy) return;
    this.#author = from;
    this.#copy.live.edit(changes, place);
    this.#author = undefined;
  }

  /** Takes in a change that is undone for itself, such as what a formatter does to the text. */
  editAlone(changes: ChangeSet): void {
    if (!changes.empty) this.#copy?.live.editAlone(changes);
  }

  /** Takes back the latest step of what was typed in this page. @returns where the person was before it */
  undo(from: Place): Place | undefined {
    return this.#copy?.live.undo(from);
  }

  redo(from: Place): Place | undefined {
    return this.#copy?.live.redo(from);
  }

  /** Shows what the browser kept, before the host is asked. */
  recall(file: StoredFile, updates: readonly Uint8Array[]): void {
    const copy = this.#makeCopy({ name: file.name, lineEnding: file.lineEnding });
    this.#copy = copy;
    this.#moving = true;
    copy.kept.load(updates);
    this.#moving = false;
    const { unsent } = file;
    this.#unconfirmed = unsent
      ? Unconfirmed.restore(textOf(unsent.base), copy.live.text, unsent.edits)
      : new Unconfirmed(copy.live.text);
    this.#isReady();
    this.#show();
  }

  /** The host says which history of the file holds now. */
  adopt(identity: Identity, deleted: boolean): void {
    this.#deleted = deleted;
    this.#detached = false;
    if (this.#copy?.identity.name === identity.name && !this.#next) {
      this.#copy.connect(this.#places.socket);
      return this.#show();
    }
    this.#begin(identity, true);
  }

  /** The file is on disk and is no text that can be edited. */
  detach(): void {
    this.#detached = true;
    this.#show();
  }

  /** The host does not open the file: it is gone, or it is not this person's. What was typed stays readable here. */
  refuse(problem: HostProblem): void {
    this.#deleted = problem.is('path_not_found');
    if (!this.#deleted)
      this.#failure = { type: 'saving-failed', code: problem.code, message: problem.message, retry: false };
    this.#show();
  }

  /** The file has another name now. */
  move(path: string): void {
    void this.#places.store.forget(this.path);
    this.path = path;
    this.#copy?.kept.flush();
  }

  /** Resolves when everything is on disk, or when it is clear that it will not be for now. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      const check = (): boolean => {
        if (this.state.get().kind === 'saving') return false;
        stop();
        resolve();
        return true;
      };
      const stop = this.state.subscribe(check);
      check();
    });
  }

  /** Hands what waits to the browser's storage. False when leaving the page now would lose it. */
  keep(): boolean {
    if (this.edits === 0) return true;
    this.#copy?.kept.flush();
    return this.#places.store.works;
  }

  close(): void {
    this.#stopFollowing();
    this.#copy?.kept.stop();
    this.#copy?.destroy();
    this.#next?.copy.destroy();
    this.cursors.set(undefined);
  }

  #begin(identity: Identity, keepEdits: boolean): void {
    this.#next?.copy.destroy();
    this.#copy?.disconnect();
    const copy = this.#makeCopy(identity);
    this.#next = { copy, keepEdits };
    copy.connect(this.#places.socket);
    this.#show();
  }

  #makeCopy(identity: Identity): Copy {
    const current = (handle: () => void) => () => {
      if (this.#copy === copy) handle();
    };
    const events: CopyEvents = {
      changed: (change) => {
        if (this.#copy === copy) this.#changed(change);
      },
      synced: () => this.#synced(copy),
      written: (mark) => {
        if (this.#copy === copy) this.#written(mark);
      },
      dropped: current(() => this.#dropped()),
      told: (event) => this.#told(event),
      denied: () => this.#needs.renew(this),
      away: () => this.#show(),
      mark: () => (this.#copy === copy ? this.#unconfirmed.mark : 0),
      describe: () => this.#describe(identity),
    };
    const copy = new Copy(identity, this.#places.store, events);
    return copy;
  }

  #changed({ changes, own }: TextChange): void {
    if (this.#moving) return;
    if (own) this.#unconfirmed.add(changes);
    else this.#unconfirmed.follow(changes, this.text);
    for (const view of this.#views) if (view !== this.#author) view.receive(changes);
    if (!own) return;
    if (!this.#copy?.synced) this.#copy?.kept.describe();
    this.#show();
  }

  #synced(copy: Copy): void {
    if (this.#next?.copy === copy) this.#takeOver(copy, this.#next.keepEdits);
    if (this.#copy !== copy) return;
    const awareness = copy.channel.get()?.awareness;
    this.cursors.set(awareness && new Cursors(awareness, copy.live.shared));
    void copy.kept.begin();
    this.#isReady();
    this.#show();
  }

  /** The other history becomes the one that is shown; views get the difference. */
  #takeOver(copy: Copy, keepEdits: boolean): void {
    const former = this.#copy;
    const before = this.text;
    const fresh = copy.live.text;
    const waiting = keepEdits && this.edits > 0 ? rebaseEdits(this.#unconfirmed.base, before, fresh) : undefined;
    this.#droppedEdits += keepEdits ? 0 : this.edits;
    this.#next = undefined;
    this.#copy = copy;
    this.#unconfirmed = new Unconfirmed(fresh);
    this.#moving = true;
    if (waiting && !waiting.empty) {
      this.#unconfirmed.add(waiting);
      copy.live.edit(waiting);
      copy.live.forgetUndo();
    }
    this.#moving = false;
    const changes = changesBetween(before, copy.live.text);
    if (!changes.empty) for (const view of this.#views) view.receive(changes);
    former?.destroy();
    void former?.kept.forget();
  }

  #written(mark: number): void {
    this.#unconfirmed.confirm(mark, this.text);
    this.#failure = undefined;
    if (this.edits === 0) this.#copy?.kept.describe();
    this.#show();
  }

  /** What was typed since the right to write was taken away is gone from the host: show what the file is. */
  #dropped(): void {
    if (!this.#copy || this.#next) return;
    this.#viewing = true;
    this.#begin(this.#copy.identity, false);
  }

  #told(event: DocumentEvent): void {
    if (event.type === 'saving-failed') this.#failure = event;
    if (event.type === 'saved' && event.complete) this.#failure = undefined;
    if (event.type === 'deleted') this.#deleted = true;
    if (event.type === 'restored') this.#deleted = false;
    if (event.type === 'detached') this.#detached = true;
    if (event.type === 'refused' && event.reason === 'read-only') this.#dropped();
    if (event.type === 'outside-change' && event.collision) {
      const note = { ...event.collision, by: event.by, at: event.at };
      this.collisions.update((list) => [...list, note]);
    }
    if (event.type === 'collisions') this.collisions.set(event.open);
    if (event.type === 'resolved') {
      this.collisions.update((list) => list.filter(({ id }) => id !== event.id));
    }
    this.#needs.told(this, event);
    this.#show();
  }

  #describe({ name, lineEnding }: Identity): StoredFile {
    const { base, edits } = this.#unconfirmed;
    const unsent = edits === 0 ? null : { base: base.toString(), edits };
    return { path: this.path, name, lineEnding, unsent, at: Date.now() };
  }

  #show(): void {
    const state = this.#stateNow();
    if (!sameState(state, this.state.get())) this.state.set(state);
    if (!this.#copy?.synced) this.cursors.set(undefined);
  }

  #stateNow(): SaveState {
    const { edits } = this;
    if (this.#detached) return { kind: 'detached', edits };
    if (this.#viewing) return { kind: 'viewing', edits: this.#droppedEdits };
    if (this.#deleted) return { kind: 'deleted', edits };
    if (this.#failure) {
      const { code, message } = this.#failure;
      return { kind: code === 'disk_full' ? 'disk-full' : 'failed', edits, message };
    }
    if (!this.#copy?.synced) return this.#stateAway(edits, this.#places.socket.state);
    return edits > 0 ? { kind: 'saving' } : { kind: 'saved' };
  }

  #stateAway(edits: number, line: Readable<string>): SaveState {
    if (line.get() === 'waiting' || line.get() === 'ended' || edits > 0) return { kind: 'offline', edits };
    return { kind: 'connecting' };
  }
}
