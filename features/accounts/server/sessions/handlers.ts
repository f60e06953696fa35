import { desc, eq } from 'drizzle-orm';
import { kernelErrors } from '@e-code/kernel/contract';
import { hasScope, personOf } from '@e-code/kernel/server';
import type { Handlers } from '@e-code/kernel/server';
import type { accountsContract } from '@e-code/accounts/contract';
import type { Accounts } from '../service.ts';
import { people, sessions } from '../tables.ts';
import { describeAgent } from './agent.ts';
import { takeSessionCookie } from './cookie.ts';

type Own = 'currentSession' | 'signOut' | 'listSessions' | 'endSession' | 'endOtherSessions';

/** Sessions and devices: who is here, where else, and how to end it. */
export function sessionHandlers({ kernel, sessions: live }: Accounts): Pick<Handlers<typeof accountsContract>, Own> {
  return {
    async currentSession({ actor, sql }) {
      if (actor.kind === 'guest') return { person: null, guest: actor.name };
      // Anyone may ask, so a token without the scope is told no more than a visitor.
      if (actor.kind !== 'person' || !hasScope(actor, 'account:read')) return { person: null };
      const [row] = await sql.select({ email: people.email }).from(people).where(eq(people.id, actor.id));
      if (row === undefined) return { person: null };
      return { person: { id: actor.id, name: actor.name, operator: actor.operator, email: row.email } };
    },
    async signOut(call) {
      const { id, sessionId } = personOf(call.actor);
      await live.end(call, { personId: id, ids: [sessionId] }, 'You signed out');
      call.afterCommit(() => call.setCookie(takeSessionCookie(kernel.site)));
      return {};
    },
    async listSessions({ actor, sql }) {
      const person = personOf(actor);
      const rows = await sql
        .select()
        .from(sessions)
        .where(eq(sessions.personId, person.id))
        .orderBy(desc(sessions.seenAt));
      const now = kernel.clock.now();
      return rows
        .filter(({ expiresAt }) => expiresAt > now)
        .map(({ id, address, agent, method, createdAt, seenAt }) => ({
          id,
          address,
          method,
          agent: describeAgent(agent),
          current: id === person.sessionId,
          createdAt: createdAt.toISOString(),
          seenAt: seenAt.toISOString(),
        }));
    },
    async endSession(call) {
      const { id } = personOf(call.actor);
      const ended = await live.end(call, { personId: id, ids: [call.input.id] }, 'This session was ended');
      if (ended.length === 0) throw kernelErrors.not_found();
      return {};
    },
    async endOtherSessions(call) {
      const { id, sessionId } = personOf(call.actor);
      const ended = await live.end(call, { personId: id, except: sessionId }, 'This session was ended');
      return { ended: ended.length };
    },
  };
}
