import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectedOfRule, openToVisitors } from './testing/expected.ts';
import type { Row } from './testing/expected.ts';
import { startWalkStage, walkers } from './testing/stage.ts';
import type { Walker, WalkStage } from './testing/stage.ts';
import { ask, fillPlaces, listSteps } from './testing/walk.ts';
import type { Answer, Ask, Step } from './testing/walk.ts';

// The surface is the composed product's, so an address that is added is walked by itself; one whose rule is new fails
// until somebody writes down what each person must see there.

let stage: WalkStage;
let steps: Step[];

beforeAll(async () => {
  stage = await startWalkStage();
  steps = listSteps(stage.platform.platform.surface);
});
afterAll(() => stage?.stop());

const columnOf: Record<Walker, keyof Row> = {
  visitor: 'visitor',
  ended: 'visitor',
  stranger: 'stranger',
  removed: 'stranger',
  viewer: 'viewer',
  guest: 'guest',
  outsider: 'outsider',
};
const statusOf = { unauthenticated: 401, not_found: 404, forbidden: 403 } as const;
/** Failures that say that something is not set up here, which is no failure of ours. */
const notSetUp = new Set(['provider_unavailable', 'port_not_configured', 'mail_not_kept']);

/** What came of asking, in the words of the table; or a sentence that says what is wrong with it. */
function outcomeOf({ status, code }: Answer, method: string): string {
  if (status >= 500 && !notSetUp.has(code ?? '')) return `failed with ${status} ${code}`;
  const refusals = Object.entries(statusOf) as [keyof typeof statusOf, number][];
  const refused = refusals.find(([name, number]) => number === status && (code === name || method === 'HEAD'));
  return refused?.[0] ?? 'through';
}

/** Sends one step for one walker. @returns what is wrong with what came of it */
async function walk(step: Step, walker: Walker): Promise<string[]> {
  const expected = step.row?.[columnOf[walker]];
  const asked = step.ask(stage.foreign);
  const answer = await askAs(walker, asked);
  const seen = outcomeOf(answer, asked.method);
  const problems = headerProblems(answer);
  // Where everybody signed in may enter, what belongs to somebody else is absent for the handler. HEAD answers say no code.
  const within = step.row?.stranger === 'through' || asked.method === 'HEAD';
  if (seen !== expected && !(expected === 'through' && seen === 'not_found' && within))
    problems.push(`expected ${expected}, was ${seen} (${answer.status} ${answer.text.slice(0, 200)})`);
  if (columnOf[walker] === 'visitor' && answer.status < 300 && !openToVisitors.has(step.name))
    problems.push(`let a visitor do it: ${answer.text}`);
  if (expected !== 'through' && answer.status < 400) problems.push(`succeeded with ${answer.status}`);
  if (expected === 'not_found') problems.push(...differences(answer, await askAs(walker, step.ask(stage.absent))));
  return problems.map((problem) => `${walker} · ${step.name} (${step.rule}): ${problem}`);
}

async function askAs(walker: Walker, asked: Ask): Promise<Answer> {
  return ask(stage.platform.origin, { ...asked, cookie: await stage.cookieOf(walker) });
}

/** How the answer about a foreign thing tells it from one that does not exist. */
function differences(foreign: Answer, absent: Answer): string[] {
  if (absent.status === foreign.status && absent.text === foreign.text) return [];
  return [`differs from what is absent: ${foreign.text} / ${absent.status} ${absent.text}`];
}

function headerProblems({ headers }: Answer): string[] {
  const problems = ['content-security-policy', 'x-content-type-options', 'referrer-policy']
    .filter((name) => headers[name] === undefined)
    .map((name) => `has no ${name}`);
  const open = (headers['set-cookie'] ?? []).filter(
    (cookie) => !['__Host-', '; HttpOnly', '; SameSite=', '; Secure'].every((part) => cookie.includes(part)),
  );
  return [...problems, ...open.map((cookie) => `sets a cookie that others can have: ${cookie.split('=')[0]}`)];
}

describe('every address of the product', () => {
  it('has a rule for which it is written down who may do what', () => {
    const { surface } = stage.platform.platform;
    expect(steps.filter(({ row }) => row === undefined).map(({ name, rule }) => `${name}: ${rule}`)).toEqual([]);
    const others = [...surface.sockets, ...[...surface.channels.values()].map(({ definition }) => definition)];
    const named = [...others.map(({ access }) => access), surface.appSite?.access ?? ''];
    expect(named.filter((rule) => !Object.hasOwn(expectedOfRule, rule))).toEqual([]);
    expect(steps.length).toBeGreaterThan(80);
  });

  it.each(walkers)(
    'answers a %s as its rule says, and alike whether a thing is foreign or absent',
    async (walker) => {
      const before = await stage.rowsOfOwner();
      const problems: string[] = [];
      for (const step of steps) problems.push(...(await walk(step, walker)));
      expect(problems).toEqual([]);
      const after = await stage.rowsOfOwner();
      expect(after.filter((row) => before.includes(row))).toEqual(before);
    },
    120_000,
  );

  it('asks for a fresh proof of identity where its rule says so', async () => {
    const fresh = steps.filter(({ rule }) => rule === 'accounts.own_fresh');
    expect(fresh.length).toBeGreaterThan(5);
    for (const step of fresh) {
      const answer = await ask(stage.platform.origin, {
        ...step.ask(stage.foreign),
        cookie: await stage.cookieOf('stale'),
      });
      expect([step.name, answer.status, answer.code]).toEqual([step.name, 401, 'reauthentication_required']);
    }
  });

  it('refuses what another site sent, before anything else', async () => {
    const changing = steps.filter(
      (step) => step.ask(stage.foreign).method !== 'GET' && !step.name.startsWith('host HEAD'),
    );
    for (const step of changing) {
      const headers = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
      const cookie = await stage.cookieOf('viewer');
      const answer = await ask(stage.platform.origin, { ...step.ask(stage.foreign), cookie, headers });
      expect([step.name, answer.status, answer.code]).toEqual([step.name, 403, 'cross_site_refused']);
    }
  });
});

describe('every socket of the product', () => {
  it.each(walkers)('answers a %s as its rule says', async (walker) => {
    for (const { path, access } of stage.platform.platform.surface.sockets) {
      const { origin } = stage.platform;
      const upgrade = {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'a'.repeat(22) + '==',
        origin,
      };
      const cookie = await stage.cookieOf(walker);
      const open = (at: string, headers: Record<string, string> = {}) =>
        ask(origin, { method: 'GET', path: at, cookie, headers: { ...upgrade, ...headers } });
      const answer = await open(fillPlaces(path, stage.foreign));
      const seen = answer.status === 101 ? 'through' : outcomeOf(answer, 'GET');
      const expected = expectedOfRule[access]?.[columnOf[walker]];
      expect([path, seen]).toEqual([path, expected]);
      const nowhere = await open(fillPlaces(path, stage.absent));
      expect(differences(expected === 'not_found' ? answer : nowhere, nowhere)).toEqual([]);
      expect((await open(fillPlaces(path, stage.foreign), { origin: 'https://elsewhere.example' })).code).toBe(
        'cross_site_refused',
      );
    }
  });
});
