import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFileStore, createOutboxMail } from '@e-code/port-mail/drivers';
import type { OutboxStore } from '@e-code/port-mail/drivers';
import { mailSender } from '@e-code/port-mail';
import { createEmit, systemActor } from '@e-code/kernel/server';
import { identityFeature, startTestPlatform } from '@e-code/kernel/server/testing';
import type { TestPlatform } from '@e-code/kernel/server/testing';
import { memberRemoved } from '@e-code/projects/contract';
import { createNotifications } from './feature.ts';
import type { Notify } from './feature.ts';

const names = new Map([
  ['usr_ada', 'Ada'],
  ['usr_ben', 'Ben'],
]);
const projectId = `prj_${'1'.repeat(20)}`;

let platform: TestPlatform;
let outbox: OutboxStore;
let notify: Notify;
beforeAll(async () => {
  platform = await startTestPlatform(async (kernel) => {
    outbox = await createFileStore(join(kernel.dataDirectory, 'outbox'));
    const from = mailSender.parse('E-Code <e-code@example.org>');
    const feature = createNotifications(kernel, {
      mail: createOutboxMail({ store: outbox, from, now: () => new Date() }),
      people: {
        names: async (_sql, ids) => new Map([...names].filter(([id]) => ids.includes(id))),
        addressOf: async (_sql, id) => (names.has(id) ? `${id}@example.org` : undefined),
      },
      settings: { mailSeconds: 3600 },
    });
    ({ notify } = feature);
    return [feature, identityFeature((id) => names.get(id))];
  });
});
afterAll(async () => {
  await platform.stop();
});
beforeEach(async () => {
  await platform.kernel.database.pool.query('TRUNCATE notifications.notifications, notifications.ways');
});

async function tell(people: string[], news: Partial<Parameters<Notify>[2]> = {}, fail = false): Promise<void> {
  const later: (() => void)[] = [];
  await platform.kernel.database.transaction(async (sql) => {
    await notify({ sql, afterCommit: (work) => later.push(work) }, people, {
      kind: 'mention',
      actorId: 'usr_ada',
      project: { id: projectId, name: 'Weather' },
      subject: 'thr_1',
      title: 'main.ts',
      text: 'look <here>',
      address: '/p/weather?thread=thr_1',
      ...news,
    });
    if (fail) throw new Error('rolled back');
  });
  for (const work of later) work();
}

async function as(person: string, method: string, path: string, json?: unknown) {
  const response = await platform.request(`/api/notifications${path}`, {
    method,
    json,
    cookie: `person=usr_${person}`,
  });
  return response.json();
}

const mails = async (): Promise<{ subject: string; text: string }[]> => {
  const listed = await outbox.list({ limit: 50 });
  return Promise.all(
    listed.map(async ({ id }) => {
      const mail = await outbox.get(id);
      return { subject: mail?.subject ?? '', text: mail?.text ?? '' };
    }),
  );
};

