import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAccountsPlatform } from '../testing/accounts-platform.ts';
import type { AccountsPlatform } from '../testing/accounts-platform.ts';
import { createTestAuthenticator } from '../testing/authenticator.ts';
import type { TestAuthenticator } from '../testing/authenticator.ts';
import { createTestPerson, openTestSession } from '../testing/index.ts';
import type { TestPerson } from '../testing/index.ts';

let platform: AccountsPlatform;
beforeAll(async () => {
  platform = await startAccountsPlatform();
});
afterAll(() => platform.stop());

/** Each request from a network of its own, so that the throttle is not what refuses. */
let networks = 0;
const from = (cookie?: string) => ({ cookie, from: `198.51.${(networks += 1) >> 8}.${networks & 0xff}` });

async function challenge(path: string, cookie?: string): Promise<string> {
  const { body } = await platform.post(path, {}, from(cookie));
  return (body['options'] as { challenge: string }).challenge;
}

async function personWithPasskey(): Promise<TestPerson & { device: TestAuthenticator; passkeyId: string }> {
  const person = await createTestPerson(platform.kernel);
  const device = createTestAuthenticator(platform.origin);
  const answer = device.register(await challenge('/passkeys/options', person.cookie));
  const added = await platform.post('/passkeys', { name: 'Laptop', answer }, from(person.cookie));
  expect(added).toMatchObject({ status: 200, body: { name: 'Laptop', synced: false } });
  return { ...person, device, passkeyId: String(added.body['id']) };
}

const signIn = (answer: unknown) => platform.post('/sign-in/passkey', { answer }, from());

describe('passkeys', () => {
  it('sign in without a password and without a second factor', async () => {
    const { id, device } = await personWithPasskey();
    const answer = await signIn(device.prove(await challenge('/sign-in/passkey/options')));
    expect(answer.status).toBe(200);
    const me = await platform.call('GET', '/me', undefined, answer);
    expect(me.body).toMatchObject({ id, passkeys: [{ name: 'Laptop', lastUsedAt: expect.any(String) }] });
  });

  it('answer a challenge once, also when ten come with the same answer at the same moment', async () => {
    const { device } = await personWithPasskey();
    const answer = device.prove(await challenge('/sign-in/passkey/options'));
    const answers = await Promise.all(Array.from({ length: 10 }, () => signIn(answer)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'passkey_refused')).toHaveLength(9);
  });

  it.each([
    ['another page asked', { origin: 'http://evil.example' }],
    ['it was made for another site', { rpId: 'evil.example' }],
    ['nobody showed a finger, face or PIN', { userVerified: false }],
    ['its counter went back, as that of a copy does', { counter: 0 }],
  ])('are refused when %s', async (_why, quirks) => {
    const { device } = await personWithPasskey();
    const refused = await signIn(device.prove(await challenge('/sign-in/passkey/options'), quirks));
    expect(refused).toMatchObject({ status: 401, body: { code: 'passkey_refused' }, cookie: undefined });
  });

  it('are refused for a challenge that is made up, five minutes old, or was given for something else', async () => {
    const { device, cookie } = await personWithPasskey();
    const madeUp = Buffer.alloc(32).toString('base64url');
    expect((await signIn(device.prove(madeUp))).body.code).toBe('passkey_refused');
    const confirmation = await challenge('/session/confirmed/passkey/options', cookie);
    expect((await signIn(device.prove(confirmation))).body.code).toBe('passkey_refused');
    const old = await challenge('/sign-in/passkey/options');
    platform.clock.advance(5 * 60 + 1);
    expect((await signIn(device.prove(old))).body.code).toBe('passkey_refused');
  });

  it('are refused alike when nobody here has them', async () => {
    const stranger = createTestAuthenticator(platform.origin);
    const refused = await signIn(stranger.prove(await challenge('/sign-in/passkey/options')));
    expect(refused.body.code).toBe('passkey_refused');
    expect((await signIn({ id: 'x', response: {} })).body.code).toBe('passkey_refused');
  });

  it('do not open an account that is switched off', async () => {
    const { id, device } = await personWithPasskey();
    await platform.kernel.database.pool.query('UPDATE accounts.people SET disabled_at = now() WHERE id = $1', [id]);
    const refused = await signIn(device.prove(await challenge('/sign-in/passkey/options')));
    expect(refused.body.code).toBe('account_disabled');
  });

  it('prove who one is for what asks for a fresh proof, and only oneself', async () => {
    const [ada, eve] = [await personWithPasskey(), await personWithPasskey()];
    const stale = await openTestSession(platform.kernel, ada.id, { authenticatedAt: new Date(0) });
    const confirm = (answer: unknown) => platform.post('/session/confirmed/passkey', { answer }, from(stale.cookie));
    const fresh = () => platform.post('/two-factor', {}, from(stale.cookie));
    const ask = () => challenge('/session/confirmed/passkey/options', stale.cookie);
    expect((await confirm(eve.device.prove(await ask()))).status).toBe(401);
    expect((await fresh()).body.code).toBe('reauthentication_required');
    expect((await confirm(ada.device.prove(await ask()))).status).toBe(200);
    expect((await fresh()).status).toBe(200);
  });

  it('are added with a fresh proof, for oneself, and to one account only', async () => {
    const [ada, eve] = [await personWithPasskey(), await createTestPerson(platform.kernel)];
    const stale = await openTestSession(platform.kernel, ada.id, { authenticatedAt: new Date(0) });
    expect((await platform.post('/passkeys/options', {}, from(stale.cookie))).status).toBe(401);
    const forAda = await challenge('/passkeys/options', ada.cookie);
    const add = (answer: unknown) => platform.post('/passkeys', { name: 'Mine', answer }, from(eve.cookie));
    expect((await add(createTestAuthenticator(platform.origin).register(forAda))).body.code).toBe('passkey_refused');
    const forEve = await challenge('/passkeys/options', eve.cookie);
    expect((await add(ada.device.register(forEve))).body.code).toBe('passkey_known');
  });

  it('are renamed and removed by their person alone, and the last way in stays', async () => {
    const [ada, eve] = [await personWithPasskey(), await createTestPerson(platform.kernel)];
    const path = `/passkeys/${ada.passkeyId}`;
    expect((await platform.call('PATCH', path, { name: 'Eve’s' }, from(eve.cookie))).status).toBe(404);
    expect((await platform.call('DELETE', path, {}, from(eve.cookie))).status).toBe(404);
    expect((await platform.call('PATCH', path, { name: 'Desk' }, from(ada.cookie))).status).toBe(200);
    expect((await platform.call('DELETE', path, {}, from(ada.cookie))).body.code).toBe('last_way_in');
    const password = 'a lake behind seven hills';
    expect((await platform.call('PUT', '/password', { password }, from(ada.cookie))).status).toBe(200);
    expect((await platform.call('DELETE', path, {}, from(ada.cookie))).status).toBe(200);
    const refused = await signIn(ada.device.prove(await challenge('/sign-in/passkey/options')));
    expect(refused.body.code).toBe('passkey_refused');
  });
});
