import { join } from 'node:path';
import { Text } from '@codemirror/state';
import type { Actor } from '../contract/capabilities.ts';
import type {
  Burst,
  DeletedFile,
  HistoryAuthor,
  HistoryPart,
  HistoryUsage,
  Retention,
  Timeline,
} from '../contract/history.ts';
import { personOf } from '../documents/person.ts';
import { toHunks } from '../documents/changes.ts';
import type { DocumentChange } from '../documents/documents.ts';
import type { DocumentsDoor } from '../documents/door.ts';
import { Differ } from '../documents/text/differ.ts';
import { HostError, systemCode } from '../failure.ts';
import type { Reclaimable } from '../files/stage.ts';
import type { Trash } from '../files/trash.ts';
import type { FileEvent, Watch } from '../watch/watcher.ts';
import { push } from './bursts.ts';
import { Catalogue } from './catalogue.ts';
import { FileLog } from './file-log.ts';
import { textAt } from './part.ts';
import { readPresent } from './present.ts';
import { type Noted, Recorder, unseenAuthor } from './recorder.ts';
import { giveText } from './restore.ts';
import { dropOldest, measure, readRetention, sweep, writeRetention } from './retention.ts';

export interface HistoryGround {
  readonly root: string;
  readonly state: string;
  readonly trash: Trash;
  readonly space: Reclaimable;
  readonly documents: DocumentsDoor;
  readonly watch: Watch;
}

/** A file that changed is looked at after this time, when whoever wrote it had time to say so. Milliseconds. */
const lookAfter = 300;
/** Edits go to the disk so long after the first of them. Milliseconds. */
const writeAfter = 500;
/** A file that nobody changes for so long is let go of; when somebody does, its log is read again. */
const restAfter = 60_000;
const sweepEvery = 3_600_000;
const burstLimit = 2000;

/** What was done to the text files of a project, by whom and when, and every text they had. */
export class History {
  readonly #ground: HistoryGround;
  readonly #catalogue: Catalogue;
  readonly #recorders = new Map<string, { recorder: Recorder; used: number }>();
  readonly #differ = new Differ();
  readonly #noticed = new Set<string>();
  /** Changes are entered one after the other, because a new file needs an id first. */
  #entering: Promise<void> = Promise.resolve();
  #retention: Retention;
  #timer: NodeJS.Timeout | undefined;
  readonly #sweeper = setInterval(() => void this.#sweep().catch(console.error), sweepEvery).unref();

  private constructor(ground: HistoryGround, catalogue: Catalogue, retention: Retention) {
    this.#ground = ground;
    this.#catalogue = catalogue;
    this.#retention = retention;
  }

