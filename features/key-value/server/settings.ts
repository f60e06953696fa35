import { z } from 'zod';
import { setting } from '@e-code/kernel/server';
import type { SettingValues } from '@e-code/kernel/server';

const whole = z.coerce.number().int();

/** What the key-value store of one project may hold. Replit's limits are 5000 keys, 50 MB and values of 5 MB. */
export const keyValueSettings = {
  keys: setting('KEY_VALUE_KEYS', whole.min(1).default(1_000_000), 'Keys in the key-value store of each project.'),
  megabytes: setting(
    'KEY_VALUE_MB',
    whole.min(1).default(1024),
    'Megabytes that keys and values of the key-value store of each project may take together.',
  ),
  valueMegabytes: setting(
    'KEY_VALUE_VALUE_MB',
    whole.min(1).max(64).default(10),
    'Megabytes of one value in the key-value store.',
  ),
};

export type KeyValueSettings = SettingValues<typeof keyValueSettings>;

/** Bytes of one key, as at Replit. */
export const KEY_BYTES = 1_000;
