import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ChangeOrigin } from '../contract/documents.ts';
import { isInside } from '../files/paths.ts';
import type { Reclaimable } from '../files/stage.ts';
import type { FileEvent, Watch } from '../watch/watcher.ts';
import { Collisions } from './collisions.ts';
import type { DiskFile, Fingerprint } from './disk-file.ts';
import type { DiskRecord } from './disk-record.ts';
import type { LiveDocument } from './document.ts';
import type { FileSync, Surroundings } from './file-sync.ts';
import { FolderWatch } from './folder-watch.ts';
import { GitActivity } from './git-activity.ts';
import { Identities } from './identities.ts';
import { RecentFiles } from './recent-files.ts';
import { Differ } from './text/differ.ts';
import { UpdateLog } from './update-log.ts';

export interface Ground {
  readonly root: string;
  readonly state: string;
  readonly space: Reclaimable;
  readonly watch: Watch;
}

/** What the host knows of documents over its restarts. */
interface Kept {
  readonly identities: Identities;
  readonly collisions: Collisions;
}

/** Events of one file come in groups; so long after the first of them it is looked at. */
const settleTime = 20;
/** Open files are looked at so often although nothing told of a change: watchers miss some on network file systems. */
const pollInterval = 5000;
/** More identities without a file than this are not searched for one that was moved while no host ran. */
const searchLimit = 200;

