import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { outboxChannel } from '@e-code/accounts/contract';
import { secretIn, startAccountsPlatform } from '../testing/accounts-platform.ts';
import type { AccountsPlatform } from '../testing/accounts-platform.ts';
import { createTestPerson, openTestSession, personExists } from '../testing/index.ts';

const password = 'a lake behind seven hills';
let platform: AccountsPlatform;
afterEach(() => platform.stop());

/** What a page hears of the outbox, once the server has answered its wish to. */
async function listenToOutbox(cookie: string): Promise<{ type: string }[]> {
  const headers = { cookie, origin: platform.origin };
  const socket = new WebSocket(`${platform.origin.replace('http', 'ws')}/api/live`, { headers });
  onTestFinished(() => socket.terminate());
  const heard: { type: string }[] = [];
  socket.on('message', (data: Buffer) => heard.push(JSON.parse(String(data)) as { type: string }));
  socket.on('open', () =>
    socket.send(JSON.stringify({ type: 'subscribe', id: 1, channel: outboxChannel.name, key: {} })),
  );
  await expect.poll(() => heard.length).toBe(1);
  return heard;
}

describe('invitations', () => {
  beforeEach(async () => {
    platform = await startAccountsPlatform();
  });

  const invite = async (email: string) => {
    const operator = await createTestPerson(platform.kernel, { name: 'Grace Hopper', operator: true });
    const { body } = await platform.post('/invitations', { email }, operator);
    return { operator, token: secretIn(String(body['link'])), id: (body['invitation'] as { id: string }).id };
  };

  it('let the invited person in, by mail or by the link that the operator sees', async () => {
    const { token, operator } = await invite('new@example.org');
    expect(secretIn(await platform.mailTo('new@example.org', 'invites you'))).toBe(token);
    const read = await platform.post('/invitation', { token });
    expect(read.body).toEqual({ email: 'new@example.org', invitedBy: 'Grace Hopper' });
    const joined = await platform.post('/invitation/accepted', { token, name: 'Newcomer', password });
    expect((await platform.call('GET', '/me', undefined, joined)).body).toMatchObject({
      email: 'new@example.org',
      operator: false,
      emailVerified: false,
    });
    expect((await platform.call('GET', '/invitations', undefined, operator)).body).toEqual([]);
    expect((await platform.post('/sign-in/password', { email: 'new@example.org', password })).status).toBe(200);
  });

  it('work once, also when ten accept at the same moment', async () => {
    const { token } = await invite('new@example.org');
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        platform.post('/invitation/accepted', { token, name: `N${at}`, password }, { from: `192.0.2.${at}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await platform.post('/invitation/accepted', { token, name: 'N', password })).status).toBe(410);
  });

  it('stop working when they are withdrawn or a week old', async () => {
    const { token, id, operator } = await invite('a@example.org');
    expect((await platform.call('DELETE', `/invitations/${id}`, {}, operator)).status).toBe(200);
    expect((await platform.post('/invitation', { token })).body.code).toBe('invitation_expired');
    const late = await invite('b@example.org');
    platform.clock.advance(7 * 86_400 + 1);
    expect((await platform.post('/invitation/accepted', { token: late.token, name: 'N', password })).status).toBe(410);
  });

  it('are made by operators alone; to others the address does not exist', async () => {
    const person = await createTestPerson(platform.kernel);
    for (const path of ['/people', '/invitations', '/outbox']) {
      expect((await platform.call('GET', path, undefined, person)).status).toBe(404);
      expect((await platform.call('GET', path)).status).toBe(401);
    }
    expect((await platform.post('/invitations', { email: 'x@example.org' }, person)).status).toBe(404);
  });

  it('are the only way in while registration is closed', async () => {
    const asked = await platform.post('/registration', { name: 'Eve', email: 'eve@example.org', password });
    expect(asked).toMatchObject({ status: 403, body: { code: 'registration_closed' } });
  });
});

describe('open registration', () => {
  beforeEach(async () => {
    platform = await startAccountsPlatform({ REGISTRATION: 'open' });
  });

  it('makes the account when the mailed link is opened, and not before', async () => {
    const email = 'new@example.org';
    expect((await platform.post('/registration', { name: 'New', email, password })).status).toBe(200);
    const token = secretIn(await platform.mailTo(email, 'Finish your registration'));
    expect(await personExists(platform.kernel, email)).toBe(false);
    const done = await platform.post('/registration/completed', { token });
    expect((await platform.call('GET', '/me', undefined, done)).body).toMatchObject({ email, emailVerified: true });
    expect((await platform.post('/registration/completed', { token })).body.code).toBe('link_expired');
  });

  it('answers alike when the address has an account, tells it by mail, and leaves the account as it was', async () => {
    const email = 'ada@example.org';
    const person = await platform.personWithPassword({ email });
    const known = await platform.post('/registration', { name: 'Eve', email, password: 'something else of eve' });
    const unknown = await platform.post('/registration', { name: 'Eve', email: 'x@example.org', password });
    expect(known).toEqual(unknown);
    await platform.mailTo(email, 'You have an account');
    expect((await platform.call('GET', '/me', undefined, person)).body['name']).toBe('Ada Lovelace');
    expect((await platform.post('/sign-in/password', { email, password: 'something else of eve' })).status).toBe(401);
  });
});

describe('operators', () => {
  beforeEach(async () => {
    platform = await startAccountsPlatform();
  });

  it('switch accounts off, which ends their sessions, and on again', async () => {
    const operator = await createTestPerson(platform.kernel, { operator: true });
    const person = await platform.personWithPassword();
    const signIn = () => platform.post('/sign-in/password', { email: person.email, password });
    expect((await platform.post(`/people/${person.id}/disabled`, {}, operator)).status).toBe(200);
    expect((await platform.call('GET', '/me', undefined, person)).status).toBe(401);
    expect((await signIn()).body.code).toBe('account_disabled');
    expect((await platform.call('DELETE', `/people/${person.id}/disabled`, {}, operator)).status).toBe(200);
    expect((await signIn()).status).toBe(200);
  });

  it('cannot be reduced to none, also when two switch each other off at the same moment', async () => {
    const [one, two] = await Promise.all([
      createTestPerson(platform.kernel, { operator: true }),
      createTestPerson(platform.kernel, { operator: true }),
    ]);
    const answers = await Promise.all([
      platform.post(`/people/${two.id}/disabled`, {}, one),
      platform.call('PUT', `/people/${one.id}/operator`, { operator: false }, two),
    ]);
    const left = await platform.kernel.database.pool.query(
      'SELECT count(*)::int AS count FROM accounts.people WHERE operator AND disabled_at IS NULL',
    );
    expect(left.rows).toEqual([{ count: 1 }]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('cannot switch off or demote the owner', async () => {
    const link = await platform.accounts.setupLink();
    const claim = { token: secretIn(link ?? ''), name: 'Olga', email: 'olga@example.org', password };
    const owner = await platform.post('/setup', claim);
    const { body } = await platform.call('GET', '/me', undefined, owner);
    const operator = await createTestPerson(platform.kernel, { operator: true });
    const answers = [
      await platform.post(`/people/${String(body['id'])}/disabled`, {}, operator),
      await platform.call('PUT', `/people/${String(body['id'])}/operator`, { operator: false }, operator),
    ];
    expect(answers.map((answer) => answer.body.code)).toEqual(['owner_stays', 'owner_stays']);
    expect((await platform.call('GET', '/people', undefined, owner)).status).toBe(200);
  });

  it('make others operators, at once and with a fresh proof only', async () => {
    const operator = await createTestPerson(platform.kernel, { operator: true });
    const person = await createTestPerson(platform.kernel);
    const stale = await openTestSession(platform.kernel, operator.id, { authenticatedAt: new Date(0) });
    const promote = (cookie: string) =>
      platform.call('PUT', `/people/${person.id}/operator`, { operator: true }, { cookie });
    expect((await platform.call('GET', '/people', undefined, person)).status).toBe(404);
    expect((await promote(stale.cookie)).body.code).toBe('reauthentication_required');
    expect((await promote(operator.cookie)).status).toBe(200);
    expect((await platform.call('GET', '/people', undefined, person)).status).toBe(200);
  });

  it('hear at once of mail that was written, and nobody else does', async () => {
    const [operator, other] = [
      await createTestPerson(platform.kernel, { operator: true }),
      await createTestPerson(platform.kernel),
    ];
    const [heard, refused] = [await listenToOutbox(operator.cookie), await listenToOutbox(other.cookie)];
    expect([heard[0]?.type, refused[0]?.type]).toEqual(['subscribed', 'refused']);
    await platform.post('/invitations', { email: 'new@example.org' }, operator);
    await expect.poll(() => heard.at(-1)?.type).toBe('event');
    expect(refused).toHaveLength(1);
  });

  it('read the outbox, which is recorded', async () => {
    const operator = await createTestPerson(platform.kernel, { operator: true });
    await platform.post('/invitations', { email: 'new@example.org' }, operator);
    await platform.mailTo('new@example.org', 'invites you');
    const list = (await platform.call('GET', '/outbox', undefined, operator)).body as unknown as { id: string }[];
    const mail = await platform.call('GET', `/outbox/${list[0]?.id}`, undefined, operator);
    expect(mail.body).toMatchObject({ to: 'new@example.org', html: expect.stringContaining('Accept the invitation') });
    await platform.platform.relay.settled();
    expect(platform.events('accounts.mail_read')).toEqual([{ mailId: list[0]?.id }]);
  });
});

describe('names', () => {
  it('are told to other features by id', async () => {
    platform = await startAccountsPlatform();
    const [ada, bob] = await Promise.all([
      createTestPerson(platform.kernel, { name: 'Ada' }),
      createTestPerson(platform.kernel, { name: 'Bob', email: 'Bob@Example.org' }),
    ]);
    const { people } = platform.accounts;
    const sql = platform.kernel.database.read;
    expect(await people.names(sql, [ada.id, bob.id, 'usr_nobody'])).toEqual(
      new Map([
        [ada.id, 'Ada'],
        [bob.id, 'Bob'],
      ]),
    );
    expect(await people.findByEmail(sql, 'bob@example.ORG')).toEqual({ id: bob.id, name: 'Bob' });
  });
});
