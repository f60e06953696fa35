import type { Failure } from '@e-code/kernel/contract';
import type { Change, KvPort, Refusal, Written } from '@e-code/port-kv';
import { keyValueErrors } from '../../contract/index.ts';
import { KEY_BYTES } from '../settings.ts';
import type { KeyValueSettings } from '../settings.ts';
import type { Space } from './space.ts';
import type { Watchers } from './watchers.ts';

const MEGABYTE = 1024 * 1024;

/** The port with what a project may do to it. */
export class Store {
  readonly port: KvPort;
  readonly #settings: KeyValueSettings;
  readonly #watchers: Watchers;

  constructor(port: KvPort, settings: KeyValueSettings, watchers: Watchers) {
    this.port = port;
    this.#settings = settings;
    this.#watchers = watchers;
  }

  get mostValueBytes(): number {
    return this.#settings.valueMegabytes * MEGABYTE;
  }

  /** @throws what the caller did wrong, or which limit would be passed; nothing was written then */
  async change({ id }: Space, change: Change): Promise<readonly Written[]> {
    for (const write of change.writes) this.#requireFit(write);
    const limits = { keys: this.#settings.keys, bytes: this.#settings.megabytes * MEGABYTE };
    const outcome = await this.port.change(id, change, limits);
    if (!outcome.ok) throw explain(outcome.refusal);
    this.#watchers.tell(id, outcome.written);
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
