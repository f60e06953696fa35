import { setTimeout as delay } from 'node:timers/promises';
import type { ChangeSet } from '@codemirror/state';
import { encodeStateVector } from 'yjs';
import { type ChangeOrigin, type CollisionNote, documentLimit } from '../contract/documents.ts';
import { HostError, systemCode, toHostError } from '../failure.ts';
import { withLock } from '../files/locks.ts';
import { locateNew } from '../files/paths.ts';
import type { Reclaimable } from '../files/stage.ts';
import { toHunks, toText } from './changes.ts';
import type { Collisions } from './collisions.ts';
import { type DiskFile, type Fingerprint, hashOf, readDiskFile, readFingerprint, sameFile } from './disk-file.ts';
import { bytesOf, type DiskRecord, recordOf } from './disk-record.ts';
import type { LiveDocument } from './document.ts';
import type { Edits } from './edits.ts';
import { Owed } from './owed.ts';
import type { Peer } from './peer.ts';
import { type Basis, RecentVersions } from './recent-versions.ts';
import { keepsInode, type Replaced, replaceFile } from './replace-file.ts';
import type { Differ } from './text/differ.ts';
import { readText } from './text/file-text.ts';
import { lineDiff } from './text/line-diff.ts';
import { rebase } from './text/rebase.ts';
import type { UpdateLog } from './update-log.ts';
import { compactRecords } from './recovery.ts';
import { WriteTimer } from './write-timer.ts';

/** What the open documents of a project share. */
export interface Surroundings {
  readonly root: string;
  readonly state: string;
  readonly space: Reclaimable;
  readonly differ: Differ;
  readonly collisions: Collisions;
  /** Git is at work: what files are now is not what they are going to be. */
  readonly gitIsBusy: () => boolean;
  /** Whose doing a change of the disk is that is seen now. */
  readonly author: () => ChangeOrigin;
  /** Where a file that is gone from its place is now. */
  readonly findMoved: (absolute: string, fingerprint: Fingerprint) => Promise<string | undefined>;
  readonly moved: (document: LiveDocument, absolute: string) => Promise<void>;
}

/**
 * An empty file is taken for one that is being written anew, for so long: a shell empties it before it starts the program
 * that fills it, which took more than 100 ms on a busy machine.
 */
const emptyPatience = 500;
const emptyPause = 20;
/** A file that is gone for longer was deleted; one that comes back was replaced. */
const missingPatience = 500;
const missingPause = 50;
/** As long as a git that was killed may hold us up, and a second more. */
const flushAttempts = 120;
const retryPause = 1000;

/**
 * Keeps one document and its file the same. There is no unsaved state that could conflict: what is typed is written
 * after 150 ms of rest and at most after 500 ms, and what others write into the file is mapped through what is not written
 * yet. Whose content is whose is decided by hashes alone, so that our own writes and a `touch` are no changes.
 */
