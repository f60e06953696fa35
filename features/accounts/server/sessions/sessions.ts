import type { IncomingMessage } from 'node:http';
import { and, eq, gt, inArray, isNull, ne } from 'drizzle-orm';
import type { z } from 'zod';
import { createEmit, makeId, publish, RevocableCache } from '@e-code/kernel/server';
import type { Actor, Kernel, Origin, Person, Sql } from '@e-code/kernel/server';
import { accountsChannel, accountsEvents } from '@e-code/accounts/contract';
import type { signInMethod } from '../../contract/events.ts';
import type { Visit, Work } from '../service.ts';
import { people, sessions } from '../tables.ts';
import { hashSecret, makeSecret } from '../tokens/secret.ts';
import { giveSessionCookie, readSessionCookie, sessionCookieName } from './cookie.ts';
import type { KnownSession } from './known-session.ts';
import { listenForRevocations, publishChanged, publishEnded } from './revocation.ts';
import { createSeenWriter, IDLE_DAYS } from './seen.ts';

export type SignInMethod = z.infer<typeof signInMethod>;

export interface Sessions {
  /** Says who sent a request: one map lookup when the session was seen lately, one indexed query otherwise. */
  identify(request: IncomingMessage): Promise<Actor>;
  originOf(request: IncomingMessage): Origin;
  /** Signs a person in: a session with a secret of its own; the one that the browser had before ends. */
  open(work: Work, visit: Visit, about: OpenSession): Promise<string>;
  /** Notes that the person proved again who they are. */
  confirm(work: Work, person: Person, by: string): Promise<void>;
  /** Ends sessions of a person: those named, or all but `except`. @returns their ids */
  end(work: Work, which: EndSessions, reason: string): Promise<string[]>;
  /** Makes every process read a person again, such as after a change of name; `reconnect` also cuts open sockets. */
  changed(work: Work, personId: string, options?: { reconnect: string }): void;
  start(): void;
  stop(): Promise<void>;
}

export interface OpenSession {
  person: { id: string; name: string; operator: boolean };
  method: SignInMethod;
  secondFactor: boolean;
}

export interface EndSessions {
  personId: string;
  ids?: string[];
  except?: string;
}

export function createSessions(kernel: Kernel, originOf: (request: IncomingMessage) => Origin): Sessions {
  const cache = new RevocableCache<KnownSession>();
  const seen = createSeenWriter(kernel);
  const cookieName = sessionCookieName(kernel.site);
  let stopListening: (() => void) | undefined;

  async function find(secret: string): Promise<KnownSession | undefined> {
    const now = kernel.clock.now();
    const tokenHash = hashSecret(secret);
    const key = tokenHash.toString('base64');
    const cached = cache.get(key, now.getTime());
    if (cached !== undefined) return cached.expiresAt > now ? cached : undefined;
    const mark = cache.mark();
    const session = await readSession(kernel.database.read, tokenHash, now);
    if (session !== undefined) cache.keep(key, session, now.getTime(), mark);
    return session;
  }

  const end: Sessions['end'] = (work, which, reason) => endSessions(kernel, work, which, reason);

  return {
    originOf,
    end,
    async identify(request) {
      const origin = originOf(request);
      const secret = readSessionCookie(request, cookieName);
      const session = secret === undefined ? undefined : await find(secret);
      if (session === undefined) return { kind: 'anonymous', origin };
      seen.note(session.id, origin.address);
      return asPerson(session, origin);
    },
    async open(work, visit, { person, method, secondFactor }) {
      const { actor } = visit;
      const origin = originOf(visit.request);
      const now = kernel.clock.now();
      // Whoever signs in again in one browser leaves no session behind that nobody can end any more.
      if (actor.kind === 'person') await end(work, { personId: actor.id, ids: [actor.sessionId] }, 'signed in again');
      const { id, secret } = await insertSession(work.sql, { personId: person.id, method, origin, now });
      const self = asPerson({ ...person, personId: person.id, id, authenticatedAt: now, expiresAt: now }, origin);
      const emit = createEmit(work.sql, self, () => now);
      await emit(accountsEvents.signedIn, { personId: person.id, sessionId: id, method, secondFactor });
      work.afterCommit(() => {
        visit.setCookie(giveSessionCookie(kernel.site, secret));
        tell(kernel, person.id, 'sessions');
      });
      return id;
    },
    async confirm(work, person, by) {
      const authenticatedAt = kernel.clock.now();
      await work.sql.update(sessions).set({ authenticatedAt }).where(eq(sessions.id, person.sessionId));
      await work.emit(accountsEvents.identityConfirmed, { personId: person.id, by });
      work.afterCommit(() => publishChanged(kernel, { personId: person.id }));
    },
    changed(work, personId, options) {
      work.afterCommit(() => {
        publishChanged(kernel, { personId, ...options });
        tell(kernel, personId, 'profile');
      });
    },
    start() {
      seen.start();
      stopListening = listenForRevocations(kernel, cache);
    },
    async stop() {
      stopListening?.();
      await seen.stop();
    },
  };
}

function tell(kernel: Kernel, personId: string, what: 'profile' | 'sessions'): void {
  publish(kernel, accountsChannel, { personId }, { what });
}

async function endSessions(
  kernel: Kernel,
  work: Work,
  { personId, ids, except }: EndSessions,
  reason: string,
): Promise<string[]> {
  const conditions = [
    eq(sessions.personId, personId),
    ids === undefined ? undefined : inArray(sessions.id, ids),
    except === undefined ? undefined : ne(sessions.id, except),
  ];
  const rows = await work.sql
    .delete(sessions)
    .where(and(...conditions))
    .returning({ id: sessions.id });
  const ended = rows.map(({ id }) => id);
  if (ended.length === 0) return ended;
  await work.emit(accountsEvents.sessionEnded, { personId, sessionIds: ended, reason });
  work.afterCommit(() => {
    publishEnded(kernel, { ids: ended, reason });
    tell(kernel, personId, 'sessions');
  });
  return ended;
}

async function insertSession(
  sql: Sql,
  about: { personId: string; method: SignInMethod; origin: Origin; now: Date },
): Promise<{ id: string; secret: string }> {
  const { personId, method, origin, now } = about;
  const secret = makeSecret();
  const id = makeId('ses');
  await sql.insert(sessions).values({
    id,
    tokenHash: hashSecret(secret),
    personId,
    method,
    ...origin,
    createdAt: now,
    seenAt: now,
    authenticatedAt: now,
    expiresAt: new Date(now.getTime() + IDLE_DAYS * 86_400_000),
  });
  return { id, secret };
}

function asPerson(session: KnownSession, origin: Origin): Person {
  const { id, personId, name, operator, authenticatedAt } = session;
  return { kind: 'person', id: personId, name, operator, sessionId: id, authenticatedAt, origin };
}

async function readSession(sql: Sql, tokenHash: Buffer, now: Date): Promise<KnownSession | undefined> {
  const [row] = await sql
    .select({
      id: sessions.id,
      personId: people.id,
      name: people.name,
      operator: people.operator,
      authenticatedAt: sessions.authenticatedAt,
      expiresAt: sessions.expiresAt,
    })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(and(eq(sessions.tokenHash, tokenHash), gt(sessions.expiresAt, now), isNull(people.disabledAt)));
  return row;
}
