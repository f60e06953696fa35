import { existsSync, type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

/** Git is done when its lock was gone for this long; a rebase takes and leaves it for every commit. */
const quiet = 100;
/** A lock that stays is one that a killed git left behind; it must not hold typing back. */
const patience = 5000;
/** A change of a file that is seen so shortly after git worked is git's. */
const afterwards = 1000;

const telling = new Set(['index.lock', 'HEAD', 'HEAD.lock', 'MERGE_HEAD', 'ORIG_HEAD', 'rebase-merge', 'rebase-apply']);

/** Whether git is at work in the project, by what it leaves in `.git`: then files are looked at once, when it is done. */
export class GitActivity {
  readonly #folder: string;
  readonly #ended: () => void;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #since: number | undefined;
  #seen = -Infinity;

  constructor(root: string, ended: () => void) {
    this.#folder = join(root, '.git');
    this.#ended = ended;
  }

  get busy(): boolean {
    return this.#since !== undefined && performance.now() - this.#since < patience;
  }

  /** Whether a change that is seen now is git's doing. */
  get recent(): boolean {
    return this.busy || performance.now() - this.#seen < afterwards;
  }

  /** Watches `.git` if there is one. Call again from time to time: it may be made later. */
  follow(): void {
    if (this.#watcher !== undefined || !existsSync(this.#folder)) return;
    try {
      const watcher = watch(this.#folder, { persistent: false }, (_kind, name) => {
        if (name !== null && telling.has(name)) this.#noticed();
      });
      watcher.on('error', () => this.#drop());
      this.#watcher = watcher;
    } catch {
      // Without a watch each file is looked at by itself.
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#drop();
  }

  #noticed(): void {
    this.#since ??= performance.now();
    this.#seen = performance.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lookForEnd(), quiet);
  }

  #lookForEnd(): void {
    if (this.busy && existsSync(join(this.#folder, 'index.lock'))) {
      this.#timer = setTimeout(() => this.#lookForEnd(), quiet);
      return;
    }
    this.#since = undefined;
    this.#seen = performance.now();
    if (!existsSync(this.#folder)) this.#drop();
    this.#ended();
  }

  #drop(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }
}
