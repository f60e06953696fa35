import { and, eq, isNotNull, lt } from 'drizzle-orm';
import { accountsEvents } from '@e-code/accounts/contract';
import type { Accounts, Work } from '../service.ts';
import { authenticators } from '../tables.ts';
import { consumeRecoveryCode } from './recovery.ts';
import { matchingStep } from './totp.ts';

/** Checks a code of the authenticator app or a recovery code, and uses it up. */
export async function acceptSecondFactor(
  accounts: Accounts,
  work: Work,
  personId: string,
  code: string,
): Promise<boolean> {
  const plain = code.replace(/\s/g, '');
  if (/^\d{6}$/.test(plain)) return acceptTotp(accounts, work, personId, plain);
  const left = await consumeRecoveryCode(work.sql, personId, plain);
  if (left === undefined) return false;
  await work.emit(accountsEvents.recoveryCodeUsed, { personId, left });
  return true;
}

/**
 * A code works once: its time step must be later than the last accepted one, and the comparison is in the statement that
 * writes it, so that two who come with the same code at once are told apart.
 */
async function acceptTotp({ kernel, seal }: Accounts, { sql }: Work, personId: string, code: string): Promise<boolean> {
  const [row] = await sql
    .select()
    .from(authenticators)
    .where(and(eq(authenticators.personId, personId), isNotNull(authenticators.confirmedAt)));
  if (row === undefined) return false;
  const step = matchingStep(await seal.unseal(row.sealedSecret, personId), code, kernel.clock.now());
  if (step === undefined) return false;
  const accepted = await sql
    .update(authenticators)
    .set({ lastStep: step })
    .where(and(eq(authenticators.personId, personId), lt(authenticators.lastStep, step)))
    .returning({ personId: authenticators.personId });
  return accepted.length === 1;
}
