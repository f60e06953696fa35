import { eq } from 'drizzle-orm';
import { generateAuthenticationOptions } from '@simplewebauthn/server';
import type { AuthenticationResponseJSON, AuthenticatorTransportFuture } from '@simplewebauthn/server';
import { accountsErrors } from '@e-code/accounts/contract';
import type { accountsContract } from '@e-code/accounts/contract';
import { personOf } from '@e-code/kernel/server';
import type { Handlers } from '@e-code/kernel/server';
import { Failure } from '@e-code/kernel/contract';
import { findById } from '../people/store.ts';
import { inTransaction } from '../service.ts';
import type { Accounts, Visit, Work } from '../service.ts';
import { recordFailure } from '../sign-in/failed.ts';
import { passkeys } from '../tables.ts';
import { tokenKinds } from '../tokens/kinds.ts';
import { storeToken } from '../tokens/tokens.ts';
import { relyingParty, verifyPasskey } from './verify.ts';

type Own = 'startPasskeySignIn' | 'signInWithPasskey' | 'startPasskeyConfirmation' | 'confirmWithPasskey';

/** Signing in and proving identity with a passkey. */
export function passkeySignInHandlers(accounts: Accounts): Pick<Handlers<typeof accountsContract>, Own> {
  const { kernel, sessions, throttle } = accounts;
  const { rpID } = relyingParty(kernel);
  return {
    async startPasskeySignIn({ sql }) {
      const options = await generateAuthenticationOptions({ rpID, userVerification: 'required' });
      const about = { secret: options.challenge, data: {} };
      await storeToken(sql, tokenKinds.passkeySignIn, kernel.clock.now(), about);
      return { options: { ...options } };
    },
    async signInWithPasskey({ input, ...visit }) {
      const origin = sessions.originOf(visit.request);
      await throttle.enterNetwork(origin);
      await recordingFailures(accounts, visit, (work) => signIn(accounts, work, visit, input.answer));
      await throttle.succeed(undefined, origin);
      return {};
    },
    async startPasskeyConfirmation({ actor, sql }) {
      const { id } = personOf(actor);
      const rows = await sql.select().from(passkeys).where(eq(passkeys.personId, id));
      const options = await generateAuthenticationOptions({
        rpID,
        userVerification: 'required',
        allowCredentials: rows.map(({ credentialId, transports }) => ({
          id: credentialId,
          transports: transports as AuthenticatorTransportFuture[],
        })),
      });
      const about = { personId: id, secret: options.challenge, data: {} };
      await storeToken(sql, tokenKinds.passkeyConfirmation, kernel.clock.now(), about);
      return { options: { ...options } };
    },
    async confirmWithPasskey({ input, ...visit }) {
      const person = personOf(visit.actor);
      const origin = sessions.originOf(visit.request);
      await throttle.enterNetwork(origin);
      await recordingFailures(accounts, visit, async (work) => {
        const { passkey, challengedPersonId } = await verifyPasskey(
          kernel,
          work.sql,
          tokenKinds.passkeyConfirmation,
          input.answer as unknown as AuthenticationResponseJSON,
        );
        if (passkey.personId !== person.id || challengedPersonId !== person.id) throw accountsErrors.passkey_refused();
        await sessions.confirm(work, person, 'passkey');
      });
      await throttle.succeed(undefined, origin);
      return {};
    },
  };
}

async function signIn(accounts: Accounts, work: Work, visit: Visit, answer: unknown): Promise<void> {
  const { kernel, sessions } = accounts;
  // The library checks every field of the answer that it reads.
  const response = answer as AuthenticationResponseJSON;
  const { passkey } = await verifyPasskey(kernel, work.sql, tokenKinds.passkeySignIn, response);
  const known = await findById(work.sql, passkey.personId);
  if (known === undefined) throw accountsErrors.passkey_refused();
  if (known.person.disabledAt !== null) throw accountsErrors.account_disabled();
  await sessions.open(work, visit, { person: known.person, method: 'passkey', secondFactor: true });
}

async function recordingFailures(
  accounts: Accounts,
  visit: Visit,
  perform: (work: Work) => Promise<void>,
): Promise<void> {
  try {
    await inTransaction(accounts.kernel, visit.actor, perform);
  } catch (error) {
    const reason = error instanceof Failure ? error.code : undefined;
    const personId = visit.actor.kind === 'person' ? visit.actor.id : null;
    if (reason !== undefined) await recordFailure(accounts, visit.actor, { personId, method: 'passkey', reason });
    throw error;
  }
}