/** What the open documents share: who watches the disk, who else is at work in it, and who a file is. */
export class Neighbourhood implements Surroundings {
  readonly root: string;
  readonly state: string;
  readonly space: Reclaimable;
  readonly differ = new Differ();
  readonly collisions: Collisions;
  readonly identities: Identities;
  readonly #watch: Watch;
  readonly #open: () => Iterable<FileSync>;
  readonly #folders: FolderWatch;
  readonly #git: GitActivity;
  readonly #recent = new RecentFiles();
  readonly #noticed = new Set<FileSync>();
  readonly #authors: ChangeOrigin[] = [];
  readonly #listener = {
    changed: (events: FileEvent[], overflow: boolean): void => this.#receive(events, overflow),
    state: (): void => undefined,
  };
  #poll: NodeJS.Timeout | undefined;

  private constructor(ground: Ground, kept: Kept, open: () => Iterable<FileSync>) {
    this.root = ground.root;
    this.state = ground.state;
    this.space = ground.space;
    this.identities = kept.identities;
    this.collisions = kept.collisions;
    this.#watch = ground.watch;
    this.#open = open;
    this.#folders = new FolderWatch(ground.root, (absolute) => {
      this.#recent.add(absolute);
      this.#notice(absolute);
    });
    this.#git = new GitActivity(ground.root, () => this.#lookAtAll());
  }

  static async create(ground: Ground, open: () => Iterable<FileSync>): Promise<Neighbourhood> {
    const [identities, collisions] = await Promise.all([Identities.load(ground.state), Collisions.load(ground.state)]);
    return new Neighbourhood(ground, { identities, collisions }, open);
  }

  gitIsBusy(): boolean {
    return this.#git.busy;
  }

  author(): ChangeOrigin {
    return this.#authors.at(-1) ?? { kind: this.#git.recent ? 'git' : 'program' };
  }

  /** While `work` runs, changes of the disk are this author's. */
  async during<T>(author: ChangeOrigin, work: () => Promise<T>): Promise<T> {
    this.#authors.push(author);
    try {
      return await work();
    } finally {
      this.#authors.splice(this.#authors.indexOf(author), 1);
    }
  }

  async findMoved(from: string, fingerprint: Fingerprint): Promise<string | undefined> {
    const absolute = await this.#recent.find(from, fingerprint);
    const taken = [...this.#open()].some((sync) => sync.absolute === absolute && sync.state !== 'deleted');
    return taken ? undefined : absolute;
  }

  async moved(document: LiveDocument, absolute: string): Promise<void> {
    const sync = [...this.#open()].find((one) => one.document === document);
    if (sync === undefined || sync.absolute === absolute || !isInside(this.root, absolute)) return;
    sync.moveTo(absolute);
    await this.identities.place(document.id, sync.path);
    this.follow();
    document.tell({ type: 'moved', path: sync.path });
  }

  /** The id of the file at a path: the one it had, also when it was moved here while no host ran. */
  async identify(path: string, file: DiskFile): Promise<string> {
    const known = this.identities.idOf(path);
    const elsewhere = [...this.#open()].some((sync) => sync.document.id === known && sync.path !== path);
    if (known !== undefined && !elsewhere) return known;
    const former = await this.#formerOf(file);
    if (former === undefined) return this.identities.add(path);
    await this.identities.place(former, path);
    return former;
  }

  /** The set of open documents, or of their places, is another. */
  follow(): void {
    const files = [...this.#open()].map((sync) => sync.absolute);
    this.#folders.follow(files);
    if (files.length === 0) return this.#rest();
    this.#git.follow();
    if (this.#poll !== undefined) return;
    this.#watch.add(this.#listener);
    this.#poll = setInterval(() => this.#lookAtAll(), pollInterval).unref();
  }

  async close(): Promise<void> {
    this.#rest();
    this.#folders.close();
    await this.differ.close();
  }

  #rest(): void {
    clearInterval(this.#poll);
    this.#poll = undefined;
    this.#git.close();
    this.#watch.remove(this.#listener);
  }

  #receive(events: readonly FileEvent[], overflow: boolean): void {
    if (overflow) return this.#lookAtAll();
    for (const { path, kind } of events) {
      const absolute = join(this.root, path);
      if (kind !== 'delete') this.#recent.add(absolute);
      this.#notice(absolute);
    }
  }

  #lookAtAll(): void {
    this.#folders.refresh();
    this.#git.follow();
    for (const sync of this.#open()) void sync.look();
  }

  #notice(absolute: string): void {
    const folder = dirname(absolute);
    for (const sync of this.#open()) {
      if (dirname(sync.absolute) === folder || isInside(absolute, sync.absolute)) this.#lookSoon(sync);
    }
  }

  #lookSoon(sync: FileSync): void {
    if (this.#noticed.has(sync)) return;
    this.#noticed.add(sync);
    setTimeout(() => {
      this.#noticed.delete(sync);
      this.#folders.refresh();
      void sync.look();
    }, settleTime);
  }

  async #formerOf({ fingerprint: { inode, birth }, hash, bytes }: DiskFile): Promise<string | undefined> {
    const gone = this.identities.paths.filter((path) => !existsSync(join(this.root, path))).slice(0, searchLimit);
    for (const path of gone) {
      const id = this.identities.idOf(path) ?? '';
      const { fingerprint, hash: written } = await this.#lastKnown(id);
      const same = fingerprint?.inode === inode && fingerprint.birth === birth;
      if (same || (bytes.length > 0 && written === hash)) return id;
    }
    return undefined;
  }

  /** The file of a document as it was last seen, here or by an earlier host. */
  async #lastKnown(
    id: string,
  ): Promise<Pick<DiskRecord, 'hash'> & { fingerprint: Pick<Fingerprint, 'inode' | 'birth'> | undefined }> {
    const opened = [...this.#open()].find((sync) => sync.document.id === id);
    if (opened !== undefined) return opened.record;
    const read = await UpdateLog.open(this.identities.logPath(id, await this.identities.epochOf(id)));
    if (typeof read === 'string') return { fingerprint: undefined, hash: undefined };
    await read.log.close();
    const written = read.records.flatMap((record) => ('written' in record ? [record] : []));
    return {
      fingerprint: written.findLast((record) => record.kind === 'done')?.written,
      hash: written.at(-1)?.written.hash,
    };
  }
}
