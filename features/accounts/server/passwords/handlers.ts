import { accountsErrors, accountsEvents } from '@e-code/accounts/contract';
import type { accountsContract } from '@e-code/accounts/contract';
import { addJob, personOf } from '@e-code/kernel/server';
import type { Handlers } from '@e-code/kernel/server';
import { MAIL_JOB } from '../mail/jobs.ts';
import { emailKey, findById, markEmailVerified, throttleKey } from '../people/store.ts';
import type { PersonRow } from '../people/store.ts';
import { inTransaction } from '../service.ts';
import type { Accounts, Work } from '../service.ts';
import { passwords } from '../tables.ts';
import { tokenKinds } from '../tokens/kinds.ts';
import { peekToken, revokeTokens, takeToken } from '../tokens/tokens.ts';
import { refuseCommonPassword } from './guessed-first.ts';
import { hashPassword } from './hash.ts';

type Own = 'changePassword' | 'sendPasswordReset' | 'resetPassword';

/** Setting a password, by the person or with a link from a mail. Either ends the other sessions. */
export function passwordHandlers(accounts: Accounts): Pick<Handlers<typeof accountsContract>, Own> {
  const { kernel, sessions, throttle } = accounts;

  async function setPassword(work: Work, person: PersonRow, hash: string, how: 'person' | 'reset'): Promise<void> {
    const changedAt = kernel.clock.now();
    await work.sql
      .insert(passwords)
      .values({ personId: person.id, hash, changedAt })
      .onConflictDoUpdate({ target: passwords.personId, set: { hash, changedAt } });
    // Links that are still under way were asked for with the password that is gone.
    await revokeTokens(work.sql, person.id, tokenKinds.passwordReset.purpose);
    await revokeTokens(work.sql, person.id, tokenKinds.signInLink.purpose);
    await revokeTokens(work.sql, person.id, tokenKinds.secondFactor.purpose);
    await work.emit(accountsEvents.passwordChanged, { personId: person.id, how });
    await addJob(work.sql, MAIL_JOB, { kind: 'password_changed', email: person.email });
  }

  return {
    async changePassword({ input, actor }) {
      const { id, sessionId } = personOf(actor);
      const known = await findById(kernel.database.read, id);
      if (known === undefined) throw accountsErrors.link_expired();
      refuseCommonPassword(input.password, [known.person.name, known.person.email]);
      const hash = await hashPassword(input.password);
      await inTransaction(kernel, actor, async (work) => {
        await setPassword(work, known.person, hash, 'person');
        await sessions.end(work, { personId: id, except: sessionId }, 'The password was changed');
      });
      return {};
    },
    async sendPasswordReset({ input, actor, request }) {
      await throttle.enterMail(emailKey(input.email), sessions.originOf(request));
      await inTransaction(kernel, actor, ({ sql }) =>
        addJob(sql, MAIL_JOB, { kind: 'password_reset', email: input.email }),
      );
      return {};
    },
    async resetPassword({ input, actor, request }) {
      const origin = sessions.originOf(request);
      await throttle.enterNetwork(origin);
      const now = kernel.clock.now();
      const peeked = await peekToken(kernel.database.read, tokenKinds.passwordReset, now, input.token);
      const known = peeked?.personId == null ? undefined : await findById(kernel.database.read, peeked.personId);
      if (known === undefined) throw accountsErrors.link_expired();
      refuseCommonPassword(input.password, [known.person.name, known.person.email]);
      const hash = await hashPassword(input.password);
      await inTransaction(kernel, actor, async (work) => {
        const taken = await takeToken(work.sql, tokenKinds.passwordReset, now, input.token);
        if (taken === undefined) throw accountsErrors.link_expired();
        if (await markEmailVerified(work.sql, known.person, now)) {
          await work.emit(accountsEvents.emailVerified, { personId: known.person.id });
        }
        await setPassword(work, known.person, hash, 'reset');
        await sessions.end(work, { personId: known.person.id }, 'The password was set anew');
      });
      // Whoever reads the mail need not wait for the guesses of somebody else.
      await throttle.succeed(throttleKey(known.person.email), origin);
      return {};
    },
  };
}
