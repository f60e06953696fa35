const EVERY_MS = 500;

/** Tells of many changes at most twice a second: the first at once, what follows together. */
export class Announcer {
  readonly #tell: (projectId: string) => void;
  /** Projects that were told of lately, and whether they changed since. */
  readonly #waiting = new Map<string, boolean>();

  constructor(tell: (projectId: string) => void) {
    this.#tell = tell;
  }

  changed(projectId: string): void {
    if (this.#waiting.has(projectId)) return void this.#waiting.set(projectId, true);
    this.#announce(projectId);
  }

  #announce(projectId: string): void {
    this.#waiting.set(projectId, false);
    this.#tell(projectId);
    setTimeout(() => {
      const again = this.#waiting.get(projectId) === true;
      this.#waiting.delete(projectId);
      if (again) this.#announce(projectId);
    }, EVERY_MS).unref();
  }
}
