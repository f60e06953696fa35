/** A session as requests need it. */
export interface KnownSession {
  id: string;
  personId: string;
  name: string;
  operator: boolean;
  authenticatedAt: Date;
  expiresAt: Date;
}

interface Entry {
  session: KnownSession;
  readAt: number;
}

const MOST = 20_000;
// Revocation is told over the bus; this bounds the harm of a message that another process lost.
const FRESH_MS = 30_000;

/** Sessions that were looked up lately, by the hash of their secret. What is revoked leaves at once. */
export class SessionCache {
  readonly #entries = new Map<string, Entry>();
  #revocations = 0;

  get(hash: string, now: number): KnownSession | undefined {
    const entry = this.#entries.get(hash);
    if (entry === undefined || now - entry.readAt > FRESH_MS) return undefined;
    return entry.session;
  }

  /** Call before reading from the database; `keep` then refuses what may have been revoked meanwhile. */
  mark(): number {
    return this.#revocations;
  }

  keep(hash: string, session: KnownSession, now: number, mark: number): void {
    if (mark !== this.#revocations) return;
    // The oldest entry goes first: a Map remembers the order of insertion.
    const [oldest] = this.#entries.size >= MOST ? this.#entries.keys() : [];
    if (oldest !== undefined) this.#entries.delete(oldest);
    this.#entries.set(hash, { session, readAt: now });
  }

  /** Forgets the sessions for which `matches` says yes. */
  forget(matches: (session: KnownSession) => boolean): void {
    this.#revocations += 1;
    for (const [hash, { session }] of this.#entries) if (matches(session)) this.#entries.delete(hash);
  }
}
