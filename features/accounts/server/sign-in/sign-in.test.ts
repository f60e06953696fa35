import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, secretIn, startAccountsPlatform } from '../testing/accounts-platform.ts';
import type { AccountsPlatform } from '../testing/accounts-platform.ts';

let platform: AccountsPlatform;
beforeAll(async () => {
  platform = await startAccountsPlatform();
});
afterAll(() => platform.stop());

const signIn = (email: string, password: string, from?: string) =>
  platform.post('/sign-in/password', { email, password }, from === undefined ? {} : { from });

describe('signing in with a password', () => {
  it('opens a session that is named nowhere but in a cookie of the strictest kind', async () => {
    const { email, name } = await platform.personWithPassword();
    const response = await platform.request('/api/sign-in/password', {
      method: 'POST',
      json: { email: ` ${email.toUpperCase()} `, password: PASSWORD },
    });
    expect(await response.json()).toEqual({ state: 'signed_in' });
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-ecode_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/);
    const session = await platform.call('GET', '/session', undefined, { cookie: cookie.split(';')[0] });
    expect(session.body['person']).toMatchObject({ name, email });
    const secret = cookie.split(';')[0]?.split('=')[1] ?? '';
    const { rows } = await platform.kernel.database.pool.query('SELECT sessions::text AS row FROM accounts.sessions');
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(secret).toString('hex'));
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it('answers alike for a wrong password and for an address that nobody has', async () => {
    const { email } = await platform.personWithPassword();
    const wrong = await signIn(email, 'not the password', '198.51.100.1');
    const nobody = await signIn('nobody@example.org', 'not the password', '198.51.100.2');
    expect(wrong).toMatchObject({ status: 401, body: { code: 'sign_in_refused' } });
    expect(nobody).toEqual(wrong);
  });

  it('costs the same work for both', { timeout: 60_000 }, async () => {
    const people = await Promise.all(Array.from({ length: 15 }, () => platform.personWithPassword()));
    const measure = async (email: string, at: number): Promise<number> => {
      // Time of the processor, not of the clock: a busy machine must not blur what an attacker with patience could average.
      const begun = process.cpuUsage();
      await signIn(email, 'not the password', `203.0.113.${at}`);
      const { user, system } = process.cpuUsage(begun);
      return (user + system) / 1_000;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    // Turn about, so that what else the machine does falls on both alike.
    for (const [at, { email }] of people.entries()) {
      const first = at % 2 === 0 ? known : unknown;
      const second = at % 2 === 0 ? unknown : known;
      const addressFor = (list: number[]) => (list === known ? email : `nobody${at}@example.org`);
      first.push(await measure(addressFor(first), 2 * at));
      second.push(await measure(addressFor(second), 2 * at + 1));
    }
    const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
    expect(Math.abs(median(known) - median(unknown))).toBeLessThan(5);
  });

  it('tells that an account is switched off only to who has its password', async () => {
    const { id, email } = await platform.personWithPassword();
    await platform.kernel.database.pool.query('UPDATE accounts.people SET disabled_at = now() WHERE id = $1', [id]);
    expect((await signIn(email, PASSWORD, '198.51.100.3')).body.code).toBe('account_disabled');
    expect((await signIn(email, 'not the password', '198.51.100.4')).body.code).toBe('sign_in_refused');
  });

  it('records what failed without what was tried', async () => {
    const { id, email } = await platform.personWithPassword();
    await signIn(email, 'a very secret try', '198.51.100.5');
    await platform.platform.relay.settled();
    expect(platform.events('accounts.sign_in_failed')).toContainEqual({
      personId: id,
      method: 'password',
      reason: 'wrong password',
    });
    expect(JSON.stringify(platform.events('accounts.sign_in_failed'))).not.toContain('a very secret try');
  });

  it('refuses a request that another site caused', async () => {
    const { email } = await platform.personWithPassword();
    const json = { email, password: PASSWORD };
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const response = await platform.request('/api/sign-in/password', { method: 'POST', json, headers });
      expect([response.status, response.headers.getSetCookie()]).toEqual([403, []]);
    }
  });
});

