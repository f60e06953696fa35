import { asc, eq } from 'drizzle-orm';
import { kernelErrors } from '@e-code/kernel/contract';
import { accountsErrors, accountsEvents } from '@e-code/accounts/contract';
import type { accountsContract } from '@e-code/accounts/contract';
import { addJob, personOf } from '@e-code/kernel/server';
import type { Handlers } from '@e-code/kernel/server';
import { MAIL_JOB } from '../mail/jobs.ts';
import { presentPasskey } from '../passkeys/present.ts';
import type { Accounts } from '../service.ts';
import { identities, passkeys, people } from '../tables.ts';
import { tokenKinds } from '../tokens/kinds.ts';
import { takeToken } from '../tokens/tokens.ts';
import { countRecoveryCodes } from '../two-factor/recovery.ts';
import { findById, markEmailVerified } from './store.ts';

type Own = 'readProfile' | 'changeProfile' | 'sendEmailVerification' | 'verifyEmail';

/** The account as its person sees it. */
export function profileHandlers(accounts: Accounts): Pick<Handlers<typeof accountsContract>, Own> {
  const { kernel, sessions, throttle } = accounts;
  return {
    async readProfile({ actor, sql }) {
      const { id } = personOf(actor);
      const known = await findById(sql, id);
      if (known === undefined) throw kernelErrors.not_found();
      const { name, email, operator, emailVerifiedAt } = known.person;
      const keys = await sql.select().from(passkeys).where(eq(passkeys.personId, id)).orderBy(asc(passkeys.createdAt));
      const linked = await sql.select().from(identities).where(eq(identities.personId, id));
      return {
        id,
        name,
        email,
        operator,
        emailVerified: emailVerifiedAt !== null,
        hasPassword: known.passwordHash !== undefined,
        twoFactor: known.twoFactor,
        recoveryCodesLeft: await countRecoveryCodes(sql, id),
        passkeys: keys.map(presentPasskey),
        identities: linked.map((row) => ({
          id: row.id,
          provider: new URL(row.issuer).host,
          email: row.email,
          createdAt: row.createdAt.toISOString(),
        })),
      };
    },
    async changeProfile(call) {
      const { id } = personOf(call.actor);
      const { name } = call.input;
      const [row] = await call.sql.update(people).set({ name }).where(eq(people.id, id)).returning();
      if (row === undefined) throw kernelErrors.not_found();
      sessions.changed(call, id);
      return { id, name, email: row.email, operator: row.operator };
    },
    async sendEmailVerification({ actor, sql, request }) {
      const known = await findById(sql, personOf(actor).id);
      if (known === undefined) throw kernelErrors.not_found();
      await throttle.enterMail(known.person.emailKey, sessions.originOf(request));
      await addJob(sql, MAIL_JOB, { kind: 'email_verification', email: known.person.email });
      return {};
    },
    async verifyEmail({ input, sql, emit }) {
      const now = kernel.clock.now();
      const taken = await takeToken(sql, tokenKinds.emailVerification, now, input.token);
      const known = taken?.personId == null ? undefined : await findById(sql, taken.personId);
      // The link proves the address that it was sent to, which may have been changed since.
      if (known === undefined || known.person.emailKey !== taken?.data.emailKey) throw accountsErrors.link_expired();
      if (await markEmailVerified(sql, known.person, now)) {
        await emit(accountsEvents.emailVerified, { personId: known.person.id });
      }
      return {};
    },
  };
}
