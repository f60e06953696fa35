import { freshly, signedIn } from '@e-code/kernel/server';
import type { AccessRule } from '@e-code/kernel/server';

/** Minutes for which a proof of identity counts as fresh. */
const FRESH_MINUTES = 10;

/** Without terms for tokens: a key neither lists nor makes nor revokes keys. */
export const access: Record<string, AccessRule> = {
  'api_keys.own': signedIn(),
  'api_keys.own_fresh': freshly(FRESH_MINUTES, signedIn()),
};
