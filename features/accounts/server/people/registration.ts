import { and, eq, gt } from 'drizzle-orm';
import { accountsErrors, accountsEvents } from '@e-code/accounts/contract';
import type { accountsContract } from '@e-code/accounts/contract';
import { addJob } from '@e-code/kernel/server';
import type { Handlers, Sql } from '@e-code/kernel/server';
import { MAIL_JOB } from '../mail/jobs.ts';
import { refuseCommonPassword } from '../passwords/guessed-first.ts';
import { hashPassword } from '../passwords/hash.ts';
import { inTransaction } from '../service.ts';
import type { Accounts } from '../service.ts';
import { invitations, people } from '../tables.ts';
import { tokenKinds } from '../tokens/kinds.ts';
import { hashSecret } from '../tokens/secret.ts';
import { issueToken, takeToken } from '../tokens/tokens.ts';
import { emailKey, insertPerson } from './store.ts';

type Own = 'readInvitation' | 'acceptInvitation' | 'register' | 'completeRegistration';

/** How people come to have an account: by an invitation, or by a mail to their address where registration is open. */
export function registrationHandlers(accounts: Accounts): Pick<Handlers<typeof accountsContract>, Own> {
  const { kernel, sessions, settings, throttle } = accounts;
  const refuseUnlessOpen = (): void => {
    if (settings.registration !== 'open') throw accountsErrors.registration_closed();
  };
  return {
    async readInvitation({ input, sql, request }) {
      await throttle.enterNetwork(sessions.originOf(request));
      const found = await findInvitation(sql, input.token, kernel.clock.now());
      if (found === undefined) throw accountsErrors.invitation_expired();
      await throttle.succeed(undefined, sessions.originOf(request));
      return { email: found.email, invitedBy: found.invitedBy };
    },
    async acceptInvitation({ input, ...visit }) {
      const { token, name, password } = input;
      await throttle.enterNetwork(sessions.originOf(visit.request));
      const now = kernel.clock.now();
      const found = await findInvitation(kernel.database.read, token, now);
      if (found === undefined) throw accountsErrors.invitation_expired();
      refuseCommonPassword(password, [name, found.email]);
      const passwordHash = await hashPassword(password);
      await inTransaction(kernel, visit.actor, async (work) => {
        const [taken] = await work.sql.delete(invitations).where(eq(invitations.id, found.id)).returning();
        const about = { name, email: found.email, passwordHash };
        const person = taken === undefined ? undefined : await insertPerson(work.sql, now, about);
        if (person === undefined) throw accountsErrors.invitation_expired();
        await work.emit(accountsEvents.personJoined, { personId: person.id, email: person.email, how: 'invitation' });
        await sessions.open(work, visit, { person, method: 'invitation', secondFactor: false });
      });
      return {};
    },
    async register({ input, actor, request }) {
      refuseUnlessOpen();
      const { name, email, password } = input;
      await throttle.enterMail(emailKey(email), sessions.originOf(request));
      refuseCommonPassword(password, [name, email]);
      const data = { name, email, passwordHash: await hashPassword(password) };
      await inTransaction(kernel, actor, async ({ sql }) => {
        const asked = await issueToken(sql, tokenKinds.registrationRequest, kernel.clock.now(), { data });
        await addJob(sql, MAIL_JOB, { kind: 'registration', email, request: asked });
      });
      return {};
    },
    async completeRegistration({ input, ...visit }) {
      refuseUnlessOpen();
      await throttle.enterNetwork(sessions.originOf(visit.request));
      const now = kernel.clock.now();
      await inTransaction(kernel, visit.actor, async (work) => {
        const taken = await takeToken(work.sql, tokenKinds.registration, now, input.token);
        const about = taken && { ...taken.data, emailVerified: true };
        const person = about && (await insertPerson(work.sql, now, about));
        if (person === undefined) throw accountsErrors.link_expired();
        await work.emit(accountsEvents.personJoined, { personId: person.id, email: person.email, how: 'registration' });
        await sessions.open(work, visit, { person, method: 'registration', secondFactor: false });
      });
      return {};
    },
  };
}

async function findInvitation(sql: Sql, token: string, now: Date) {
  const [row] = await sql
    .select({ id: invitations.id, email: invitations.email, invitedBy: people.name })
    .from(invitations)
    .innerJoin(people, eq(people.id, invitations.invitedBy))
    .where(and(eq(invitations.tokenHash, hashSecret(token)), gt(invitations.expiresAt, now)));
  return row;
}
