import type { Passkey } from '@e-code/accounts/contract';
import type { passkeys } from '../tables.ts';

/** A passkey as its person sees it. */
export function presentPasskey(row: typeof passkeys.$inferSelect): Passkey {
  const { id, name, synced, createdAt, lastUsedAt } = row;
  return { id, name, synced, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}
