import { job } from '@e-code/kernel/server';
import type { Sql } from '@e-code/kernel/server';
import { z } from 'zod';
import { findByEmail } from '../people/store.ts';
import type { PersonRow } from '../people/store.ts';
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
const order = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['sign_in_link', 'password_reset', 'email_verification', 'password_changed']),
    email: z.string(),
  }),
  /** What a newcomer filled in is kept under `request`; it opens nothing. */
  z.object({ kind: z.literal('registration'), email: z.string(), request: z.string() }),
  z.object({ kind: z.literal('email_change'), email: z.string(), personId: z.string() }),
  z.object({ kind: z.literal('email_changed'), email: z.string(), to: z.string() }),
]);
type Order = z.infer<typeof order>;
type Kind<Name extends Order['kind']> = Extract<Order, { kind: Name }>;

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

async function compose(accounts: Accounts, sql: Sql, ordered: Order): Promise<Letter | undefined> {
  const known = await findByEmail(sql, ordered.email);
  switch (ordered.kind) {
    case 'registration':
      return composeRegistration(accounts, sql, known !== undefined, ordered);
    case 'email_change':
      return composeEmailChange(accounts, sql, known?.person.id, ordered);
    case 'email_changed':
      return letters.emailChanged(accounts.kernel.site.publicOrigin, ordered.to);
    default:
      return composeForPerson(accounts, sql, known?.person, ordered.kind);
  }
}

async function composeForPerson(
  { kernel }: Accounts,
  sql: Sql,
  person: PersonRow | undefined,
  kind: 'sign_in_link' | 'password_reset' | 'email_verification' | 'password_changed',
): Promise<Letter | undefined> {
  if (person === undefined || person.disabledAt !== null) return undefined;
  const { id: personId, emailKey } = person;
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
  { request }: Kind<'registration'>,
): Promise<Letter | undefined> {
  const site = kernel.site.publicOrigin;
  const now = kernel.clock.now();
  if (known) return letters.alreadyRegistered(site);
  const asked = await peekToken(sql, tokenKinds.registrationRequest, now, request);
  if (asked === undefined) return undefined;
  const secret = await issueToken(sql, tokenKinds.registration, now, { data: asked.data });
  return letters.registration(site, secret, asked.data.name);
}

async function composeEmailChange(
  { kernel }: Accounts,
  sql: Sql,
  holder: string | undefined,
  { email, personId }: Kind<'email_change'>,
): Promise<Letter> {
  const site = kernel.site.publicOrigin;
  if (holder !== undefined && holder !== personId) return letters.emailTaken(site);
  const about = { personId, data: { email } };
  return letters.emailChange(site, await issueToken(sql, tokenKinds.emailChange, kernel.clock.now(), about));
}
