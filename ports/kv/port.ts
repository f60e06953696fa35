/**
 * The key-value port: spaces of keys and values, such as one for each project and environment. Keys are text and sorted by
 * their UTF-8 bytes; values are bytes. A change is atomic, and what was acknowledged survives a crash as far as
 * {@link KvReport.durability} says. Drivers are in `drivers/`; each passes `suite.ts`.
 */
export interface KvPort {
  /** Makes what the driver needs in its store. Call it once; calling it again is harmless. */
  prepare(): Promise<void>;
  describe(): Promise<KvReport>;
  /** One answer for each key, in order. What expired is absent. */
  get(space: string, keys: readonly string[]): Promise<(Entry | undefined)[]>;
  /** Keys in order. `more` when there are keys after the last. */
  list(space: string, range: Range): Promise<Listing>;
  /** All of it or nothing of it. Rejects only when the store does not answer; then it may have happened. */
  change(space: string, change: Change, limits: Limits): Promise<Outcome>;
  usage(space: string): Promise<Usage>;
  /** Removes what expired before now, at most `most` keys of all spaces. @returns how many */
  sweep(most: number): Promise<number>;
  /** Removes a space. Absent is not an error. */
  drop(space: string): Promise<void>;
  close(): Promise<void>;
}

/** The store does not answer. Trying again makes sense. */
export class KvUnavailable extends Error {
  override readonly name = 'KvUnavailable' as const;
}

export interface KvReport {
  /** Such as `postgres`. */
  readonly driver: string;
  /** A sentence for the operator: what a crash of the store may take. */
  readonly durability: string;
}

export interface Entry {
  readonly value: Buffer;
  /** Differs for each change of the space, and grows. */
  readonly revision: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number | null;
}

export interface Range {
  readonly prefix: string;
  /** Begins behind this key. */
  readonly after?: string | undefined;
  readonly limit: number;
  readonly values: boolean;
}

export interface Listing {
  readonly entries: readonly ListedEntry[];
  readonly more: boolean;
}

export interface ListedEntry extends Omit<Entry, 'value'> {
  readonly key: string;
  readonly bytes: number;
  /** Present when values were asked for. */
  readonly value?: Buffer;
}

export interface Change {
  /** What must hold, or nothing is written. */
  readonly checks: readonly Check[];
  /** Carried out in order; a later one sees the earlier ones. */
  readonly writes: readonly Write[];
}

/** The key has this revision; with null it is absent. */
export interface Check {
  readonly key: string;
  readonly revision: number | null;
}

export type Write =
  | { readonly kind: 'set'; readonly key: string; readonly value: Buffer; readonly expiresAt: number | null }
  | { readonly kind: 'delete'; readonly key: string }
  /** Adds to a value that is a whole number in decimal; absent counts as 0. The expiry stays. */
  | { readonly kind: 'increment'; readonly key: string; readonly by: bigint };

/** What a space may hold. */
export interface Limits {
  readonly keys: number;
  /** Keys and values together. */
  readonly bytes: number;
}

export interface Usage {
  readonly keys: number;
  /** Keys and values together. */
  readonly bytes: number;
}

export type Outcome =
  | { readonly ok: true; readonly written: readonly Written[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** What became of one write. */
export interface Written {
  readonly key: string;
  /** Of the new entry; null after a delete. */
  readonly revision: number | null;
  /** Whether the key was there before. */
  readonly existed: boolean;
  /** The sum, after an increment. */
  readonly number?: bigint;
}

export type Refusal =
  | { readonly code: 'check_failed'; readonly key: string; readonly revision: number | null }
  | { readonly code: 'not_a_number'; readonly key: string }
  | { readonly code: 'too_many_keys'; readonly keys: number }
  | { readonly code: 'too_many_bytes'; readonly bytes: number };
