import type { Failure } from '@e-code/kernel/contract';
import type { Change, KvPort, KvUnavailable, Refusal, Written } from '@e-code/port-kv';
import { keyValueErrors } from '../../contract/index.ts';
import { KEY_BYTES } from '../settings.ts';
import type { KeyValueSettings } from '../settings.ts';
import type { Announcer } from './announcer.ts';
import type { Space } from './space.ts';
import type { Watchers } from './watchers.ts';

const MEGABYTE = 1024 * 1024;

/** The port with what a project may do to it. */
export class Store {
  readonly port: KvPort;
  readonly #settings: KeyValueSettings;
  readonly #watchers: Watchers;
  readonly #announcer: Announcer;

  constructor(port: KvPort, settings: KeyValueSettings, listeners: { watchers: Watchers; announcer: Announcer }) {
    this.port = port;
    this.#settings = settings;
    this.#watchers = listeners.watchers;
    this.#announcer = listeners.announcer;
  }

  get limits(): { keys: number; bytes: number } {
    return { keys: this.#settings.keys, bytes: this.#settings.megabytes * MEGABYTE };
  }

  get mostValueBytes(): number {
    return this.#settings.valueMegabytes * MEGABYTE;
  }

  /** @throws what the caller did wrong, or which limit would be passed; nothing was written then */
  async change({ id, projectId }: Space, change: Change): Promise<readonly Written[]> {
    for (const write of change.writes) this.#requireFit(write);
    const outcome = await this.port.change(id, change, this.limits);
    if (!outcome.ok) throw explain(outcome.refusal);
    this.#watchers.tell(id, outcome.written);
    this.#announcer.changed(projectId);
    return outcome.written;
  }

  #requireFit(write: Change['writes'][number]): void {
    const bytes = Buffer.byteLength(write.key);
    if (bytes > KEY_BYTES) throw keyValueErrors.key_too_long({ bytes, most: KEY_BYTES });
    if (write.kind === 'set' && write.value.length > this.mostValueBytes)
      throw keyValueErrors.value_too_long({ most: this.mostValueBytes });
  }
}

function explain(refusal: Refusal): Failure {
  switch (refusal.code) {
    case 'check_failed':
      return keyValueErrors.key_changed({ key: refusal.key });
    case 'not_a_number':
      return keyValueErrors.not_a_number({ key: refusal.key });
    case 'too_many_keys':
      return keyValueErrors.store_full({ most: refusal.keys, what: 'keys' });
    case 'too_many_bytes':
      return keyValueErrors.store_full({ most: refusal.bytes, what: 'bytes' });
  }
}

/** Drivers are known by what they throw, and not by their code. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof Error && error.name === ('KvUnavailable' satisfies KvUnavailable['name']);
}