export class FileSync {
  readonly document: LiveDocument;
  readonly edits: Edits;
  readonly log: UpdateLog;
  readonly #around: Surroundings;
  readonly #timer: WriteTimer;
  readonly #owed = new Owed();
  readonly #recent = new RecentVersions();
  #absolute: string;
  #record: DiskRecord;
  #pending = false;
  #writing = false;
  #state: 'synced' | 'deleted' | 'detached' = 'synced';
  #missingSince: number | undefined;
  #failed: HostError | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    parts: { document: LiveDocument; edits: Edits; log: UpdateLog; absolute: string; record: DiskRecord },
    around: Surroundings,
  ) {
    this.document = parts.document;
    this.edits = parts.edits;
    this.log = parts.log;
    this.#absolute = parts.absolute;
    this.#record = parts.record;
    this.#around = around;
    this.#timer = new WriteTimer(() => void this.flush().catch(() => undefined));
    if (parts.record.fingerprint === undefined) this.#state = 'deleted';
    if (!parts.edits.ours.empty) this.changed();
  }

  get absolute(): string {
    return this.#absolute;
  }

  /** Relative to the project. */
  get path(): string {
    return this.#absolute.slice(this.#around.root.length + 1);
  }

  /** Lines that both sides changed, of which nobody has decided. */
  get collisions(): CollisionNote[] {
    return this.#around.collisions.notesOf(this.document.id);
  }

  get record(): DiskRecord {
    return this.#record;
  }

  get pending(): boolean {
    return this.#pending;
  }

  get failure(): HostError | undefined {
    return this.#failed;
  }

  get state(): 'saved' | 'pending' | 'failed' | 'deleted' | 'detached' {
    if (this.#state !== 'synced') return this.#state;
    if (this.#failed !== undefined) return 'failed';
    return this.#pending ? 'pending' : 'saved';
  }

  /** Something is in the document that is not on the disk. */
  changed(): void {
    this.#pending = true;
    if (this.#state === 'synced') this.#timer.start();
    else void this.flush().catch(() => undefined);
  }

  /** Updates of these peers were applied; they are told when the disk has them. */
  received(counts: ReadonlyMap<Peer, number>): void {
    this.#owed.add(counts);
    if (!this.#pending && !this.#writing) this.#owed.pay();
  }

  /** Resolves when everything received before is on the disk; rejects with the reason why it cannot be. */
  async flush(): Promise<void> {
    this.document.drain();
    for (let attempt = 0; attempt < flushAttempts; attempt += 1) {
      const done = await withLock(this.document.name, () => this.#flush());
      if (done) return;
      await delay(missingPause);
    }
    this.#timer.start();
    throw new HostError('file_changed', { details: 'The file does not stay as it is for long enough to be written.' });
  }

  /** Takes in what the disk has. */
  look(): Promise<void> {
    if (this.#around.gitIsBusy()) return Promise.resolve();
    return withLock(this.document.name, () => this.#look()).catch((error: unknown) => {
      console.error(`${this.#absolute} cannot be read.`, error);
    });
  }

  /** The file is at another place; its content is what it was. */
  moveTo(absolute: string): void {
    this.#absolute = absolute;
    this.#missingSince = undefined;
  }

  /** Writes a deleted file back. */
  async restore(): Promise<void> {
    await withLock(this.document.name, async () => {
      if (this.#state !== 'deleted') return;
      this.#record = { ...this.#record, fingerprint: undefined, hash: undefined };
      await this.#write();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer.stop();
    clearTimeout(this.#retry);
    await withLock(this.document.name, () => this.log.close());
  }

  /** False: not now, ask again. */
  async #flush(): Promise<boolean> {
    if (!this.#pending || this.#closed) return true;
    if (this.#state !== 'synced') return this.#keepInLog();
    if (this.#around.gitIsBusy()) return false;
    if (!(await this.#isAsRecorded())) {
      await this.#look();
      if (this.#missingSince !== undefined) return false;
      if (!this.#pending) return true;
      if (this.#state !== 'synced') return this.#keepInLog();
    }
    return this.#write();
  }

  /** What has no file is safe when the log has it. */
  async #keepInLog(): Promise<boolean> {
    await this.#settleLog();
    this.#pending = false;
    this.#owed.pay();
    return true;
  }

  async #isAsRecorded(): Promise<boolean> {
    const present = await readFingerprint(this.#absolute);
    const { fingerprint } = this.#record;
    return present !== undefined && fingerprint !== undefined && sameFile(present, fingerprint);
  }

  async #write(): Promise<boolean> {
    const { content } = this.document;
    const { bytes, endings } = bytesOf(this.#record, content, this.edits);
    const vector = encodeStateVector(this.document.doc);
    this.edits.capture(content);
    const owed = this.#owed.take();
    this.#pending = false;
    this.#writing = true;
    try {
      const replaced = await this.#replace(bytes);
      if (replaced === 'changed') {
        this.#giveBack(owed);
        await this.#look();
        return false;
      }
      const missed = replaced?.missed;
      if (missed !== undefined) await this.#takeInMissed(missed);
      if (replaced !== undefined) {
        this.#recent.replaced(this.edits.base);
        const hash = hashOf(bytes);
        this.#record = { ...this.#record, fingerprint: replaced.fingerprint, hash, endings };
      }
      if (missed === undefined) this.edits.captured();
      else this.edits.rebase(toText(content), lineDiff(content, this.document.content));
    } catch (error) {
      this.#giveBack(owed);
      this.#fail(error);
      throw this.#failed ?? error;
    } finally {
      this.#writing = false;
    }
    this.#settled();
    this.#saved(vector, owed);
    return true;
  }

  #giveBack(owed: ReadonlyMap<Peer, number>): void {
    this.edits.release();
    this.#owed.add(owed);
    this.#pending = true;
  }

  /** Undefined: the file has these bytes already. */
  async #replace(bytes: Buffer): Promise<Exclude<Replaced, 'changed'> | 'changed' | undefined> {
    const { fingerprint: expected, hash: present } = this.#record;
    const hash = hashOf(bytes);
    if (hash === present) return undefined;
    const inPlace = expected !== undefined && keepsInode(expected);
    this.log.append({ kind: 'intent', written: { hash, inode: '', birth: '', inPlace } });
    await this.#settleLog();
    const { root, state, space } = this.#around;
    if (expected === undefined) await locateNew(root, this.path);
    const wanted = { state, space, absolute: this.#absolute, bytes, expected, hash: present, limit: documentLimit };
    const replaced = await replaceFile(wanted);
    if (replaced !== 'changed') {
      const { inode, birth } = replaced.fingerprint;
      this.log.append({ kind: 'done', written: { hash, inode, birth } });
    }
    return replaced;
  }

  /** The trash gives way on a full disk, as it does for files. */
  async #settleLog(): Promise<void> {
    for (;;) {
      try {
        return await this.log.settle();
      } catch (error) {
        const full = systemCode(error) === 'ENOSPC' || systemCode(error) === 'EDQUOT';
        if (!full || !(await this.#around.space.dropOldest())) throw error;
      }
    }
  }

  #saved(vector: Uint8Array, owed: ReadonlyMap<Peer, number>): void {
    this.#failed = undefined;
    clearTimeout(this.#retry);
    this.#owed.pay(owed);
    const complete = !this.#pending;
    // Updates that came during the write and changed nothing.
    if (complete) this.#owed.pay();
    this.document.tell({ type: 'saved', vector: Buffer.from(vector).toString('base64'), complete });
    if (!this.log.isLong) return;
    this.log
      .rewrite(() => compactRecords(this.document.doc, this.edits, this.#record))
      .catch((error: unknown) => console.error('The log of a document could not be shortened.', error));
  }

  #fail(error: unknown): void {
    this.#failed = toHostError(error, this.path);
    const { code, message } = this.#failed;
    this.document.tell({ type: 'saving-failed', code, message, retry: true });
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.flush().catch(() => undefined), retryPause);
  }

  async #look(): Promise<void> {
    if (this.#closed) return;
    const present = await readFingerprint(this.#absolute);
    if (present === undefined) return this.#missing();
    this.#missingSince = undefined;
    const { fingerprint } = this.#record;
    if (this.#state !== 'deleted' && fingerprint !== undefined && sameFile(present, fingerprint)) {
      this.#record = { ...this.#record, fingerprint: present };
      return;
    }
    if (present.size === 0 && this.edits.base.length > 0) await this.#untilFilled();
    const file = await readDiskFile(this.#absolute, documentLimit);
    if (file === 'absent') return this.#missing();
    if (typeof file === 'string') this.#detach(file, present);
    else await this.#takeIn(file);
  }

  async #untilFilled(): Promise<void> {
    for (let waited = 0; waited < emptyPatience; waited += emptyPause) {
      await delay(emptyPause);
      if ((await readFingerprint(this.#absolute))?.size !== 0) return;
    }
  }

  async #takeIn(file: DiskFile): Promise<void> {
    if (file.hash === this.#record.hash) {
      this.#record = { ...this.#record, fingerprint: file.fingerprint };
      return this.#settled();
    }
    const content = readText(file.bytes);
    if (content === undefined) return this.#detach('binary', file.fingerprint);
    const older = this.#basisOf(content.text);
    const base = older?.text ?? this.edits.base;
    const theirs = await this.#around.differ.diff(base.toString(), content.text);
    this.#merge(content.text, theirs, older);
    this.#record = recordOf(file, content);
    const { inode, birth } = file.fingerprint;
    const text = this.edits.ours.empty ? {} : { text: content.text };
    this.log.append({ kind: 'done', written: { hash: file.hash, inode, birth, ...text } });
    this.#settled();
    if (!this.edits.ours.empty) return this.changed();
    this.#pending = false;
    this.#timer.stop();
    this.#saved(encodeStateVector(this.document.doc), this.#owed.take());
  }

  /** What a program began with that wrote over what we wrote since. Git never does: it means the text that it puts there. */
  #basisOf(written: string): Basis | undefined {
    return this.#around.author().kind === 'git' ? undefined : this.#recent.basisOf(written, this.edits.base);
  }

  /** A program wrote into the file that was just being replaced: what it wrote is taken in all the same. */
  async #takeInMissed(file: DiskFile): Promise<void> {
    const content = readText(file.bytes);
    if (content === undefined) return;
    this.edits.release();
    this.#merge(content.text, await this.#around.differ.diff(this.edits.base.toString(), content.text));
    this.changed();
  }

  /** `theirs` is what the disk did to the base. From here to the end nothing waits, so that no typing comes in between. */
  #merge(text: string, theirs: ChangeSet, older?: Basis): void {
    this.document.drain();
    const base = older?.text ?? this.edits.base;
    const ours = older?.since.compose(this.edits.ours) ?? this.edits.ours;
    const author = this.#around.author();
    const by = { kind: author.kind, ...(author.name !== undefined && { name: author.name }) };
    const at = Date.now();
    const { incoming, ours: rebased, collisions: lines } = rebase(base, ours, theirs);
    if (!incoming.empty) this.document.change(incoming, author);
    this.edits.rebase(toText(text), rebased);
    if (theirs.empty) return;
    const note =
      lines.length === 0
        ? undefined
        : this.#around.collisions.add({ base, ours, theirs, incoming, lines }, { by, at }, this.document);
    const collision = note && { collision: { id: note.id, lines: note.lines } };
    this.document.tell({ type: 'outside-change', by, at, hunks: toHunks(theirs).length, ...collision });
  }

  async #missing(): Promise<void> {
    if (this.#state === 'deleted') return;
    this.#missingSince ??= performance.now();
    const { fingerprint } = this.#record;
    const moved = fingerprint && (await this.#around.findMoved(this.#absolute, fingerprint));
    if (moved !== undefined) return this.#around.moved(this.document, moved);
    if (this.#around.gitIsBusy()) return;
    if (performance.now() - this.#missingSince < missingPatience) {
      setTimeout(() => void this.look(), missingPause);
      return;
    }
    this.#missingSince = undefined;
    this.#state = 'deleted';
    this.#timer.stop();
    this.document.tell({ type: 'deleted' });
  }

  #detach(reason: 'binary' | 'large' | 'not-a-file', present: Fingerprint): void {
    this.#record = { ...this.#record, fingerprint: present };
    this.#timer.stop();
    if (this.#state === 'detached') return;
    this.#state = 'detached';
    this.document.tell({ type: 'detached', reason });
  }

  /** The file is there and it is text. */
  #settled(): void {
    const before = this.#state;
    this.#state = 'synced';
    if (before === 'deleted') this.document.tell({ type: 'restored', path: this.path });
    if (before === 'detached') this.document.tell({ type: 'attached' });
    if (before !== 'synced' && !this.edits.ours.empty) this.changed();
  }
}
