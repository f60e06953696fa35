import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAccountsPlatform } from '../testing/accounts-platform.ts';
import type { AccountsPlatform } from '../testing/accounts-platform.ts';
import { startIdentityProvider } from '../testing/identity-provider.ts';
import type { TestClaims, TestIdentityProvider } from '../testing/identity-provider.ts';
import { createTestPerson, openTestSession, personExists } from '../testing/index.ts';
import { CALLBACK_PATH } from './provider.ts';

let provider: TestIdentityProvider;
let platform: AccountsPlatform;
let subject = 0;
let visits = 0;

async function startBoth(environment: Record<string, string> = {}): Promise<void> {
  provider = await startIdentityProvider();
  platform = await startAccountsPlatform({ ...provider.settings, ...environment });
  provider.redirect = platform.origin + CALLBACK_PATH;
}

async function stopBoth(): Promise<void> {
  await platform.stop();
  await provider.stop();
}

/** Sets out for the provider from a page. @returns its address, and the cookies of the browser from then on */
async function setOut(path: string, cookie?: string, json: unknown = {}): Promise<{ address: string; cookie: string }> {
  const response = await platform.request(`/api${path}`, { method: 'POST', json, cookie });
  expect(response.status).toBe(200);
  const { address } = (await response.json()) as { address: string };
  const errand = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { address, cookie: cookie === undefined ? errand : `${cookie}; ${errand}` };
}

/** Comes back to E-Code. @returns where it leads, and the session that was opened */
async function comeBack(answer: string, cookie: string): Promise<{ location: string; session: string | undefined }> {
  const headers = { cookie, 'x-forwarded-for': `192.0.2.${(visits += 1)}` };
  const response = await fetch(answer, { redirect: 'manual', headers });
  expect(response.status).toBe(303);
  const session = response.headers.getSetCookie().find((value) => value.startsWith('__Host-ecode_session='));
  return { location: response.headers.get('location') ?? '', session: session?.split(';')[0] };
}

async function signInAs(claims: TestClaims, change: (address: string) => string = (address) => address) {
  provider.claims = claims;
  const { address, cookie } = await setOut('/sign-in/provider', undefined, { next: '/p/weather?tab=1' });
  return comeBack(await provider.visit(change(address)), cookie);
}

const nextSubject = (): string => `subject-${(subject += 1)}`;

async function link(person: { cookie: string }, claims: TestClaims) {
  provider.claims = claims;
  const { address, cookie } = await setOut('/identities', person.cookie);
  return comeBack(await provider.visit(address), cookie);
}

describe('an identity provider where people are invited', () => {
  beforeAll(() => startBoth());
  afterAll(stopBoth);

  it('signs in whoever linked the identity, and leads to where they wanted to go', async () => {
    const person = await createTestPerson(platform.kernel);
    const claims = { sub: nextSubject(), email: 'work@example.org', email_verified: true };
    expect((await link(person, claims)).location).toBe('/account#linked');
    const { location, session } = await signInAs(claims);
    expect(location).toBe('/p/weather?tab=1');
    const me = await platform.call('GET', '/me', undefined, { cookie: session });
    expect(me.body).toMatchObject({ id: person.id, identities: [{ email: 'work@example.org' }] });
  });

  it('takes no account over by its address, and makes none', async () => {
    const { email } = await createTestPerson(platform.kernel);
    const taken = await signInAs({ sub: nextSubject(), email, email_verified: true });
    expect(taken).toEqual({ location: '/sign-in#problem=identity_unknown', session: undefined });
    const stranger = await signInAs({ sub: nextSubject(), email: 'stranger@example.org', email_verified: true });
    expect(stranger).toEqual(taken);
    expect(await personExists(platform.kernel, 'stranger@example.org')).toBe(false);
  });

  it('is linked with a fresh proof only', async () => {
    const person = await createTestPerson(platform.kernel);
    const stale = await openTestSession(platform.kernel, person.id, { authenticatedAt: new Date(0) });
    const refused = await platform.post('/identities', {}, stale);
    expect(refused.body.code).toBe('reauthentication_required');
  });

  it('is linked to one account only', async () => {
    const claims = { sub: nextSubject() };
    await link(await createTestPerson(platform.kernel), claims);
    const second = await link(await createTestPerson(platform.kernel), claims);
    expect(second.location).toBe('/account#problem=identity_taken');
  });

  it('is not linked by the answer that another browser carries', async () => {
    const [victim, eve] = [await createTestPerson(platform.kernel), await createTestPerson(platform.kernel)];
    provider.claims = { sub: nextSubject() };
    const out = await setOut('/identities', eve.cookie);
    const answer = await provider.visit(out.address);
    // The victim is sent to the address with Eve's answer; even with her errand cookie it is not their session.
    expect((await comeBack(answer, victim.cookie)).location).toBe('/account#problem=provider_refused');
    const planted = `${victim.cookie}; ${out.cookie.split('; ')[1]}`;
    expect((await comeBack(answer, planted)).location).toBe('/account#problem=provider_refused');
    expect((await platform.call('GET', '/me', undefined, victim)).body['identities']).toEqual([]);
  });

  it('confirms who one is for what asks for a fresh proof', async () => {
    const person = await createTestPerson(platform.kernel);
    const claims = { sub: nextSubject() };
    await link(person, claims);
    const stale = await openTestSession(platform.kernel, person.id, { authenticatedAt: new Date(0) });
    provider.claims = claims;
    const out = await setOut('/session/confirmed/provider', stale.cookie, { next: '/account' });
    expect((await comeBack(await provider.visit(out.address), out.cookie)).location).toBe('/account');
    expect((await platform.post('/two-factor', {}, stale)).status).toBe(200);
    provider.claims = { sub: nextSubject() };
    const other = await setOut('/session/confirmed/provider', stale.cookie);
    const wrong = await comeBack(await provider.visit(other.address), other.cookie);
    expect(wrong.location).toBe('/account#problem=provider_refused');
  });

  it('is asked for the second factor where the account has one', async () => {
    const person = await createTestPerson(platform.kernel);
    const claims = { sub: nextSubject() };
    await link(person, claims);
    await platform.kernel.database.pool.query(
      'INSERT INTO accounts.authenticators (person_id, sealed_secret, confirmed_at) VALUES ($1, $2, now())',
      [person.id, Buffer.alloc(48)],
    );
    const { location, session } = await signInAs(claims);
    expect(location).toMatch(/^\/sign-in\?next=%2Fp%2Fweather%3Ftab%3D1#ticket=[\w-]{43}$/);
    expect(session).toBeUndefined();
  });

  it('stays while it is the only way in', async () => {
    const person = await createTestPerson(platform.kernel);
    await link(person, { sub: nextSubject() });
    const { body } = await platform.call('GET', '/me', undefined, person);
    const [identity] = body['identities'] as { id: string }[];
    const removed = await platform.call('DELETE', `/identities/${identity?.id}`, {}, person);
    expect(removed.body.code).toBe('last_way_in');
  });

  it.each([
    ['state', 'an answer to a question that nobody asked'],
    ['nonce', 'a token that was made for another sign-in'],
    ['code_challenge', 'a code that another program asked for'],
  ])('is refused when the %s does not fit: %s', async (parameter) => {
    const claims = { sub: nextSubject() };
    await link(await createTestPerson(platform.kernel), claims);
    const outcome = await signInAs(claims, (address) => {
      const url = new URL(address);
      url.searchParams.set(parameter, 'x'.repeat(43));
      return url.href;
    });
    expect(outcome).toEqual({ location: '/sign-in#problem=provider_refused', session: undefined });
  });

  it('is refused without the cookie of the browser that set out, and when the answer comes twice', async () => {
    const claims = { sub: nextSubject() };
    await link(await createTestPerson(platform.kernel), claims);
    provider.claims = claims;
    const out = await setOut('/sign-in/provider');
    const answer = await provider.visit(out.address);
    expect((await comeBack(answer, '')).location).toBe('/sign-in#problem=provider_refused');
    expect((await comeBack(answer, out.cookie)).location).toBe('/');
    expect((await comeBack(answer, out.cookie)).location).toBe('/sign-in#problem=provider_refused');
  });

  it('carries no visitor to another site', async () => {
    const claims = { sub: nextSubject() };
    await link(await createTestPerson(platform.kernel), claims);
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', '/\tevil']) {
      provider.claims = claims;
      const out = await setOut('/sign-in/provider', undefined, { next });
      expect((await comeBack(await provider.visit(out.address), out.cookie)).location).toBe('/');
    }
  });
});

