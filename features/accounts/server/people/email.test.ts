import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, secretIn, startAccountsPlatform } from '../testing/accounts-platform.ts';
import type { AccountsPlatform } from '../testing/accounts-platform.ts';
import { createTestPerson, openTestSession } from '../testing/index.ts';
import type { TestPerson } from '../testing/index.ts';

let platform: AccountsPlatform;
let count = 0;
beforeAll(async () => {
  platform = await startAccountsPlatform();
});
afterAll(() => platform.stop());

const freeAddress = (): string => `moved-${(count += 1)}@example.org`;
const emailOf = async (person: TestPerson) => (await platform.call('GET', '/me', undefined, person)).body;
const ask = (person: TestPerson, email: string) =>
  platform.post('/email/change', { email }, { ...person, from: `192.0.2.${(count += 1)}` });
const signIn = (email: string, password: string) =>
  platform.post('/sign-in/password', { email, password }, { from: `192.0.2.${(count += 1)}` });

/** Asks for an address and reads the link that came there. */
async function linkTo(person: TestPerson, address: string): Promise<string> {
  expect((await ask(person, address)).status).toBe(200);
  return secretIn(await platform.mailTo(address, 'Use this address'));
}

describe('changing one’s address', () => {
  it('happens when the link that came to the address is opened, and the former address is told', async () => {
    const person = await platform.personWithPassword();
    const address = freeAddress();
    const token = await linkTo(person, address);
    expect(await emailOf(person)).toMatchObject({ email: person.email, emailVerified: false });
    expect((await platform.post('/email/changed', { token })).body).toEqual({ email: address });
    expect(await emailOf(person)).toMatchObject({ email: address, emailVerified: true });
    expect(await platform.mailTo(person.email, 'address for E-Code was changed')).toContain(address);
    expect((await signIn(address, PASSWORD)).status).toBe(200);
    expect((await signIn(person.email, PASSWORD)).status).toBe(401);
    expect(platform.events('accounts.email_changed')).toContainEqual({
      personId: person.id,
      from: person.email,
      to: address,
    });
    expect((await platform.post('/email/changed', { token })).body.code).toBe('link_expired');
  });

  it('asks for a fresh proof first', async () => {
    const person = await createTestPerson(platform.kernel);
    const stale = await openTestSession(platform.kernel, person.id, { authenticatedAt: new Date(0) });
    expect((await ask({ ...person, ...stale }, freeAddress())).body.code).toBe('reauthentication_required');
  });

  it('leaves an address with the account that has it, and tells nobody but who reads its mail', async () => {
    const holder = await createTestPerson(platform.kernel);
    const eve = await createTestPerson(platform.kernel);
    expect(await ask(eve, holder.email)).toMatchObject({ status: 200, body: {} });
    expect(await platform.mailTo(holder.email, 'has an account at E-Code already')).not.toContain('#');
    expect(await emailOf(holder)).toMatchObject({ email: holder.email });
  });

  it('does not move to an address that somebody else got meanwhile, nor to the one it has', async () => {
    const first = await createTestPerson(platform.kernel);
    const address = freeAddress();
    const token = await linkTo(first, address);
    const other = await createTestPerson(platform.kernel, { email: address });
    expect((await platform.post('/email/changed', { token })).body.code).toBe('email_taken');
    expect(await emailOf(other)).toMatchObject({ email: address });
    expect(await emailOf(first)).toMatchObject({ email: first.email });
    expect((await ask(first, first.email)).body.code).toBe('email_same');
  });

  it('takes every link back that was sent to the former address', async () => {
    const person = await platform.personWithPassword();
    await platform.post('/sign-in/link', { email: person.email }, { from: '198.51.100.1' });
    await platform.post('/password/forgotten', { email: person.email }, { from: '198.51.100.2' });
    const link = secretIn(await platform.mailTo(person.email, 'sign-in link'));
    const reset = secretIn(await platform.mailTo(person.email, 'Set another password'));
    await platform.post('/email/changed', { token: await linkTo(person, freeAddress()) });
    expect((await platform.post('/sign-in/link/open', { token: link })).body.code).toBe('link_expired');
    expect((await platform.post('/password/reset', { token: reset, password: PASSWORD })).body.code).toBe(
      'link_expired',
    );
  });

  it('is too late after an hour, and for an account that was switched off', async () => {
    const person = await createTestPerson(platform.kernel);
    const token = await linkTo(person, freeAddress());
    const query = 'UPDATE accounts.people SET disabled_at = $2 WHERE id = $1';
    await platform.kernel.database.pool.query(query, [person.id, new Date()]);
    expect((await platform.post('/email/changed', { token })).body.code).toBe('link_expired');
    await platform.kernel.database.pool.query(query, [person.id, null]);
    platform.clock.advance(3_601);
    expect((await platform.post('/email/changed', { token })).body.code).toBe('link_expired');
  });
});
