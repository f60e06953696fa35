import { and, asc, eq, isNotNull, isNull, sql as query } from 'drizzle-orm';
import { kernelErrors } from '@e-code/kernel/contract';
import { accountsErrors, accountsEvents } from '@e-code/accounts/contract';
import type { accountsContract } from '@e-code/accounts/contract';
import type { Handlers, Sql } from '@e-code/kernel/server';
import type { Accounts } from '../service.ts';
import { authenticators, ownership, people, sessions } from '../tables.ts';

type Own = 'listPeople' | 'disablePerson' | 'enablePerson' | 'changeOperator';

/** What operators do with people. */
export function peopleHandlers({ sessions: live }: Accounts): Pick<Handlers<typeof accountsContract>, Own> {
  return {
    async listPeople({ sql }) {
      const seenAt = query<
        string | null
      >`(SELECT max(${sessions.seenAt}) FROM ${sessions} WHERE ${sessions.personId} = ${people.id})`;
      const rows = await sql
        .select({ person: people, owner: ownership.sole, twoFactor: authenticators.confirmedAt, seenAt })
        .from(people)
        .leftJoin(ownership, eq(ownership.personId, people.id))
        .leftJoin(authenticators, and(eq(authenticators.personId, people.id), isNotNull(authenticators.confirmedAt)))
        .orderBy(asc(people.createdAt));
      return rows.map(({ person, owner, twoFactor, seenAt: seen }) => ({
        id: person.id,
        name: person.name,
        email: person.email,
        operator: person.operator,
        owner: owner === true,
        disabled: person.disabledAt !== null,
        twoFactor: twoFactor !== null,
        createdAt: person.createdAt.toISOString(),
        seenAt: seen === null ? null : new Date(seen).toISOString(),
      }));
    },
    async disablePerson(call) {
      const { id } = call.input;
      await keepAnOperator(call.sql, id);
      const changed = await call.sql
        .update(people)
        .set({ disabledAt: query`now()` })
        .where(and(eq(people.id, id), isNull(people.disabledAt)))
        .returning({ id: people.id });
      if (changed.length === 0) throw kernelErrors.not_found();
      await call.emit(accountsEvents.personDisabled, { personId: id });
      await live.end(call, { personId: id }, 'This account was switched off');
      live.changed(call, id);
      return {};
    },
    async enablePerson({ input, sql, emit }) {
      const changed = await sql
        .update(people)
        .set({ disabledAt: null })
        .where(and(eq(people.id, input.id), isNotNull(people.disabledAt)))
        .returning({ id: people.id });
      if (changed.length === 0) throw kernelErrors.not_found();
      await emit(accountsEvents.personEnabled, { personId: input.id });
      return {};
    },
    async changeOperator(call) {
      const { id, operator } = call.input;
      if (!operator) await keepAnOperator(call.sql, id);
      const changed = await call.sql
        .update(people)
        .set({ operator })
        .where(eq(people.id, id))
        .returning({ id: people.id });
      if (changed.length === 0) throw kernelErrors.not_found();
      await call.emit(accountsEvents.operatorChanged, { personId: id, operator });
      live.changed(call, id, { reconnect: 'Your role was changed' });
      return {};
    },
  };
}

/**
 * Refuses to take the owner or the last operator away. All operators are locked for the transaction, so that two of them cannot switch
 * each other off at the same moment.
 */
async function keepAnOperator(sql: Sql, leaving: string): Promise<void> {
  if ((await sql.$count(ownership, eq(ownership.personId, leaving))) > 0) throw accountsErrors.owner_stays();
  const operators = await sql
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.operator, true), isNull(people.disabledAt)))
    .orderBy(asc(people.id))
    .for('update');
  if (operators.every(({ id }) => id === leaving)) throw accountsErrors.last_operator();
}
