import { eq, inArray } from 'drizzle-orm';
import { makeId } from '@e-code/kernel/server';
import type { Sql } from '@e-code/kernel/server';
import { authenticators, passwords, people } from '../tables.ts';

export type PersonRow = typeof people.$inferSelect;

/** The form of an address under which two spellings of it are the same. */
export function emailKey(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase();
}

/** The form under which tries are counted: what follows a `+` reaches the same inbox. */
export function throttleKey(email: string): string {
  return emailKey(email).replace(/\+[^@]*@/, '@');
}

export interface KnownPerson {
  person: PersonRow;
  passwordHash: string | undefined;
  twoFactor: boolean;
}

async function find(sql: Sql, condition: ReturnType<typeof eq>): Promise<KnownPerson | undefined> {
  const [row] = await sql
    .select({ person: people, passwordHash: passwords.hash, confirmedAt: authenticators.confirmedAt })
    .from(people)
    .leftJoin(passwords, eq(passwords.personId, people.id))
    .leftJoin(authenticators, eq(authenticators.personId, people.id))
    .where(condition);
  if (row === undefined) return undefined;
  return { person: row.person, passwordHash: row.passwordHash ?? undefined, twoFactor: row.confirmedAt !== null };
}

/** The person with an address, together with what is needed to sign in. */
export function findByEmail(sql: Sql, email: string): Promise<KnownPerson | undefined> {
  return find(sql, eq(people.emailKey, emailKey(email)));
}

export function findById(sql: Sql, id: string): Promise<KnownPerson | undefined> {
  return find(sql, eq(people.id, id));
}

/** Names by id, for lists of other features. Unknown ids are left out. */
export async function namesOf(sql: Sql, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.select({ id: people.id, name: people.name }).from(people).where(inArray(people.id, ids));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export interface NewPerson {
  name: string;
  email: string;
  operator?: boolean;
  emailVerified?: boolean;
  passwordHash?: string;
}

/** Creates a person. @returns nothing when the address belongs to somebody already */
export async function insertPerson(sql: Sql, now: Date, about: NewPerson): Promise<PersonRow | undefined> {
  const [person] = await sql
    .insert(people)
    .values({
      id: makeId('usr'),
      name: about.name,
      email: about.email,
      emailKey: emailKey(about.email),
      emailVerifiedAt: about.emailVerified === true ? now : null,
      operator: about.operator ?? false,
      createdAt: now,
    })
    .onConflictDoNothing()
    .returning();
  if (person !== undefined && about.passwordHash !== undefined) {
    await sql.insert(passwords).values({ personId: person.id, hash: about.passwordHash, changedAt: now });
  }
  return person;
}

/** Notes that a person reads mail at their address, because a secret that was sent there came back. */
export async function markEmailVerified(sql: Sql, person: PersonRow, now: Date): Promise<boolean> {
  if (person.emailVerifiedAt !== null) return false;
  await sql.update(people).set({ emailVerifiedAt: now }).where(eq(people.id, person.id));
  return true;
}
