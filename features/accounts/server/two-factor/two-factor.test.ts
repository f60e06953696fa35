import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, startAccountsPlatform } from '../testing/accounts-platform.ts';
import type { AccountsPlatform } from '../testing/accounts-platform.ts';
import { consumeRecoveryCode } from './recovery.ts';
import { makeTotpSecret, matchingStep, toBase32, totpAt } from './totp.ts';

describe('codes', () => {
  it('are those of an independent implementation', () => {
    const secret = makeTotpSecret();
    const other = new TOTP({ secret: Secret.fromHex(secret.toString('hex')) });
    for (const step of [1, 59_000_000, 1_000_000_007]) {
      expect(totpAt(secret, step)).toBe(other.generate({ timestamp: step * 30_000 }));
    }
    expect(toBase32(secret)).toBe(other.secret.base32);
  });

  it('are those of RFC 6238', () => {
    const secret = Buffer.from('12345678901234567890');
    expect(totpAt(secret, Math.floor(59 / 30))).toBe('287082');
    expect(totpAt(secret, Math.floor(1_111_111_109 / 30))).toBe('081804');
  });

  it('may be half a minute off and no more', () => {
    const secret = makeTotpSecret();
    const at = (seconds: number) => matchingStep(secret, totpAt(secret, 1_000_000), new Date(seconds * 1000));
    expect([at(29_999_970), at(30_000_000), at(30_000_059)]).toEqual([1_000_000, 1_000_000, 1_000_000]);
    expect([at(29_999_969), at(30_000_060)]).toEqual([undefined, undefined]);
  });
});

describe('two-factor sign-in', () => {
  let platform: AccountsPlatform;
  beforeAll(async () => {
    platform = await startAccountsPlatform();
  });
  afterAll(() => platform.stop());

  async function personWithApp() {
    const person = await platform.personWithPassword();
    const { cookie } = person;
    const started = await platform.post('/two-factor', {}, { cookie });
    const app = new TOTP({ secret: Secret.fromBase32(String(started.body['secret'])) });
    const code = () => app.generate({ timestamp: platform.clock.now().getTime() });
    const finished = await platform.post('/two-factor/on', { code: code() }, { cookie });
    expect(finished.status).toBe(200);
    platform.clock.advance(60);
    return {
      ...person,
      code,
      recoveryCodes: finished.body['recoveryCodes'] as string[],
      uri: String(started.body['uri']),
    };
  }

  async function ticketFor({ email }: { email: string }): Promise<string> {
    const answer = await platform.post('/sign-in/password', { email, password: PASSWORD });
    expect(answer).toMatchObject({ status: 200, body: { state: 'second_factor' }, cookie: undefined });
    return String(answer.body['ticket']);
  }

  const second = (ticket: string, code: string, at = 0) =>
    platform.post('/sign-in/second-factor', { ticket, code }, { from: `192.0.2.${at}` });

  it('asks for a code after the password and opens the session with it', async () => {
    const person = await personWithApp();
    expect(person.uri).toMatch(/^otpauth:\/\/totp\/E-Code/);
    const ticket = await ticketFor(person);
    const wrong = await second(ticket, '000000');
    expect(wrong).toMatchObject({ status: 401, body: { code: 'code_refused' }, cookie: undefined });
    const right = await second(ticket, person.code());
    expect(right.status).toBe(200);
    expect((await platform.call('GET', '/me', undefined, right)).body['twoFactor']).toBe(true);
    expect((await second(ticket, person.code())).body.code).toBe('ticket_expired');
  });

  it('asks for it after a mailed link as well', async () => {
    const person = await personWithApp();
    await platform.post('/sign-in/link', { email: person.email });
    const mail = await platform.mailTo(person.email, 'sign-in link');
    const token = /#link=([\w-]+)/.exec(mail)?.[1];
    const answer = await platform.post('/sign-in/link/open', { token });
    expect(answer).toMatchObject({ body: { state: 'second_factor' }, cookie: undefined });
  });

  it('accepts a code once, also when 20 come with it at the same moment', { timeout: 60_000 }, async () => {
    const person = await personWithApp();
    const tickets: string[] = [];
    for (let at = 0; at < 20; at += 1) tickets.push(await ticketFor(person));
    const code = person.code();
    const answers = await Promise.all(tickets.map((ticket, at) => second(ticket, code, at)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it(
    'accepts each recovery code once, of 50 who come with it at the same moment from one',
    { timeout: 60_000 },
    async () => {
      const person = await personWithApp();
      expect(new Set(person.recoveryCodes).size).toBe(10);
      const [code = ''] = person.recoveryCodes;
      const tickets: string[] = [];
      for (let at = 0; at < 50; at += 1) tickets.push(await ticketFor(person));
      const answers = await Promise.all(tickets.map((ticket, at) => second(ticket, code.toUpperCase(), at)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const [signedIn] = answers.filter(({ status }) => status === 200);
      expect((await platform.call('GET', '/me', undefined, signedIn)).body['recoveryCodesLeft']).toBe(9);
    },
  );

  it('uses a recovery code up once without the throttle in front as well', async () => {
    const person = await personWithApp();
    const sql = platform.kernel.database.read;
    const [code = ''] = person.recoveryCodes;
    const left = await Promise.all(Array.from({ length: 50 }, () => consumeRecoveryCode(sql, person.id, code)));
    expect(left.filter((count) => count !== undefined)).toEqual([9]);
  });

  it('throttles guesses of codes over all tickets of an account', async () => {
    const person = await personWithApp();
    platform.clock.stand();
    const statuses: number[] = [];
    for (let at = 0; at < 8; at += 1) statuses.push((await second(await ticketFor(person), '000000', 60 + at)).status);
    platform.clock.run();
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  });

  it('keeps the secret sealed in the table', async () => {
    const person = await personWithApp();
    const secret = /secret=(\w+)/.exec(person.uri)?.[1] ?? '';
    const { rows } = await platform.kernel.database.pool.query(
      'SELECT sealed_secret FROM accounts.authenticators WHERE person_id = $1',
      [person.id],
    );
    const sealed: Buffer = rows[0].sealed_secret;
    expect(sealed.includes(Buffer.from(Secret.fromBase32(secret).bytes))).toBe(false);
  });

  it('is switched off by who proves who they are, and then needs no code', async () => {
    const person = await personWithApp();
    platform.clock.advance(11 * 60);
    const { cookie } = person;
    expect((await platform.call('DELETE', '/two-factor', {}, { cookie })).body.code).toBe('reauthentication_required');
    expect((await platform.post('/session/confirmed/password', { password: 'wrong' }, { cookie })).status).toBe(401);
    expect((await platform.post('/session/confirmed/code', { code: person.code() }, { cookie })).status).toBe(200);
    expect((await platform.call('DELETE', '/two-factor', {}, { cookie })).status).toBe(200);
    const answer = await platform.post('/sign-in/password', { email: person.email, password: PASSWORD });
    expect(answer.body['state']).toBe('signed_in');
  });
});
