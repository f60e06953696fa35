import { job } from '@e-code/kernel/server';
import type { Sql } from '@e-code/kernel/server';
import { z } from 'zod';
import { findByEmail } from '../people/store.ts';
import type { Accounts } from '../service.ts';
import { tokenKinds } from '../tokens/kinds.ts';
import { issueToken, peekToken, sweepTokens } from '../tokens/tokens.ts';
import { letters } from './letters.ts';
import type { Letter } from './letters.ts';

export const MAIL_JOB = 'accounts:write_mail';

/**
 * What the queue holds: never a secret. The secret is made when the mail is written, and whether the address belongs to
 * somebody is found out only then, so that a request answers alike for known and unknown addresses.
 */
const order = z.object({
  kind: z.enum(['sign_in_link', 'password_reset', 'email_verification', 'password_changed', 'registration']),
  email: z.string(),
  /** What a newcomer filled in is kept under this; it opens nothing. */
  request: z.string().optional(),
});
type Order = z.infer<typeof order>;

/** The work that accounts do later: mail, and forgetting what is too old. */
export function accountsJobs(accounts: Accounts) {
  const { kernel, mail, throttle } = accounts;
  return [
    job({
      name: MAIL_JOB,
      payload: order,
      runsAs: 'accounts',
      async run(ordered) {
        const letter = await kernel.database.transaction((sql) => compose(accounts, sql, ordered));
        if (letter !== undefined) await mail.send({ to: ordered.email, ...letter });
      },
    }),
    job({
      name: 'accounts:forget',
      payload: z.object({}),
      runsAs: 'accounts',
      cron: '17 * * * *',
      async run() {
        await sweepTokens(kernel.database.read, kernel.clock.now());
        await throttle.sweep();
      },
    }),
  ];
}

async function compose(accounts: Accounts, sql: Sql, { kind, email, request }: Order): Promise<Letter | undefined> {
  const { kernel } = accounts;
  const known = await findByEmail(sql, email);
  if (kind === 'registration') return composeRegistration(accounts, sql, known !== undefined, request ?? '');
  if (known === undefined || known.person.disabledAt !== null) return undefined;
  const { id: personId, emailKey } = known.person;
  const site = kernel.site.publicOrigin;
  const now = kernel.clock.now();
  switch (kind) {
    case 'sign_in_link':
      return letters.signInLink(site, await issueToken(sql, tokenKinds.signInLink, now, { personId, data: {} }));
    case 'password_reset':
      return letters.passwordReset(site, await issueToken(sql, tokenKinds.passwordReset, now, { personId, data: {} }));
    case 'email_verification': {
      const about = { personId, data: { emailKey } };
      return letters.emailVerification(site, await issueToken(sql, tokenKinds.emailVerification, now, about));
    }
    case 'password_changed':
      return letters.passwordChanged(site);
  }
}

async function composeRegistration(
  { kernel }: Accounts,
  sql: Sql,
  known: boolean,
  request: string,
): Promise<Letter | undefined> {
  const site = kernel.site.publicOrigin;
  const now = kernel.clock.now();
  if (known) return letters.alreadyRegistered(site);
  const asked = await peekToken(sql, tokenKinds.registrationRequest, now, request);
  if (asked === undefined) return undefined;
  const secret = await issueToken(sql, tokenKinds.registration, now, { data: asked.data });
  return letters.registration(site, secret, asked.data.name);
}
