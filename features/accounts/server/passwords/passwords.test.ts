import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '@e-code/kernel/contract';
import { PASSWORD, secretIn, startAccountsPlatform } from '../testing/accounts-platform.ts';
import type { AccountsPlatform } from '../testing/accounts-platform.ts';
import { openTestSession } from '../testing/index.ts';
import { createGate } from './gate.ts';
import { hashPassword, verifyPassword } from './hash.ts';

describe('hashes', () => {
  it('are argon2id in the PHC form with a salt of their own, and fit their password alone', async () => {
    const hash = await hashPassword(PASSWORD);
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(await hashPassword(PASSWORD)).not.toBe(hash);
    expect(await verifyPassword(PASSWORD, hash)).toBe(true);
    expect(await verifyPassword(`${PASSWORD} `, hash)).toBe(false);
    expect(await verifyPassword(PASSWORD, undefined)).toBe(false);
  });

  it('fit the password however the keyboard composed its letters', async () => {
    expect(await verifyPassword('grüße aus köln', await hashPassword('grüße aus köln'))).toBe(true);
  });

  it('are made two at a time; a queue that is full refuses instead of growing', async () => {
    const gate = createGate({ atOnce: 2, waiting: 3 });
    let running = 0;
    let most = 0;
    const release: (() => void)[] = [];
    const work = () =>
      gate(async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => release.push(resolve));
        running -= 1;
      });
    const all = Array.from({ length: 6 }, () =>
      work().then(
        () => 'done',
        (error: unknown) => (error instanceof Failure ? error.code : error),
      ),
    );
    await expect(all[5]).resolves.toBe('busy');
    for (let at = 0; at < 5; at += 1) {
      await expect.poll(() => release.length).toBeGreaterThan(at);
      release[at]?.();
    }
    expect(await Promise.all(all)).toEqual(['done', 'done', 'done', 'done', 'done', 'busy']);
    expect(most).toBe(2);
  });
});

describe('changing and resetting the password', () => {
  let platform: AccountsPlatform;
  beforeAll(async () => {
    platform = await startAccountsPlatform();
  });
  afterAll(() => platform.stop());

  const OTHER = 'eleven quiet bicycles';
  const isSignedIn = async (cookie: string): Promise<boolean> =>
    (await platform.call('GET', '/session', undefined, { cookie })).body['person'] !== null;
  const resetToken = async (email: string, from = '192.0.2.1'): Promise<string> => {
    expect((await platform.post('/password/forgotten', { email }, { from })).status).toBe(200);
    return secretIn(await platform.mailTo(email, 'another password'));
  };

  it('ends the other sessions and leaves this one', async () => {
    const { id, email, cookie } = await platform.personWithPassword();
    const other = await openTestSession(platform.kernel, id);
    expect(await isSignedIn(other.cookie)).toBe(true);
    expect((await platform.call('PUT', '/password', { password: OTHER }, { cookie })).status).toBe(200);
    expect(await isSignedIn(other.cookie)).toBe(false);
    expect(await isSignedIn(cookie)).toBe(true);
    expect((await platform.post('/sign-in/password', { email, password: PASSWORD })).status).toBe(401);
    expect((await platform.post('/sign-in/password', { email, password: OTHER })).status).toBe(200);
    expect(await platform.mailTo(email, 'was changed')).toContain('API keys and SSH keys of the account still work');
  });

  it('needs a fresh proof', async () => {
    const person = await platform.personWithPassword();
    const old = new Date(platform.clock.now().getTime() - 11 * 60_000);
    const { cookie } = await openTestSession(platform.kernel, person.id, { authenticatedAt: old });
    const change = () => platform.call('PUT', '/password', { password: OTHER }, { cookie });
    expect((await change()).body.code).toBe('reauthentication_required');
    expect((await platform.post('/session/confirmed/password', { password: PASSWORD }, { cookie })).status).toBe(200);
    expect((await change()).status).toBe(200);
  });

  it('resets once with a link, of 10 who come with it at the same moment for one, and ends all sessions', async () => {
    const { email, cookie } = await platform.personWithPassword();
    const token = await resetToken(email);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        platform.post('/password/reset', { token, password: `${OTHER} ${at}` }, { from: `192.0.2.${at}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await isSignedIn(cookie)).toBe(false);
    const won = answers.findIndex(({ status }) => status === 200);
    expect((await platform.post('/sign-in/password', { email, password: `${OTHER} ${won}` })).status).toBe(200);
    expect((await platform.post('/password/reset', { token, password: OTHER })).body.code).toBe('link_expired');
  });

  it('makes older links useless once one was used', async () => {
    const { email } = await platform.personWithPassword();
    const first = await resetToken(email, '192.0.2.50');
    const before = await platform.mailCount();
    await platform.post('/password/forgotten', { email }, { from: '192.0.2.51' });
    await expect.poll(() => platform.mailCount()).toBe(before + 1);
    const second = secretIn(await platform.mailTo(email, 'another password'));
    expect(second).not.toBe(first);
    expect((await platform.post('/password/reset', { token: second, password: OTHER })).status).toBe(200);
    expect((await platform.post('/password/reset', { token: first, password: OTHER })).body.code).toBe('link_expired');
  });

  it('keeps the link when the password was refused', async () => {
    const { email } = await platform.personWithPassword();
    const token = await resetToken(email, '192.0.2.60');
    const reset = (password: string) => platform.post('/password/reset', { token, password });
    expect((await reset('password1234')).body.code).toBe('password_common');
    expect((await reset(OTHER)).status).toBe(200);
  });

  it('answers alike for an address that nobody has', async () => {
    const { email } = await platform.personWithPassword();
    const known = await platform.post('/password/forgotten', { email }, { from: '192.0.2.70' });
    const unknown = await platform.post('/password/forgotten', { email: 'nil@example.org' }, { from: '192.0.2.71' });
    expect(unknown).toEqual(known);
  });
});