describe('an identity provider where registration is open', () => {
  beforeAll(() => startBoth({ REGISTRATION: 'open' }));
  afterAll(stopBoth);

  it('makes an account for an address that it verified', async () => {
    const claims = { sub: nextSubject(), email: 'new@example.org', email_verified: true, name: 'New Person' };
    const { session } = await signInAs(claims);
    const me = await platform.call('GET', '/me', undefined, { cookie: session });
    expect(me.body).toMatchObject({
      email: 'new@example.org',
      name: 'New Person',
      emailVerified: true,
      operator: false,
    });
    expect((await signInAs(claims)).location).toBe('/p/weather?tab=1');
  });

  it('makes none for an address that it did not verify', async () => {
    for (const email_verified of [false, undefined]) {
      const claims = {
        sub: nextSubject(),
        email: 'maybe@example.org',
        ...(email_verified === false && { email_verified }),
      };
      expect((await signInAs(claims)).location).toBe('/sign-in#problem=identity_email_unverified');
    }
    expect(await personExists(platform.kernel, 'maybe@example.org')).toBe(false);
  });

  it('never takes an account over that has the address already', async () => {
    const { email } = await createTestPerson(platform.kernel, { email: 'ada@example.org' });
    const outcome = await signInAs({ sub: nextSubject(), email, email_verified: true });
    expect(outcome).toEqual({ location: '/sign-in#problem=identity_unknown', session: undefined });
  });

  it('refuses addresses that only look like one', async () => {
    for (const email of ['аda@example.org', 'a@b@example.org', 'ada@example.org\nbcc: x@y.z']) {
      const outcome = await signInAs({ sub: nextSubject(), email, email_verified: true });
      expect(outcome.location, email).toBe('/sign-in#problem=identity_email_unverified');
    }
  });
});

it('is not offered and not needed when no provider is set up', async () => {
  platform = await startAccountsPlatform();
  expect((await platform.call('GET', '/sign-in/options')).body['provider']).toBeNull();
  const answer = await platform.post('/sign-in/provider');
  expect(answer).toMatchObject({ status: 503, body: { code: 'port_not_configured' } });
  await platform.stop();
});

it('says so when the provider does not answer', async () => {
  platform = await startAccountsPlatform({
    OIDC_ISSUER: 'http://127.0.0.1:9',
    OIDC_CLIENT_ID: 'a',
    OIDC_CLIENT_SECRET: 'b',
  });
  expect(await platform.post('/sign-in/provider')).toMatchObject({
    status: 502,
    body: { code: 'provider_unavailable' },
  });
  await platform.stop();
});
