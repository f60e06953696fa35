import { DrizzleQueryError, eq } from 'drizzle-orm';
import { accountsErrors, accountsEvents } from '@e-code/accounts/contract';
import type { accountsContract } from '@e-code/accounts/contract';
import { addJob, personOf } from '@e-code/kernel/server';
import type { Handlers } from '@e-code/kernel/server';
import { MAIL_JOB } from '../mail/jobs.ts';
import { inTransaction } from '../service.ts';
import type { Accounts, Work } from '../service.ts';
import { people } from '../tables.ts';
import { tokenKinds } from '../tokens/kinds.ts';
import { revokeTokens, takeToken } from '../tokens/tokens.ts';
import { emailKey, findById } from './store.ts';
import type { PersonRow } from './store.ts';

type Own = 'askEmailChange' | 'changeEmail';

/** What was sent to the former address must not open the account any more. */
const SENT_BEFORE = [
  tokenKinds.emailChange,
  tokenKinds.emailVerification,
  tokenKinds.passwordReset,
  tokenKinds.signInLink,
];

/** Changing one's address: the new one proves itself by a mail before it counts, and the former one is told after. */
export function emailHandlers(accounts: Accounts): Pick<Handlers<typeof accountsContract>, Own> {
  const { kernel, sessions, throttle } = accounts;
  return {
    async askEmailChange({ input, actor, request }) {
      const person = personOf(actor);
      const known = await findById(kernel.database.read, person.id);
      if (known?.person.email === input.email) throw accountsErrors.email_same();
      await throttle.enterMail(emailKey(input.email), sessions.originOf(request));
      await inTransaction(kernel, actor, async ({ sql, emit }) => {
        await addJob(sql, MAIL_JOB, { kind: 'email_change', email: input.email, personId: person.id });
        await emit(accountsEvents.emailChangeAsked, { personId: person.id, to: input.email });
      });
      return {};
    },
    async changeEmail(call) {
      const taken = await takeToken(call.sql, tokenKinds.emailChange, kernel.clock.now(), call.input.token);
      const known = taken?.personId == null ? undefined : await findById(call.sql, taken.personId);
      if (taken === undefined || known === undefined || known.person.disabledAt !== null)
        throw accountsErrors.link_expired();
      await moveTo(accounts, call, known.person, taken.data.email);
      return { email: taken.data.email };
    },
  };
}

async function moveTo({ kernel, sessions }: Accounts, work: Work, person: PersonRow, email: string): Promise<void> {
  const { id: personId, email: from } = person;
  await work.sql
    .update(people)
    .set({ email, emailKey: emailKey(email), emailVerifiedAt: kernel.clock.now() })
    .where(eq(people.id, personId))
    .catch((error: unknown) => {
      throw isTaken(error) ? accountsErrors.email_taken() : error;
    });
  for (const { purpose } of SENT_BEFORE) await revokeTokens(work.sql, personId, purpose);
  await work.emit(accountsEvents.emailChanged, { personId, from, to: email });
  await addJob(work.sql, MAIL_JOB, { kind: 'email_changed', email: from, to: email });
  sessions.changed(work, personId);
}

/** Whether the unique address refused: somebody else has it, perhaps since a moment ago. */
function isTaken(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : undefined;
  return cause !== undefined && 'code' in cause && cause.code === '23505';
}
