interface Entry<Value> {
  value: Value;
  readAt: number;
}

const MOST = 20_000;
// Revocation is told over the bus; this bounds the harm of a message that another process lost.
const FRESH_MS = 30_000;

/** What was read lately under the hash of a secret, such as sessions. What is revoked leaves at once. */
export class RevocableCache<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  #revocations = 0;

  get(hash: string, now: number): Value | undefined {
    const entry = this.#entries.get(hash);
    if (entry === undefined || now - entry.readAt > FRESH_MS) return undefined;
    return entry.value;
  }

  /** Call before reading from the database; `keep` then refuses what may have been revoked meanwhile. */
  mark(): number {
    return this.#revocations;
  }

  keep(hash: string, value: Value, now: number, mark: number): void {
    if (mark !== this.#revocations) return;
    // The oldest entry goes first: a Map remembers the order of insertion.
    const [oldest] = this.#entries.size >= MOST ? this.#entries.keys() : [];
    if (oldest !== undefined) this.#entries.delete(oldest);
    this.#entries.set(hash, { value, readAt: now });
  }

  /** Forgets the values for which `matches` says yes. */
  forget(matches: (value: Value) => boolean): void {
    this.#revocations += 1;
    for (const [hash, { value }] of this.#entries) if (matches(value)) this.#entries.delete(hash);
  }
}
