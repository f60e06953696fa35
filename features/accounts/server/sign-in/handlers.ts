import { accountsErrors, accountsEvents } from '@e-code/accounts/contract';
import type { accountsContract } from '@e-code/accounts/contract';
import { addJob } from '@e-code/kernel/server';
import type { Handlers } from '@e-code/kernel/server';
import { MAIL_JOB } from '../mail/jobs.ts';
import { verifyPassword } from '../passwords/hash.ts';
import { emailKey, findByEmail, findById, markEmailVerified, throttleKey } from '../people/store.ts';
import { inTransaction } from '../service.ts';
import type { Accounts } from '../service.ts';
import type { SetupToken } from '../setup/setup.ts';
import { tokenKinds } from '../tokens/kinds.ts';
import { peekToken, takeToken } from '../tokens/tokens.ts';
import { acceptSecondFactor } from '../two-factor/accept.ts';
import { recordFailure } from './failed.ts';
import { finishSignIn } from './finish.ts';

type Own = 'signInOptions' | 'signInWithPassword' | 'signInWithSecondFactor' | 'sendSignInLink' | 'signInWithLink';

/** The ways in by password, second factor and mailed link. */
export function signInHandlers(accounts: Accounts, setup: SetupToken): Pick<Handlers<typeof accountsContract>, Own> {
  const { kernel, sessions, throttle, settings, provider, mail } = accounts;
  return {
    async signInOptions() {
      return {
        setupOpen: await setup.isOpen(),
        registration: settings.registration,
        provider: provider?.name ?? null,
        mail: mail.describe().driver,
      };
    },
    async signInWithPassword({ input, ...visit }) {
      const origin = sessions.originOf(visit.request);
      const account = throttleKey(input.email);
      await throttle.enter(account, origin);
      const known = await findByEmail(kernel.database.read, input.email);
      const right = await verifyPassword(input.password, known?.passwordHash);
      if (!right || known === undefined) {
        const personId = known?.person.id ?? null;
        await recordFailure(accounts, visit.actor, { personId, method: 'password', reason: 'wrong password' });
        throw accountsErrors.sign_in_refused();
      }
      await throttle.succeed(account, origin);
      return inTransaction(kernel, visit.actor, (work) =>
        finishSignIn(accounts, work, visit, { ...known, method: 'password' }),
      );
    },
    async signInWithSecondFactor({ input, ...visit }) {
      const origin = sessions.originOf(visit.request);
      const now = kernel.clock.now();
      const ticket = await peekToken(kernel.database.read, tokenKinds.secondFactor, now, input.ticket);
      if (ticket?.personId == null) throw accountsErrors.ticket_expired();
      const { personId } = ticket;
      const account = `second:${personId}`;
      await throttle.enter(account, origin);
      const accepted = await inTransaction(kernel, visit.actor, async (work) => {
        if (!(await acceptSecondFactor(accounts, work, personId, input.code))) return false;
        // The ticket goes together with the code: neither opens a second session.
        const taken = await takeToken(work.sql, tokenKinds.secondFactor, now, input.ticket);
        const known = await findById(work.sql, personId);
        if (taken === undefined || known === undefined) throw accountsErrors.ticket_expired();
        if (known.person.disabledAt !== null) throw accountsErrors.account_disabled();
        await sessions.open(work, visit, { person: known.person, method: taken.data.method, secondFactor: true });
        return true;
      });
      if (!accepted) {
        await recordFailure(accounts, visit.actor, { personId, method: 'second factor', reason: 'wrong code' });
        throw accountsErrors.code_refused();
      }
      await throttle.succeed(account, origin);
      return {};
    },
    async sendSignInLink({ input, actor, request }) {
      await throttle.enterMail(emailKey(input.email), sessions.originOf(request));
      // Whether the account exists is looked up by the job, so this answer cannot tell.
      await inTransaction(kernel, actor, ({ sql }) =>
        addJob(sql, MAIL_JOB, { kind: 'sign_in_link', email: input.email }),
      );
      return {};
    },
    async signInWithLink({ input, ...visit }) {
      const origin = sessions.originOf(visit.request);
      await throttle.enterNetwork(origin);
      const now = kernel.clock.now();
      const result = await inTransaction(kernel, visit.actor, async (work) => {
        const taken = await takeToken(work.sql, tokenKinds.signInLink, now, input.token);
        const known = taken?.personId == null ? undefined : await findById(work.sql, taken.personId);
        if (known === undefined) throw accountsErrors.link_expired();
        if (await markEmailVerified(work.sql, known.person, now)) {
          await work.emit(accountsEvents.emailVerified, { personId: known.person.id });
        }
        return finishSignIn(accounts, work, visit, { ...known, method: 'link' });
      });
      await throttle.succeed(undefined, origin);
      return result;
    },
  };
}
