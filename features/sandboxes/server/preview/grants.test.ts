import fc from 'fast-check';
import { idAlphabet, idLength } from '@e-code/kernel/contract';
import { Connections } from '@e-code/kernel/server';
import { expect, it } from 'vitest';
import { person } from '../testing/people.ts';
import { formatLabel, parseLabel } from './address.ts';
import { Grants } from './grants.ts';

const projectId = `prj_${'a'.repeat(20)}`;
const label = formatLabel({ port: 3000, projectId });

function setUp() {
  let now = 1_000_000;
  const connections = new Connections();
  const grants = new Grants({ clock: { now: () => new Date(now) }, connections });
  return { grants, connections, pass: (seconds: number) => (now += seconds * 1000) };
}

it('takes a ticket within thirty seconds, once, for its own address', () => {
  const { grants, pass } = setUp();
  const ticket = grants.issue(label, projectId, person('ada'));
  expect(ticket).toMatch(/^[\w-]{43}$/);
  pass(29);
  const token = grants.redeem(ticket, label);
  expect(grants.find(token, label)?.person.name).toBe('ada');
  expect(grants.redeem(ticket, label)).toBeUndefined();
  expect(grants.find(token, formatLabel({ port: 3001, projectId }))).toBeUndefined();
});

it('refuses a ticket that is too old, and one that was tried elsewhere', () => {
  const { grants, pass } = setUp();
  const late = grants.issue(label, projectId, person('ada'));
  pass(30);
  expect(grants.redeem(late, label)).toBeUndefined();
  const stolen = grants.issue(label, projectId, person('ada'));
  expect(grants.redeem(stolen, '1-elsewhere')).toBeUndefined();
  expect(grants.redeem(stolen, label)).toBeUndefined();
});

it('ends a grant after a day, and at once with the session, with all that is open under it', () => {
  const { grants, connections, pass } = setUp();
  const open = (): string => grants.redeem(grants.issue(label, projectId, person('ada')), label) ?? '';
  const old = open();
  pass(24 * 3600);
  expect(grants.find(old, label)).toBeUndefined();
  const token = open();
  let ended = 0;
  grants.find(token, label)?.open.add(() => (ended += 1));
  connections.endSession('session-ada', 'signed out');
  expect(grants.find(token, label)).toBeUndefined();
  expect(ended).toBe(1);
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
