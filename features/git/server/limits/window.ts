import type { Clock } from '@e-code/kernel/server';

const MOST_KEYS = 10_000;

/** Counts what each key did within a stretch of time that begins with its first act. Kept in memory: it guards this process. */
export class Window {
  readonly #counts = new Map<string, { since: number; count: number }>();
  readonly #clock: Clock;
  readonly #most: number;
  readonly #seconds: number;

  constructor(clock: Clock, { most, seconds }: { most: number; seconds: number }) {
    this.#clock = clock;
    this.#most = most;
    this.#seconds = seconds;
  }

  /** Counts one more. @returns the seconds to wait when that is too many */
  take(key: string): number | undefined {
    const now = this.#clock.now().getTime();
    const known = this.#counts.get(key);
    if (known === undefined || now - known.since >= this.#seconds * 1_000) {
      this.#begin(key, now);
      return undefined;
    }
    known.count += 1;
    if (known.count <= this.#most) return undefined;
    return Math.max(1, Math.ceil(this.#seconds - (now - known.since) / 1_000));
  }

  #begin(key: string, since: number): void {
    this.#counts.delete(key);
    // The oldest entry goes first: a Map remembers the order of insertion.
    const [oldest] = this.#counts.size >= MOST_KEYS ? this.#counts.keys() : [];
    if (oldest !== undefined) this.#counts.delete(oldest);
    this.#counts.set(key, { since, count: 1 });
  }
}
