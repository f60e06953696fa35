import type { Text } from '@codemirror/state';
import { formatDateTime, toast } from '@e-code/kernel/web';
import type { Burst, Timeline } from '@e-code/host/contract';
import { toHostProblem, type HostProblem } from '../host/problem.ts';
import { baseName } from '../parts/paths.ts';
import { Store } from '../parts/store.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { Replay, type Version } from './replay.ts';
import { t } from './texts.ts';

export type TimelineState =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'problem'; readonly problem: HostProblem }
  | { readonly kind: 'ready'; readonly timeline: Timeline };

/** Two versions side by side. */
export type Shown = { readonly version: Version; readonly left: Text; readonly right: Text };
export type Comparison = 'before' | 'now';

/** Playing takes at most so many steps, and about this time when there are few. Milliseconds. */
const steps = 200;
const playTime = 8000;
const stepTimes = { shortest: 90, longest: 800 };
/** Files are told of in groups; the history has them a moment later. */
const refreshDelay = 900;
/** When the project cannot be reached. */
const retryDelay = 4000;

/** The history of the file in use: its timeline, the version that is looked at, and playing from one to the next. */
export class FileHistory {
  readonly path = new Store<string | undefined>(undefined);
  readonly timeline = new Store<TimelineState>({ kind: 'none' });
  /** Undefined: nothing was chosen. */
  readonly point = new Store<number | undefined>(undefined);
  readonly comparison = new Store<Comparison>('before');
  readonly shown = new Store<Shown | undefined>(undefined);
  readonly problem = new Store<HostProblem | undefined>(undefined);
  readonly playing = new Store(false);
  readonly restoring = new Store(false);
  readonly #workspace: Workspace;
  #replay: Replay | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #refresh: ReturnType<typeof setTimeout> | undefined;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    workspace.socket.on('files.changed', ({ events, overflow }) => {
      const path = this.path.get();
      if (!overflow && !events.some((event) => event.path === path)) return;
      clearTimeout(this.#refresh);
      this.#refresh = setTimeout(() => void this.load(), refreshDelay);
    });
  }

  /** Shows the history of another file. */
  open(path: string | undefined): void {
    if (path === undefined || path === this.path.get()) return;
    this.pause();
    this.path.set(path);
    this.point.set(undefined);
    this.shown.set(undefined);
    this.problem.set(undefined);
    this.timeline.set({ kind: 'loading' });
    void this.load();
  }

  async load(): Promise<void> {
    const path = this.path.get();
    if (path === undefined) return;
    try {
      const { timeline } = await this.#workspace.client.ask('history.timeline', { path });
      if (this.path.get() !== path) return;
      const before = this.timeline.get();
      if (timeline === null) return this.timeline.set({ kind: 'empty' });
      const same = before.kind === 'ready' && before.timeline.id === timeline.id;
      const { id } = timeline;
      if (!same || !this.#replay) {
        this.#replay = new Replay(timeline.first, (point) => this.#workspace.client.ask('history.part', { id, point }));
      }
      this.timeline.set({ kind: 'ready', timeline });
    } catch (error) {
      if (this.path.get() === path) this.#failed(toHostProblem(error));
    }
  }

  /** The points of the timeline when there is one. */
  get range(): { first: number; last: number } | undefined {
    const state = this.timeline.get();
    return state.kind === 'ready' ? state.timeline : undefined;
  }

  /** What was done in one go and led to a point, or through it. */
  burstAt(point: number): Burst | undefined {
    const state = this.timeline.get();
    if (state.kind !== 'ready') return undefined;
    return state.timeline.bursts.find(({ from, to }) => point > from && point <= to);
  }

  /** Looks at a version. */
  select(point: number): void {
    this.pause();
    void this.#show(point);
  }

  compare(comparison: Comparison): void {
    this.comparison.set(comparison);
    const point = this.point.get();
    if (point !== undefined) void this.#show(point);
  }

  play(): void {
    const { range } = this;
    if (range === undefined || this.playing.get()) return;
    const from = this.point.get();
    const start = from === undefined || from >= range.last ? range.first : from;
    this.playing.set(true);
    const size = Math.max(1, Math.ceil((range.last - start) / steps));
    const time = (playTime * size) / Math.max(1, range.last - start);
    const pause = Math.min(stepTimes.longest, Math.max(stepTimes.shortest, time));
    void this.#playOn(start, { size, pause });
  }

  pause(): void {
    clearTimeout(this.#timer);
    this.playing.set(false);
  }

  /** Gives the file the text of a version; the toast takes that back. */
  async restore(id: string, point: number, title: string): Promise<void> {
    const { client } = this.#workspace;
    this.restoring.set(true);
    try {
      const { path, before } = await client.ask('history.restore', { id, point });
      const takeBack =
        before === null
          ? () => client.ask('files.remove', { paths: [path] })
          : () => client.ask('history.restore', { id, point: before });
      toast.undo(title, async () => {
        await takeBack();
        await this.load();
      });
      await this.load();
    } catch (error) {
      toast.error(toHostProblem(error).message);
    } finally {
      this.restoring.set(false);
    }
  }

  /** Restores what is looked at. */
  async restoreShown(): Promise<void> {
    const state = this.timeline.get();
    const shown = this.shown.get();
    if (state.kind !== 'ready' || shown === undefined) return;
    const { id, path, bursts } = state.timeline;
    const time = shown.version.at ?? bursts[0]?.at ?? Date.now();
    await this.restore(id, shown.version.point, t('restored', { name: baseName(path), time: formatDateTime(time) }));
  }

  #failed(problem: HostProblem): void {
    this.timeline.set({ kind: 'problem', problem });
    if (!problem.transient) return;
    clearTimeout(this.#refresh);
    this.#refresh = setTimeout(() => void this.load(), retryDelay);
  }

  async #playOn(point: number, step: { size: number; pause: number }): Promise<void> {
    await this.#show(point);
    const { range } = this;
    if (!this.playing.get() || range === undefined || point >= range.last) return this.playing.set(false);
    const next = Math.min(range.last, point + step.size);
    this.#timer = setTimeout(() => void this.#playOn(next, step), step.pause);
  }

  async #show(point: number): Promise<void> {
    const replay = this.#replay;
    const { range } = this;
    if (replay === undefined || range === undefined) return;
    this.point.set(point);
    const other = this.comparison.get() === 'now' ? range.last : (this.burstAt(point)?.from ?? range.first);
    try {
      const [version, beside] = await Promise.all([replay.version(point), replay.version(other)]);
      if (this.point.get() !== point || this.#replay !== replay) return;
      const now = this.comparison.get() === 'now';
      this.problem.set(undefined);
      this.shown.set({
        version,
        left: now ? version.text : beside.text,
        right: now ? beside.text : version.text,
      });
    } catch (error) {
      if (this.point.get() === point) this.problem.set(toHostProblem(error));
    }
  }
}

const histories = new WeakMap<Workspace, FileHistory>();

/** The history of a project's page; made with the first look at its panel. */
export function historyOf(workspace: Workspace): FileHistory {
  const known = histories.get(workspace);
  if (known) return known;
  const made = new FileHistory(workspace);
  histories.set(workspace, made);
  return made;
}
