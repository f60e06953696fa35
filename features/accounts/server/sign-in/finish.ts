import { accountsErrors } from '@e-code/accounts/contract';
import type { SignInResult } from '@e-code/accounts/contract';
import type { KnownPerson } from '../people/store.ts';
import type { Accounts, Visit, Work } from '../service.ts';
import { tokenKinds } from '../tokens/kinds.ts';
import { issueToken } from '../tokens/tokens.ts';

/**
 * After the first proof was right: a session, or a ticket to the second step when the person has two-factor sign-in on.
 * Every way in passes here but passkeys, which are two factors by themselves.
 * @throws account_disabled, which only those learn who gave the right proof
 */
export async function finishSignIn(
  { kernel, sessions }: Accounts,
  work: Work,
  visit: Visit,
  {
    person,
    twoFactor,
    method,
  }: Pick<KnownPerson, 'person' | 'twoFactor'> & { method: 'password' | 'link' | 'identity' },
): Promise<SignInResult> {
  if (person.disabledAt !== null) throw accountsErrors.account_disabled();
  if (!twoFactor) {
    await sessions.open(work, visit, { person, method, secondFactor: false });
    return { state: 'signed_in' };
  }
  const about = { personId: person.id, data: { method } };
  return {
    state: 'second_factor',
    ticket: await issueToken(work.sql, tokenKinds.secondFactor, kernel.clock.now(), about),
  };
}
