import { and, eq } from 'drizzle-orm';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { AuthenticatorTransportFuture, RegistrationResponseJSON } from '@simplewebauthn/server';
import { kernelErrors } from '@e-code/kernel/contract';
import { accountsErrors, accountsEvents } from '@e-code/accounts/contract';
import type { accountsContract } from '@e-code/accounts/contract';
import { makeId, personOf } from '@e-code/kernel/server';
import type { Handlers, Kernel, Sql } from '@e-code/kernel/server';
import { findById } from '../people/store.ts';
import { keepAWayIn } from '../people/ways-in.ts';
import { inTransaction } from '../service.ts';
import type { Accounts } from '../service.ts';
import { passkeys } from '../tables.ts';
import { tokenKinds } from '../tokens/kinds.ts';
import { storeToken, takeToken } from '../tokens/tokens.ts';
import { presentPasskey } from './present.ts';
import { relyingParty } from './verify.ts';

type Own = 'startPasskey' | 'addPasskey' | 'renamePasskey' | 'removePasskey';

/** A person's passkeys. */
export function passkeyHandlers({ kernel }: Accounts): Pick<Handlers<typeof accountsContract>, Own> {
  const { rpID } = relyingParty(kernel);
  return {
    async startPasskey({ actor, sql }) {
      const { id } = personOf(actor);
      const known = await findById(sql, id);
      if (known === undefined) throw kernelErrors.not_found();
      const rows = await sql.select().from(passkeys).where(eq(passkeys.personId, id));
      const options = await generateRegistrationOptions({
        rpName: 'E-Code',
        rpID,
        userID: new TextEncoder().encode(id),
        userName: known.person.email,
        userDisplayName: known.person.name,
        attestationType: 'none',
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        excludeCredentials: rows.map(({ credentialId, transports }) => ({
          id: credentialId,
          transports: transports as AuthenticatorTransportFuture[],
        })),
      });
      const about = { personId: id, secret: options.challenge, data: {} };
      await storeToken(sql, tokenKinds.passkeyRegistration, kernel.clock.now(), about);
      return { options: { ...options } };
    },
    async addPasskey({ input, actor }) {
      const { id: personId } = personOf(actor);
      return inTransaction(kernel, actor, async (work) => {
        // The library checks every field of the answer that it reads.
        const answer = input.answer as unknown as RegistrationResponseJSON;
        const { credential, credentialBackedUp } = await verifyRegistration(kernel, work.sql, personId, answer);
        const [row] = await work.sql
          .insert(passkeys)
          .values({
            id: makeId('pky'),
            personId,
            credentialId: credential.id,
            publicKey: Buffer.from(credential.publicKey),
            counter: credential.counter,
            transports: (credential.transports ?? []).filter((transport) => /^[a-z-]{2,20}$/.test(transport)),
            synced: credentialBackedUp,
            name: input.name,
            createdAt: kernel.clock.now(),
          })
          .onConflictDoNothing()
          .returning();
        if (row === undefined) throw accountsErrors.passkey_known();
        await work.emit(accountsEvents.passkeyAdded, { personId, name: row.name });
        return presentPasskey(row);
      });
    },
    async renamePasskey({ input, actor, sql }) {
      const changed = await sql.update(passkeys).set({ name: input.name }).where(own(actor, input.id)).returning();
      if (changed.length === 0) throw kernelErrors.not_found();
      return {};
    },
    async removePasskey({ input, actor, sql, emit }) {
      const [gone] = await sql.delete(passkeys).where(own(actor, input.id)).returning();
      if (gone === undefined) throw kernelErrors.not_found();
      await keepAWayIn(sql, gone.personId);
      await emit(accountsEvents.passkeyRemoved, { personId: gone.personId, name: gone.name });
      return {};
    },
  };
}

function own(actor: Parameters<typeof personOf>[0], id: string) {
  return and(eq(passkeys.id, id), eq(passkeys.personId, personOf(actor).id));
}

async function verifyRegistration(kernel: Kernel, sql: Sql, personId: string, response: RegistrationResponseJSON) {
  const { rpID, origin } = relyingParty(kernel);
  const verified = await verifyRegistrationResponse({
    response,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
    async expectedChallenge(challenge) {
      const taken = await takeToken(sql, tokenKinds.passkeyRegistration, kernel.clock.now(), challenge);
      return taken?.personId === personId;
    },
  }).catch(() => undefined);
  if (verified?.verified !== true) throw accountsErrors.passkey_refused();
  return verified.registrationInfo;
}
