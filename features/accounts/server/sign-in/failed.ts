import { accountsEvents } from '@e-code/accounts/contract';
import type { Actor } from '@e-code/kernel/server';
import { inTransaction } from '../service.ts';
import type { Accounts } from '../service.ts';

/** Records a sign-in that failed, for the audit trail. What was tried is not kept: people type passwords into any field. */
export async function recordFailure(
  { kernel }: Accounts,
  actor: Actor,
  about: { personId: string | null; method: string; reason: string },
): Promise<void> {
  await inTransaction(kernel, actor, ({ emit }) => emit(accountsEvents.signInFailed, about));
}
