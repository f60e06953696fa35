import { and, eq } from 'drizzle-orm';
import { Failure } from '@e-code/kernel/contract';
import { accountsErrors, accountsEvents, email, fullName } from '@e-code/accounts/contract';
import { makeId, parseCookies, personOf, serializeCookie, toFailure } from '@e-code/kernel/server';
import type { Door, DoorCall, Sql } from '@e-code/kernel/server';
import type { z } from 'zod';
import { findById, insertPerson } from '../people/store.ts';
import type { KnownPerson } from '../people/store.ts';
import { inTransaction } from '../service.ts';
import type { Accounts, Visit, Work } from '../service.ts';
import { recordFailure } from '../sign-in/failed.ts';
import { finishSignIn } from '../sign-in/finish.ts';
import { identities } from '../tables.ts';
import { tokenKinds } from '../tokens/kinds.ts';
import { takeToken } from '../tokens/tokens.ts';
import { errandCookieName } from './handlers.ts';
import { CALLBACK_PATH } from './provider.ts';
import type { ProvenIdentity } from './provider.ts';

type Errand = z.output<(typeof tokenKinds)['provider']['data']>;

/** What came back from the provider, and what the visitor set out for. */
interface Return {
  errand: Errand;
  proven: ProvenIdentity;
}

/** Where the identity provider sends the visitor back to. It answers with a redirect, also to what went wrong. */
export function providerDoor(accounts: Accounts): Door {
  return {
    method: 'GET',
    path: CALLBACK_PATH,
    access: 'accounts.provider_answer',
    summary: 'The answer of the identity provider',
    async handle(call) {
      const { response } = call;
      const secure = accounts.kernel.site.secureCookies;
      const setCookie = (value: string): void => void response.appendHeader('set-cookie', value);
      setCookie(serializeCookie(errandCookieName(accounts), '', { maxAgeSeconds: 0, sameSite: 'Lax', secure }));
      const visit = { actor: call.actor, request: call.request, setCookie };
      const location = await receive(accounts, call, visit).catch((error: unknown) => refusal(accounts, call, error));
      response.writeHead(303, { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end();
    },
  };
}

async function refusal(accounts: Accounts, { actor }: DoorCall, error: unknown): Promise<string> {
  const { code } = toFailure(error, accounts.kernel.log);
  const personId = actor.kind === 'person' ? actor.id : null;
  if (error instanceof Failure) await recordFailure(accounts, actor, { personId, method: 'identity', reason: code });
  return `${actor.kind === 'person' ? '/account' : '/sign-in'}#problem=${encodeURIComponent(code)}`;
}

async function receive(accounts: Accounts, { request }: DoorCall, visit: Visit): Promise<string> {
  const { kernel, provider, sessions, throttle } = accounts;
  await throttle.enterNetwork(sessions.originOf(request));
  const answer = new URL(request.url ?? '/', kernel.site.publicOrigin);
  const state = answer.searchParams.get('state') ?? '';
  const held = parseCookies(request.headers.cookie).get(errandCookieName(accounts));
  if (provider === undefined || state === '' || held !== state) throw accountsErrors.provider_refused();
  const taken = await takeToken(kernel.database.read, tokenKinds.provider, kernel.clock.now(), state);
  if (taken === undefined) throw accountsErrors.provider_refused();
  const errand = taken.data;
  const proven = await provider.redeem(answer, { state, ...errand, anew: errand.intent === 'confirm' });
  const location = await inTransaction(kernel, visit.actor, (work) => {
    if (errand.intent === 'sign_in') return signIn(accounts, work, visit, { errand, proven });
    return forPerson(accounts, work, visit, { errand, proven });
  });
  await throttle.succeed(undefined, sessions.originOf(request));
  return location;
}

async function signIn(accounts: Accounts, work: Work, visit: Visit, { errand, proven }: Return): Promise<string> {
  const person = (await findByIdentity(work.sql, proven)) ?? (await join(accounts, work, proven));
  const result = await finishSignIn(accounts, work, visit, { ...person, method: 'identity' });
  if (result.state === 'signed_in') return errand.next;
  return `/sign-in?next=${encodeURIComponent(errand.next)}#ticket=${result.ticket}`;
}

/**
 * A newcomer, where registration is open and the provider verified the address. An account that has the address already is
 * never taken over: its person links the identity from within.
 */
async function join(accounts: Accounts, work: Work, proven: ProvenIdentity): Promise<KnownPerson> {
  const { kernel, settings } = accounts;
  if (settings.registration !== 'open') throw accountsErrors.identity_unknown();
  const address = email.safeParse(proven.email);
  if (!proven.emailVerified || !address.success) throw accountsErrors.identity_email_unverified();
  const name = fullName.safeParse(proven.name).data ?? address.data.split('@')[0] ?? address.data;
  const about = { name, email: address.data, emailVerified: true };
  const person = await insertPerson(work.sql, kernel.clock.now(), about);
  if (person === undefined) throw accountsErrors.identity_unknown();
  await insertIdentity(accounts, work, person.id, proven);
  await work.emit(accountsEvents.personJoined, { personId: person.id, email: person.email, how: 'identity' });
  return { person, passwordHash: undefined, twoFactor: false };
}

/** Linking and confirming happen within the session that set out, and in no other. */
async function forPerson(
  accounts: Accounts,
  work: Work,
  { actor }: Visit,
  { errand, proven }: Return,
): Promise<string> {
  const { intent, sessionId, next } = errand;
  const person = personOf(actor);
  if (person.sessionId !== sessionId) throw accountsErrors.provider_refused();
  if (intent === 'link') {
    await insertIdentity(accounts, work, person.id, proven);
    return '/account#linked';
  }
  const known = await findByIdentity(work.sql, proven);
  if (known?.person.id !== person.id) throw accountsErrors.provider_refused();
  await accounts.sessions.confirm(work, person, 'identity');
  return next;
}

async function insertIdentity(
  { kernel }: Accounts,
  work: Work,
  personId: string,
  proven: ProvenIdentity,
): Promise<void> {
  const { issuer, subject } = proven;
  const inserted = await work.sql
    .insert(identities)
    .values({ id: makeId('idn'), personId, issuer, subject, email: proven.email, createdAt: kernel.clock.now() })
    .onConflictDoNothing()
    .returning();
  if (inserted.length === 0) throw accountsErrors.identity_taken();
  await work.emit(accountsEvents.identityLinked, { personId, issuer });
}

async function findByIdentity(sql: Sql, { issuer, subject }: ProvenIdentity): Promise<KnownPerson | undefined> {
  const [row] = await sql
    .select({ personId: identities.personId })
    .from(identities)
    .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)));
  return row === undefined ? undefined : findById(sql, row.personId);
}
