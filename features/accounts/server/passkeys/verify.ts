import { and, eq } from 'drizzle-orm';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { AuthenticationResponseJSON, AuthenticatorTransportFuture } from '@simplewebauthn/server';
import { accountsErrors } from '@e-code/accounts/contract';
import type { Kernel, Sql } from '@e-code/kernel/server';
import { passkeys } from '../tables.ts';
import type { TokenKind } from '../tokens/tokens.ts';
import { takeToken } from '../tokens/tokens.ts';
import type { tokenKinds } from '../tokens/kinds.ts';

type Nothing = (typeof tokenKinds)['passkeySignIn'] extends TokenKind<infer Data> ? Data : never;
export type PasskeyRow = typeof passkeys.$inferSelect;

/** Who a passkey is bound to: the host name of the installation, which browsers check as well. */
export function relyingParty({ site }: Pick<Kernel, 'site'>): { rpID: string; origin: string } {
  return { rpID: new URL(site.publicOrigin).hostname, origin: site.publicOrigin };
}

/**
 * Checks the answer of a passkey. Its challenge must be one that we gave out, and is used up; user verification (a finger,
 * a face, a PIN) is demanded, which is what makes a passkey two factors.
 * @throws passkey_refused
 */
export async function verifyPasskey(
  kernel: Kernel,
  sql: Sql,
  kind: TokenKind<Nothing>,
  answer: AuthenticationResponseJSON,
): Promise<{ passkey: PasskeyRow; challengedPersonId: string | null }> {
  const [passkey] = await sql.select().from(passkeys).where(eq(passkeys.credentialId, answer.id));
  if (passkey === undefined) throw accountsErrors.passkey_refused();
  const { rpID, origin } = relyingParty(kernel);
  let challengedPersonId: string | null = null;
  const verified = await verifyAuthenticationResponse({
    response: answer,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
    async expectedChallenge(challenge) {
      const taken = await takeToken(sql, kind, kernel.clock.now(), challenge);
      challengedPersonId = taken?.personId ?? null;
      return taken !== undefined;
    },
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: passkey.counter,
      transports: passkey.transports as AuthenticatorTransportFuture[],
    },
  }).catch(() => undefined);
  if (verified?.verified !== true) throw accountsErrors.passkey_refused();
  const { newCounter } = verified.authenticationInfo;
  // The counter of the row that was read is compared again, so that a copied authenticator loses the race as well.
  const kept = await sql
    .update(passkeys)
    .set({ counter: newCounter, lastUsedAt: kernel.clock.now() })
    .where(and(eq(passkeys.id, passkey.id), eq(passkeys.counter, passkey.counter)))
    .returning({ id: passkeys.id });
  if (kept.length === 0) throw accountsErrors.passkey_refused();
  return { passkey, challengedPersonId };
}