describe('guessing passwords', () => {
  beforeEach(() => platform.clock.stand());
  afterEach(() => platform.clock.run());

  it('meets waits that double for the account, whatever the address it comes from and the spelling', async () => {
    const { email } = await platform.personWithPassword({ email: 'guessed@example.org' });
    const guess = (at: number) => signIn(email.replace('@', `+${at}@`), 'guess', `192.0.2.${100 + at}`);
    for (let at = 0; at < 5; at += 1) expect((await guess(at)).status).toBe(401);
    const waits: unknown[] = [];
    for (let at = 5; at < 9; at += 1) {
      const refused = await guess(at);
      expect(refused.body.code).toBe('too_many_requests');
      waits.push(refused.body.data?.['seconds']);
      platform.clock.advance(Number(refused.body.data?.['seconds']));
      expect((await guess(at + 20)).status).toBe(401);
    }
    expect(waits).toEqual([1, 2, 4, 8]);
    expect((await signIn(email, PASSWORD, '192.0.2.99')).body.code).toBe('too_many_requests');
    platform.clock.advance(16);
    expect((await signIn(email, PASSWORD, '192.0.2.99')).status).toBe(200);
  });

  it('gets at most 20 tries out of 200 parallel ones from one /64', { timeout: 60_000 }, async () => {
    const tries = await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        signIn(`victim${at}@example.org`, 'guess', `2001:db8:1:2:${at.toString(16)}::${at.toString(16)}`),
      ),
    );
    const checked = tries.filter(({ status }) => status === 401).length;
    expect(checked).toBeGreaterThan(0);
    expect(checked).toBeLessThanOrEqual(20);
    expect(tries.every(({ status }) => status === 401 || status === 429)).toBe(true);
    expect((await signIn('victim@example.org', 'guess', '2001:db8:1:3::1')).status).toBe(401);
  });

  it('leaves the mailed link open while the account waits', async () => {
    const { email } = await platform.personWithPassword();
    for (let at = 0; at < 7; at += 1) await signIn(email, 'guess', '198.51.100.77');
    expect((await platform.post('/sign-in/link', { email }, { from: '198.51.100.78' })).status).toBe(200);
  });
});

describe('signing in with a mailed link', () => {
  it('works once, of 20 who come with it at the same moment for one', async () => {
    const { email } = await platform.personWithPassword();
    await platform.post('/sign-in/link', { email }, { from: '192.0.2.10' });
    const token = secretIn(await platform.mailTo(email, 'sign-in link'));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => platform.post('/sign-in/link/open', { token }, { from: `192.0.2.${at}` })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code))).toEqual(
      new Set(['link_expired']),
    );
  });

  it('is too old after 15 minutes', async () => {
    const { email } = await platform.personWithPassword();
    await platform.post('/sign-in/link', { email }, { from: '192.0.2.30' });
    const token = secretIn(await platform.mailTo(email, 'sign-in link'));
    platform.clock.advance(15 * 60 + 1);
    expect((await platform.post('/sign-in/link/open', { token })).body.code).toBe('link_expired');
  });

  it('answers alike for an address that nobody has, and writes no mail to it', async () => {
    const { email } = await platform.personWithPassword();
    const unknown = await platform.post('/sign-in/link', { email: 'no.one@example.org' }, { from: '192.0.2.31' });
    const before = await platform.mailCount();
    const known = await platform.post('/sign-in/link', { email }, { from: '192.0.2.32' });
    expect(unknown).toEqual(known);
    // The queue works in order, so the second mail proves that the first order was done.
    await platform.mailTo(email, 'sign-in link');
    expect(await platform.mailCount()).toBe(before + 1);
  });

  it('sends no flood to one address', async () => {
    const ask = (at: number) =>
      platform.post('/sign-in/link', { email: 'flooded@example.org' }, { from: `192.0.2.${40 + at}` });
    const statuses: number[] = [];
    for (let at = 0; at < 6; at += 1) statuses.push((await ask(at)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429, 429]);
  });
});