  static async create(ground: HistoryGround): Promise<History> {
    const catalogue = await Catalogue.load(ground.state);
    const history = new History(ground, catalogue, await readRetention(catalogue.folder));
    setTimeout(() => void history.#sweep().catch(console.error), restAfter).unref();
    ground.watch.overhear((events) => history.#notice(events));
    return history;
  }

  /** Takes in a change of an open document. */
  receive({ document, origin, changes, before, at }: DocumentChange): void {
    this.note(document.path, document.id, { at, author: origin, changes, before, follows: true });
  }

  /** Takes in a change of any text file of the project. */
  note(path: string, document: string | null, edit: Noted): void {
    this.#entering = this.#entering
      .then(() => this.#enter(path, document, edit))
      .catch((error: unknown) => {
        console.error('A change could not be noted in the history.', error);
      });
  }

  async #enter(path: string, document: string | null, edit: Noted): Promise<void> {
    const id = await this.#catalogue.enter(path, document);
    this.#recorder(id).note(edit);
    this.#timer ??= setTimeout(() => void this.#write(), writeAfter).unref();
  }

  /** Takes in an edit of a file, unless it is open: its document tells of it by itself. */
  edited(path: string, edit: Omit<Noted, 'follows'>): void {
    if (!this.#isOpen(path) && !edit.changes.empty) this.note(path, null, { ...edit, follows: false });
  }

  /** Does the work of somebody who writes a file that no document is of, and writes down what became of it. */
  async around<T>(path: string, actor: Actor, work: () => Promise<T>): Promise<T> {
    const known = this.#catalogue.find(path, null);
    if (known !== undefined) await this.#meetPresent(known).catch(() => undefined);
    const before = this.#isOpen(path) ? 'not-text' : await this.#present(path).catch(() => 'not-text' as const);
    const result = await work();
    const after = before === 'not-text' ? before : await this.#present(path);
    if (before === 'not-text' || typeof after === 'string') return result;
    const text = before === 'absent' ? Text.empty : before.text;
    const changes = await this.#differ.diff(text.toString(), after.text.toString());
    const author: HistoryAuthor = personOf(actor);
    if (!changes.empty) this.note(path, null, { at: Date.now(), author, changes, before: () => text, follows: false });
    return result;
  }

  /** Resolves when everything that was told before is in the logs. */
  async settle(): Promise<void> {
    await this.#entering;
    await Promise.all([...this.#recorders.values()].map(({ recorder }) => this.#settle(recorder)));
  }

  async timeline(path: string): Promise<Timeline | null> {
    await this.settle();
    await this.#follow();
    const id = this.#catalogue.find(path, null);
    if (id === undefined) return null;
    const exists = await this.#meetPresent(id);
    const log = this.#log(id);
    const bursts: Burst[] = [];
    const parts = await log.parts();
    let last = 0;
    for (const part of parts) {
      const summary = await log.summary(part);
      last = summary.last;
      for (const burst of summary.bursts) push(bursts, burst);
    }
    const first = parts[0]?.first;
    return first === undefined ? null : { id, path, exists, first, last, bursts: bursts.slice(-burstLimit) };
  }

  async textAt(id: string, point: number): Promise<{ path: string; text: string }> {
    const { path } = this.#known(id);
    await this.settle();
    return { path, text: textAt(await this.#log(id).partWith(point), point).toString() };
  }

  async part(id: string, point: number): Promise<HistoryPart> {
    this.#known(id);
    await this.settle();
    const { head, authors, edits } = await this.#log(id).partWith(point);
    return {
      first: head.first,
      text: head.text,
      authors: [...authors],
      edits: edits.map(([at, author, changes]) => [at, author, [...changes]]),
    };
  }

  async diff(id: string, from: number, to: number): Promise<{ before: string; hunks: ReturnType<typeof toHunks> }> {
    const before = (await this.textAt(id, from)).text;
    const after = (await this.textAt(id, to)).text;
    return { before, hunks: toHunks(await this.#differ.diff(before, after)) };
  }

  /** Gives the file the text of a point. */
  async restore(id: string, point: number, actor: Actor): Promise<{ path: string; before: number | null }> {
    const { text } = await this.textAt(id, point);
    await this.#follow();
    const exists = await this.#meetPresent(id);
    const { path } = this.#known(id);
    const before = (await this.#log(id).newest())?.point ?? null;
    const author = personOf(actor);
    const noted = await giveText({ ...this.#ground, differ: this.#differ }, path, text, author);
    await this.settle();
    // Written as a file, nobody told of it: this person did it.
    if (!noted) await this.#meetPresent(id, author);
    return { path, before: exists ? before : null };
  }

  async deleted(): Promise<DeletedFile[]> {
    await this.settle();
    await this.#follow();
    const found: DeletedFile[] = [];
    for (const id of this.#catalogue.ids) {
      const { path } = this.#known(id);
      if ((await this.#present(path)) !== 'absent') continue;
      const last = (await this.#log(id).parts()).at(-1);
      const summary = last && (await this.#log(id).summary(last));
      if (summary !== undefined) found.push({ id, path, at: summary.until, last: summary.last });
    }
    return found.toSorted((a, b) => b.at - a.at);
  }

  /** Entries of the project were moved through the host. */
  async moved(entries: readonly { from: string; to: string }[]): Promise<void> {
    await this.settle();
    for (const id of this.#catalogue.ids) {
      const known = this.#known(id);
      const entry = entries.find(({ from }) => known.path === from || known.path.startsWith(`${from}/`));
      if (entry === undefined) continue;
      await this.#catalogue.place(id, { ...known, path: `${entry.to}${known.path.slice(entry.from.length)}` });
    }
  }

  usage(): Promise<HistoryUsage> {
    return measure(this.#catalogue, (id) => this.#log(id), this.#retention);
  }

  async keep(retention: Retention): Promise<HistoryUsage> {
    this.#retention = retention;
    await writeRetention(this.#catalogue.folder, retention);
    await this.#sweep();
    return this.usage();
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    clearTimeout(this.#timer);
    await this.#entering.catch(() => undefined);
    for (const { recorder } of this.#recorders.values()) await recorder.close();
    await this.#differ.close();
  }

  #isOpen(path: string): boolean {
    const open = this.#ground.documents.loaded?.list() ?? [];
    return open.some((one) => one.path === path && one.state !== 'deleted');
  }

  #known(id: string): { path: string; document: string | null } {
    const known = this.#catalogue.get(id);
    if (known === undefined) throw new HostError('history_unknown');
    return known;
  }

  #recorder(id: string): Recorder {
    const present = this.#recorders.get(id);
    const recorder =
      present?.recorder ??
      new Recorder(new FileLog(join(this.#catalogue.folder, id)), this.#differ, () => this.#known(id));
    this.#recorders.set(id, { recorder, used: performance.now() });
    return recorder;
  }

  #log(id: string): FileLog {
    return this.#recorders.get(id)?.recorder.log ?? new FileLog(join(this.#catalogue.folder, id));
  }

  #present(path: string): ReturnType<typeof readPresent> {
    return readPresent(this.#ground.root, path, this.#ground.documents.loaded);
  }

  /** Writes down what the file is now when nobody told of it. Answers whether there is a file. */
  async #meetPresent(id: string, author?: HistoryAuthor): Promise<boolean> {
    await this.#entering;
    const recorder = this.#recorder(id);
    await this.#settle(recorder);
    const present = await this.#present(this.#known(id).path);
    if (typeof present === 'string') return present !== 'absent';
    // Changes that are in what was read have to be noted before it is compared with what was noted.
    await this.#entering;
    await recorder.meet(present.text, Math.round(present.at), author ?? unseenAuthor(present.at));
    return true;
  }

  /** Open documents know where their files went. */
  async #follow(): Promise<void> {
    for (const { id: document, path } of this.#ground.documents.loaded?.list() ?? []) {
      const id = this.#catalogue.find('', document);
      if (id !== undefined) await this.#catalogue.place(id, { path, document });
    }
  }

  /** Files with a history changed. */
  #notice(events: readonly FileEvent[]): void {
    for (const { path, kind } of events) {
      const id = kind === 'delete' ? undefined : this.#catalogue.find(path, null);
      if (id === undefined || this.#noticed.has(id)) continue;
      this.#noticed.add(id);
      setTimeout(() => {
        this.#noticed.delete(id);
        this.#meetPresent(id).catch(console.error);
      }, lookAfter).unref();
    }
  }

  async #write(): Promise<void> {
    this.#timer = undefined;
    await this.settle().catch((error: unknown) => console.error('The history could not be written.', error));
    for (const [id, { recorder, used }] of this.#recorders) {
      if (recorder.waiting) this.#timer ??= setTimeout(() => void this.#write(), restAfter / 10).unref();
      else if (performance.now() - used > restAfter) {
        this.#recorders.delete(id);
        await recorder.close();
      }
    }
  }

  /** A full disk takes the oldest history first: nothing that people work on waits for it. */
  async #settle(recorder: Recorder): Promise<void> {
    try {
      await recorder.settle();
    } catch (error) {
      const full = systemCode(error) === 'ENOSPC' || systemCode(error) === 'EDQUOT';
      if (!full || !(await dropOldest(this.#catalogue, (id) => this.#log(id)))) throw error;
      await recorder.settle();
    }
  }

  async #sweep(): Promise<void> {
    await this.settle();
    await sweep(this.#catalogue, (id) => this.#log(id), this.#retention, Date.now());
  }
}
