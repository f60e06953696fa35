import { eq } from 'drizzle-orm';
import { accountsEvents } from '@e-code/accounts/contract';
import { defineFeature, subscription } from '@e-code/kernel/server';
import type { Kernel, ServerFeature } from '@e-code/kernel/server';
import { apiKeysContract } from '../contract/index.ts';
import { access } from './access.ts';
import { createKeyring } from './keys/keyring.ts';
import { publishRevoked } from './keys/revocation.ts';
import { createService } from './service.ts';
import type { Outside } from './service.ts';
import { keys } from './tables.ts';

/** Keys by which programs act as the person who made them. */
export function createApiKeys(kernel: Kernel, outside: Outside): ServerFeature {
  const keyring = createKeyring(kernel, outside);
  return defineFeature({
    name: 'api_keys',
    contract: apiKeysContract,
    handlers: createService(kernel, outside),
    access,
    migrations: new URL('./migrations/', import.meta.url),
    subscriptions: [
      // The keys stay, for the day when the account is switched on again; what they opened ends.
      subscription('api_keys.suspend', accountsEvents.personDisabled, async ({ payload }, { sql, afterCommit }) => {
        const rows = await sql.select({ id: keys.id }).from(keys).where(eq(keys.personId, payload.personId));
        const ids = rows.map(({ id }) => id);
        afterCommit(() => publishRevoked(kernel, { ids, reason: 'This account was switched off.' }));
      }),
    ],
    identifyToken: (token, request) => keyring.identify(token, request),
    start: async () => keyring.start(),
    stop: () => keyring.stop(),
  });
}
