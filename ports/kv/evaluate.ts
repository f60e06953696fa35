import type { Change, Limits, Outcome, Refusal, Usage, Write, Written } from './port.ts';

/** What a driver read of a space: the counters, and each key that the changes name. */
export interface SpaceState extends Usage {
  readonly revision: number;
  readonly entries: ReadonlyMap<string, StoredEntry>;
}

export interface StoredEntry {
  readonly bytes: number;
  readonly revision: number;
  readonly expiresAt: number | null;
  /** Needed only where the change increments; see {@link readsValue}. */
  readonly value?: Buffer;
}

export interface NextEntry extends StoredEntry {
  readonly value: Buffer;
}

/** What a driver writes: entries by key, undefined for those that go. */
export interface Evaluation extends Usage {
  readonly revision: number;
  readonly outcomes: readonly Outcome[];
  readonly writes: ReadonlyMap<string, NextEntry | undefined>;
}

/** The keys whose values the change computes with. */
export function readsValue(write: Write): boolean {
  return write.kind === 'increment';
}

/**
 * Carries out changes one after the other on what was read: without a clock and a store, so that every driver answers
 * alike. What expired before `now` counts as absent and is removed when it is written over.
 */
export function evaluate(state: SpaceState, changes: readonly Change[], limits: Limits[], now: number): Evaluation {
  const space = new Draft(state, now);
  const outcomes = changes.map((change, index): Outcome => space.attempt(change, limits[index] ?? NO_ROOM));
  return { ...space.counters, outcomes, writes: space.writes };
}

const NO_ROOM: Limits = { keys: 0, bytes: 0 };
const WHOLE_NUMBER = /^-?\d{1,40}$/;

class Draft {
  readonly writes = new Map<string, NextEntry | undefined>();
  counters: Usage & { revision: number };
  readonly #state: SpaceState;
  readonly #now: number;

  constructor(state: SpaceState, now: number) {
    this.#state = state;
    this.#now = now;
    this.counters = { keys: state.keys, bytes: state.bytes, revision: state.revision };
  }

  attempt(change: Change, limits: Limits): Outcome {
    const before = { counters: this.counters, writes: new Map<string, NextEntry | undefined>() };
    const touched = new Set<string>();
    for (const { key } of change.writes) if (this.writes.has(key)) before.writes.set(key, this.writes.get(key));
    const refusal = this.#check(change);
    if (refusal !== undefined) return { ok: false, refusal };
    const written: Written[] = [];
    for (const write of change.writes) {
      touched.add(write.key);
      const done = this.#write(write);
      if ('code' in done) return this.#takeBack(before, touched, done);
      written.push(done);
    }
    const { keys, bytes } = this.counters;
    // A change that takes nothing may pass also where a limit was lowered below what there is.
    if (keys > limits.keys && keys > before.counters.keys)
      return this.#takeBack(before, touched, { code: 'too_many_keys', keys: limits.keys });
    if (bytes > limits.bytes && bytes > before.counters.bytes)
      return this.#takeBack(before, touched, { code: 'too_many_bytes', bytes: limits.bytes });
    return { ok: true, written };
  }

  #check({ checks }: Change): Refusal | undefined {
    for (const { key, revision } of checks) {
      const present = this.#present(key)?.revision ?? null;
      if (present !== revision) return { code: 'check_failed', key, revision: present };
    }
    return undefined;
  }

  #takeBack(
    before: { counters: Usage & { revision: number }; writes: Map<string, NextEntry | undefined> },
    touched: Set<string>,
    refusal: Refusal,
  ): Outcome {
    this.counters = before.counters;
    for (const key of touched) {
      if (before.writes.has(key)) this.writes.set(key, before.writes.get(key));
      else this.writes.delete(key);
    }
    return { ok: false, refusal };
  }

  #write(write: Write): Written | Refusal {
    const existed = this.#present(write.key) !== undefined;
    if (write.kind === 'delete') {
      this.#put(write.key, undefined);
      return { key: write.key, revision: null, existed };
    }
    if (write.kind === 'set') {
      return { key: write.key, existed, revision: this.#set(write.key, write.value, write.expiresAt) };
    }
    const present = this.#present(write.key);
    const text = present === undefined ? '0' : String(present.value ?? '').trim();
    if (!WHOLE_NUMBER.test(text)) return { code: 'not_a_number', key: write.key };
    const number = BigInt(text) + write.by;
    const revision = this.#set(write.key, Buffer.from(String(number)), present?.expiresAt ?? null);
    return { key: write.key, existed, revision, number };
  }

  #set(key: string, value: Buffer, expiresAt: number | null): number {
    const revision = this.counters.revision + 1;
    this.counters = { ...this.counters, revision };
    this.#put(key, { value, bytes: value.length, revision, expiresAt });
    return revision;
  }

  #put(key: string, next: NextEntry | undefined): void {
    // What expired is still stored, and counted.
    const stored = this.writes.has(key) ? this.writes.get(key) : this.#state.entries.get(key);
    const size = (entry: StoredEntry | undefined): number =>
      entry === undefined ? 0 : Buffer.byteLength(key) + entry.bytes;
    const keys = this.counters.keys + Number(next !== undefined) - Number(stored !== undefined);
    this.counters = { ...this.counters, keys, bytes: this.counters.bytes + size(next) - size(stored) };
    if (stored === undefined && next === undefined && !this.#state.entries.has(key)) this.writes.delete(key);
    else this.writes.set(key, next);
  }

  #present(key: string): StoredEntry | undefined {
    const entry = this.writes.has(key) ? this.writes.get(key) : this.#state.entries.get(key);
    const expired = entry?.expiresAt !== undefined && entry.expiresAt !== null && entry.expiresAt <= this.#now;
    return expired ? undefined : entry;
  }
}
