import type { AsyncSubscription } from '@parcel/watcher';
import type { WatchState } from '../contract/messages.ts';

export interface FileEvent {
  readonly path: string;
  readonly kind: 'create' | 'update' | 'delete';
}

interface Listener {
  readonly changed: (events: FileEvent[], overflow: boolean) => void;
  readonly state: (state: WatchState) => void;
}

/** Folders whose changes nobody looks at, at every depth. Each saves one inotify watch per folder inside. */
const ignoredFolders = [
  'node_modules',
  '.git',
  '__pycache__',
  '.venv',
  '.cache',
  '.pnpm-store',
  '.next',
  'target',
  '.gradle',
];
const ignore = ignoredFolders.flatMap((name) => [`**/${name}`, `**/${name}/**`]);

/** More events at once than this: the page lists its open folders again, which is cheaper for both sides. */
const eventLimit = 2000;

/** A limit may be lifted: after this long it is tried again, in milliseconds. */
const retryDelay = 60_000;

const off: WatchState = { status: 'off', reason: null };

/** Watches the project while somebody listens. The native watcher is loaded with the first listener. */
export class Watch {
  readonly #root: string;
  readonly #listeners = new Set<Listener>();
  readonly #overhearing: ((events: FileEvent[]) => void)[] = [];
  #state: WatchState = off;
  #subscription: Promise<AsyncSubscription | undefined> | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  get state(): WatchState {
    return this.#state;
  }

  add(listener: Listener): void {
    this.#listeners.add(listener);
    listener.state(this.#state);
    this.#subscription ??= this.#subscribe();
  }

  /** Tells of changes while somebody else listens; nothing is watched for this alone. */
  overhear(changed: (events: FileEvent[]) => void): void {
    this.#overhearing.push(changed);
  }

  remove(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size === 0) void this.stop();
  }

  async stop(): Promise<void> {
    const subscription = this.#subscription;
    this.#subscription = undefined;
    this.#setState(off);
    await (await subscription)?.unsubscribe();
  }

  async #subscribe(): Promise<AsyncSubscription | undefined> {
    try {
      const { default: watcher } = await import('@parcel/watcher');
      const options = { ignore, backend: 'inotify' } as const;
      const subscription = await watcher.subscribe(
        this.#root,
        (error, events) => this.#receive(error, events),
        options,
      );
      this.#setState({ status: 'watching', reason: null });
      return subscription;
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  #receive(error: Error | null, events: { path: string; type: FileEvent['kind'] }[]): void {
    if (error !== null) return this.#fail(error);
    const changes = events
      .slice(0, eventLimit)
      .map(({ path, type }) => ({ path: path.slice(this.#root.length + 1), kind: type }));
    const overflow = events.length > eventLimit;
    for (const listener of this.#listeners) listener.changed(changes, overflow);
    for (const changed of this.#overhearing) changed(changes);
  }

  #fail(error: unknown): void {
    setTimeout(() => void this.#retry(), retryDelay).unref();
    this.#setState({ status: 'unavailable', reason: explain(error) });
    // Changes may have been missed: everything that is shown is in doubt.
    for (const listener of this.#listeners) listener.changed([], true);
  }

  async #retry(): Promise<void> {
    if (this.#listeners.size === 0 || this.#state.status !== 'unavailable') return;
    const failed = this.#subscription;
    this.#subscription = this.#subscribe();
    await (await failed)?.unsubscribe();
  }

  #setState(state: WatchState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener.state(state);
  }
}

function explain(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (!/no space left|inotify_add_watch|too many|ENOSPC|EMFILE/i.test(text))
    return `Changes cannot be watched: ${text}`;
  return (
    'This machine may not watch more folders (fs.inotify.max_user_watches). Files are listed every few seconds ' +
    'instead. An administrator can raise the limit with sysctl.'
  );
}