describe('the inbox', () => {
  it('has what happened, counts what was not read, and is marked', async () => {
    await tell(['usr_ben']);
    await tell(['usr_ben'], { kind: 'resolve', subject: 'thr_2', text: '' });
    const { notifications, unread } = await as('ben', 'GET', '');
    expect(unread).toBe(2);
    expect(notifications).toMatchObject([
      { kind: 'resolve', excerpt: '' },
      {
        kind: 'mention',
        actor: { name: 'Ada' },
        project: { name: 'Weather' },
        title: 'main.ts',
        excerpt: 'look <here>',
      },
    ]);
    expect((await as('ben', 'GET', '?filter=mine')).notifications).toHaveLength(1);
    expect(await as('ben', 'POST', '/marks', { as: 'read', which: { by: 'subject', subject: 'thr_1' } })).toMatchObject(
      { unread: 1 },
    );
    await as('ben', 'POST', '/marks', { as: 'done', which: { by: 'ids', ids: [notifications[0].id] } });
    expect((await as('ben', 'GET', '?filter=done')).notifications).toMatchObject([{ kind: 'resolve', done: true }]);
    expect(await as('ben', 'GET', '/count')).toEqual({ personId: 'usr_ben', unread: 0 });
  });

  it('is its person’s alone', async () => {
    await tell(['usr_ben']);
    const [{ id }] = (await as('ben', 'GET', '')).notifications;
    await as('ada', 'POST', '/marks', { as: 'done', which: { by: 'ids', ids: [id] } });
    expect((await as('ada', 'GET', '')).notifications).toEqual([]);
    expect((await as('ben', 'GET', '')).unread).toBe(1);
  });

  it('has nothing of what was rolled back, and forgets a project that its person was removed from', async () => {
    await expect(tell(['usr_ben'], {}, true)).rejects.toThrow('rolled back');
    expect((await as('ben', 'GET', '')).notifications).toEqual([]);
    await tell(['usr_ben']);
    await platform.kernel.database.transaction((sql) =>
      createEmit(
        sql,
        systemActor('test'),
        () => new Date(),
      )(memberRemoved, {
        projectId,
        name: 'Weather',
        ownerId: 'usr_ada',
        personId: 'usr_ben',
      }),
    );
    await platform.platform.relay.settled();
    expect((await as('ben', 'GET', '')).notifications).toEqual([]);
  });

  it('goes on by pages', async () => {
    for (const title of ['a', 'b', 'c']) await tell(['usr_ben'], { title });
    const first = await as('ben', 'GET', '?limit=2');
    const second = await as('ben', 'GET', `?limit=2&cursor=${first.next}`);
    expect([...first.notifications, ...second.notifications].map(({ title }) => title)).toEqual(['c', 'b', 'a']);
    expect(second.next).toBeNull();
  });
});

/** Lets the mails that wait leave now. */
const runMailJobs = () =>
  platform.kernel.database.pool.query(
    `SELECT graphile_worker.reschedule_jobs(ARRAY(
       SELECT id FROM graphile_worker.jobs WHERE task_identifier = 'notifications:mail'), run_at => now())`,
  );

describe('mail', () => {
  it('leaves once for all that happened, without what was read meanwhile', async () => {
    const before = (await mails()).length;
    await tell(['usr_ben'], { title: 'one.ts' });
    await tell(['usr_ben'], { title: 'two.ts' });
    await tell(['usr_ben'], { title: 'three.ts', subject: 'thr_3' });
    await as('ben', 'POST', '/marks', { as: 'read', which: { by: 'subject', subject: 'thr_3' } });
    expect(await mails()).toHaveLength(before);
    await runMailJobs();
    await expect.poll(async () => (await mails()).length, { timeout: 20_000 }).toBe(before + 1);
    const [mail] = await mails();
    expect(mail?.subject).toBe('2 news from your projects');
    expect(mail?.text).toContain('Ada mentioned you in one.ts (Weather)');
    expect(mail?.text).toContain(`${platform.kernel.site.publicOrigin}/p/weather?thread=thr_1`);
    expect(mail?.text).not.toContain('three.ts');
    const { rows } = await platform.kernel.database.pool.query(
      'SELECT mail FROM notifications.notifications ORDER BY number',
    );
    expect(rows.map(({ mail: state }) => state)).toEqual(['sent', 'sent', 'not_needed']);
  });

  it('is what each person wants, kind by kind', async () => {
    expect((await as('ben', 'GET', '/ways')).resolve).toEqual({ inbox: true, mail: false });
    await as('ben', 'PUT', '/ways/mention', { inbox: false, mail: false });
    await as('ben', 'PUT', '/ways/reply', { inbox: true, mail: false });
    await tell(['usr_ben', 'usr_ada'], { actorId: 'usr_cleo' });
    await tell(['usr_ben'], { kind: 'reply' });
    expect((await as('ben', 'GET', '')).notifications).toMatchObject([{ kind: 'reply' }]);
    expect((await as('ada', 'GET', '')).notifications).toMatchObject([{ kind: 'mention' }]);
    const { rows } = await platform.kernel.database.pool.query(
      `SELECT person_id FROM notifications.notifications WHERE mail <> 'none'`,
    );
    expect(rows).toEqual([{ person_id: 'usr_ada' }]);
  });
});
