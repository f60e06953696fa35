import fc from 'fast-check';
import { idAlphabet, idLength } from '@e-code/kernel/contract';
import type { Kernel } from '@e-code/kernel/server';
import { startTestPlatform } from '@e-code/kernel/server/testing';
import type { TestPlatform } from '@e-code/kernel/server/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { previewGrants } from '../tables.ts';
import { peopleFeature, person } from '../testing/people.ts';
import { formatLabel, parseLabel } from './address.ts';
import { Grants } from './grants.ts';

const projectId = `prj_${'a'.repeat(20)}`;
const label = formatLabel({ port: 3000, projectId });

let platform: TestPlatform;
let kernel: Kernel;
let grants: Grants;
let offset = 0;
beforeAll(async () => {
  const migrations = new URL('../migrations/', import.meta.url);
  const previews = { name: 'sandboxes', access: {}, migrations };
  platform = await startTestPlatform(() => [peopleFeature([]), previews], {
    clock: { now: () => new Date(Date.now() + offset) },
  });
  kernel = platform.kernel;
  grants = new Grants(kernel);
});
afterAll(() => platform.stop());

const pass = (seconds: number): number => (offset += seconds * 1000);
const open = async (name: string): Promise<string> =>
  (await grants.redeem(grants.issue(label, projectId, person(name)), label)) ?? '';

/** What a process that starts now knows. */
async function restarted(): Promise<Grants> {
  const next = new Grants(kernel);
  await next.load();
  return next;
}

async function storedFor(name: string): Promise<number> {
  const rows = await kernel.database.read.select().from(previewGrants);
  return rows.filter(({ sessionId }) => sessionId === `session-${name}`).length;
}

it('takes a ticket within thirty seconds, once, for its own address', async () => {
  const ticket = grants.issue(label, projectId, person('ada'));
  expect(ticket).toMatch(/^[\w-]{43}$/);
  pass(29);
  const token = await grants.redeem(ticket, label);
  expect(grants.find(token, label)?.actor.name).toBe('ada');
  expect(await grants.redeem(ticket, label)).toBeUndefined();
  expect(grants.find(token, formatLabel({ port: 3001, projectId }))).toBeUndefined();
});

it('refuses a ticket that is too old, and one that was tried elsewhere', async () => {
  const late = grants.issue(label, projectId, person('ada'));
  pass(30);
  expect(await grants.redeem(late, label)).toBeUndefined();
  const stolen = grants.issue(label, projectId, person('ada'));
  expect(await grants.redeem(stolen, '1-elsewhere')).toBeUndefined();
  expect(await grants.redeem(stolen, label)).toBeUndefined();
});

it('ends a grant after a day, also for a process that starts then', async () => {
  const old = await open('old');
  pass(24 * 3600);
  expect(grants.find(old, label)).toBeUndefined();
  expect((await restarted()).find(old, label)).toBeUndefined();
  expect(await storedFor('old')).toBe(0);
});

it('ends a grant at once with the session, with all that is open under it, and for the next process', async () => {
  const token = await open('vera');
  let ended = 0;
  grants.find(token, label)?.open.add(() => (ended += 1));
  kernel.connections.endSession('session-vera', 'signed out');
  expect(grants.find(token, label)).toBeUndefined();
  expect(ended).toBe(1);
  await vi.waitFor(async () => expect(await storedFor('vera')).toBe(0));
  expect((await restarted()).find(token, label)).toBeUndefined();
});

it('ends what is open with each change of a role, and has the rule asked again', async () => {
  const token = await open('rita');
  const grant = grants.find(token, label);
  let ended = 0;
  grant?.open.add(() => (ended += 1));
  for (const times of [1, 2]) {
    if (grant !== undefined) grant.checkedAt = 1;
    kernel.connections.endSubject(projectId, 'role changed', 'usr_rita');
    expect([ended, grant?.checkedAt]).toEqual([times, 0]);
  }
  kernel.connections.endSession('session-rita', 'signed out');
  expect(grants.find(token, label)).toBeUndefined();
});

it('knows an open preview after a restart, asks its rule again, and ends it with the session', async () => {
  const token = await open('rita');
  let ended = 0;
  grants.find(token, label)?.open.add(() => (ended += 1));
  kernel.connections.endAll('E-Code is stopping');
  expect(ended).toBe(1);
  const next = await restarted();
  const grant = next.find(token, label);
  expect(grant).toMatchObject({ checkedAt: 0, actor: { id: 'usr_rita', name: 'rita', operator: false } });
  expect(next.find('a'.repeat(43), label)).toBeUndefined();
  kernel.connections.endSession('session-rita', 'signed out');
  expect(next.find(token, label)).toBeUndefined();
  await vi.waitFor(async () => expect(await storedFor('rita')).toBe(0));
});

it('ends what a crash left behind when it is told which sessions ended', async () => {
  const token = await open('ed');
  const next = await restarted();
  await kernel.database.transaction((sql) => next.revokeSessions(sql, ['session-ed']));
  expect(next.find(token, label)).toBeUndefined();
  expect(await storedFor('ed')).toBe(0);
});

it('keeps no value of a cookie in the database', async () => {
  const token = await open('ada');
  const rows = await kernel.database.read.select().from(previewGrants);
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(rows.map(({ tokenHash }) => tokenHash.toString())).not.toContain(token);
});

it('reads back the labels that it writes, and no others', () => {
  const id = fc.string({ unit: fc.constantFrom(...idAlphabet.split('')), minLength: idLength, maxLength: idLength });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 65_535 }), id, (port, characters) => {
      const address = { port, projectId: `prj_${characters}` };
      expect(parseLabel(formatLabel(address))).toEqual(address);
    }),
  );
  for (const wrong of [
    '',
    '3000',
    `0-${label.slice(5)}`,
    `65536-${label.slice(5)}`,
    `03000-${label.slice(5)}`,
    `${label}a`,
  ]) {
    expect(parseLabel(wrong), wrong).toBeUndefined();
  }
});
