import { afterEach, describe, expect, it } from 'vitest';
import { startAccountsPlatform } from '../testing/accounts-platform.ts';
import type { AccountsPlatform } from '../testing/accounts-platform.ts';

const owner = { name: 'Ada Lovelace', email: 'ada@example.org', password: 'a lake behind seven hills' };
const tokenOf = (link: string | undefined): string => link?.split('#')[1] ?? '';

describe('claiming a new installation', () => {
  let platform: AccountsPlatform;
  afterEach(() => platform.stop());

  it('makes the owner, signs them in, and closes the door behind them', async () => {
    platform = await startAccountsPlatform();
    const link = await platform.accounts.setupLink();
    expect(link).toMatch(new RegExp(`^${platform.origin}/setup#[\\w-]{43}$`));
    const claimed = await platform.post('/setup', { token: tokenOf(link), ...owner });
    expect(claimed.status).toBe(200);
    const session = await platform.call('GET', '/session', undefined, { cookie: claimed.cookie });
    expect(session.body['person']).toMatchObject({ name: owner.name, email: owner.email, operator: true });
    const again = await platform.post('/setup', { token: tokenOf(link), ...owner, email: 'eve@example.org' });
    expect(again).toMatchObject({ status: 409, body: { code: 'setup_already_done' } });
    expect(await platform.accounts.setupLink()).toBeUndefined();
    await platform.platform.relay.settled();
    expect(platform.events('accounts.owner_created')).toHaveLength(1);
  });

  it('gives one of many who claim at the same moment the installation', async () => {
    platform = await startAccountsPlatform();
    const token = tokenOf(await platform.accounts.setupLink());
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        platform.post('/setup', { token, ...owner, email: `p${at}@example.org` }, { from: `192.0.2.${at}` }),
      ),
    );
    expect(claims.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { body, status } of claims.filter(({ status }) => status !== 200)) {
      expect([status, body.code]).toEqual([409, 'setup_already_done']);
    }
    const { rows } = await platform.kernel.database.pool.query('SELECT count(*)::int AS count FROM accounts.people');
    expect(rows).toEqual([{ count: 1 }]);
  });

  it('refuses a wrong link, one of an earlier start, and one that is a day old', async () => {
    platform = await startAccountsPlatform();
    const first = tokenOf(await platform.accounts.setupLink());
    const second = tokenOf(await platform.accounts.setupLink());
    expect((await platform.post('/setup', { token: 'x'.repeat(43), ...owner })).body.code).toBe('setup_link_wrong');
    expect((await platform.post('/setup', { token: first, ...owner })).body.code).toBe('setup_link_wrong');
    platform.clock.advance(24 * 3_600 + 1);
    expect((await platform.post('/setup', { token: second, ...owner })).body.code).toBe('setup_link_expired');
  });

  it('refuses passwords that are short, common or the name itself, and keeps nothing', async () => {
    platform = await startAccountsPlatform();
    const token = tokenOf(await platform.accounts.setupLink());
    const claim = (password: string) => platform.post('/setup', { token, ...owner, password });
    expect((await claim('too short')).body.code).toBe('invalid_input');
    for (const password of [
      'password123!',
      'Passw0rd2024',
      'qwertyuiop',
      'aaaaaaaaaaaa',
      '1234567890',
      'lovelace1815',
    ]) {
      expect((await claim(password)).body.code, password).toBe('password_common');
    }
    expect((await platform.call('GET', '/sign-in/options')).body['setupOpen']).toBe(true);
  });
});
