import { eq } from 'drizzle-orm';
import type { Kernel } from '@e-code/kernel/server';
import { makeId } from '@e-code/kernel/server';
import { insertPerson } from '../people/store.ts';
import { sessionCookieName } from '../sessions/cookie.ts';
import { people, sessions } from '../tables.ts';
import { hashSecret, makeSecret } from '../tokens/secret.ts';
import type { TestIdentityProvider } from './identity-provider.ts';

export type { TestIdentityProvider } from './identity-provider.ts';

export interface TestPerson {
  id: string;
  name: string;
  email: string;
  sessionId: string;
  /** For the `cookie` header of requests. */
  cookie: string;
}

/** A person with an open session in the platform's own tables, made without the cost of hashing a password. */
export async function createTestPerson(
  kernel: Pick<Kernel, 'database' | 'clock' | 'site'>,
  about: { name?: string; email?: string; operator?: boolean } = {},
): Promise<TestPerson> {
  const sql = kernel.database.read;
  const name = about.name ?? 'Ada Lovelace';
  const email = about.email ?? `${makeId('person')}@example.org`;
  const person = await insertPerson(sql, kernel.clock.now(), { name, email, operator: about.operator ?? false });
  if (person === undefined) throw new Error(`${email} belongs to a person already`);
  return { id: person.id, name, email, ...(await openTestSession(kernel, person.id)) };
}

/** Another session of a person, as if they had signed in on a further device. */
export async function openTestSession(
  kernel: Pick<Kernel, 'database' | 'clock' | 'site'>,
  personId: string,
  options: { authenticatedAt?: Date } = {},
): Promise<{ sessionId: string; cookie: string }> {
  const now = kernel.clock.now();
  const secret = makeSecret();
  const id = makeId('ses');
  await kernel.database.read.insert(sessions).values({
    id,
    tokenHash: hashSecret(secret),
    personId,
    method: 'password',
    address: '127.0.0.1',
    agent: 'test',
    createdAt: now,
    seenAt: now,
    authenticatedAt: options.authenticatedAt ?? now,
    expiresAt: new Date(now.getTime() + 86_400_000),
  });
  return { sessionId: id, cookie: `${sessionCookieName(kernel.site)}=${secret}` };
}

/** Whether somebody has an address, for tests of what must not create people. */
export async function personExists(kernel: Pick<Kernel, 'database'>, email: string): Promise<boolean> {
  return (await kernel.database.read.$count(people, eq(people.emailKey, email.toLowerCase()))) > 0;
}

/** A certified OpenID Connect provider on a port of this machine. Loaded when asked for, as few tests need it. */
export async function startIdentityProvider(): Promise<TestIdentityProvider> {
  const { startIdentityProvider: start } = await import('./identity-provider.ts');
  return start();
}
