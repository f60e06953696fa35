import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectedOfRule, openToVisitors } from './testing/expected.ts';
import type { Outcome, Row } from './testing/expected.ts';
import { startWalkStage, walkers } from './testing/stage.ts';
import type { Walker, WalkStage } from './testing/stage.ts';
import { ask, fillPlaces, listSteps } from './testing/walk.ts';
import type { Answer, Step } from './testing/walk.ts';

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
};
const statusOf = { unauthenticated: 401, not_found: 404, forbidden: 403 } as const;
/** Failures that say that something is not set up here, which is no failure of ours. */
const notSetUp = new Set(['provider_unavailable', 'port_not_configured', 'mail_not_kept']);

/** What came of asking, in the words of the table; or a sentence that says what is wrong with it. */
function outcomeOf({ status, code }: Answer, method: string): Outcome | string {
  if (status >= 500 && !notSetUp.has(code ?? '')) return `failed with ${status} ${code}`;
  const refusals = Object.entries(statusOf) as [keyof typeof statusOf, number][];
  const refused = refusals.find(([name, number]) => number === status && (code === name || method === 'HEAD'));
  return refused?.[0] ?? 'through';
}

/** Sends one step for one walker. @returns what is wrong with what came of it */
async function walk(step: Step, walker: Walker): Promise<string[]> {
  const { origin } = stage.platform;
  const expected = step.row?.[columnOf[walker]];
  const asked = step.ask(stage.foreign);
  const answer = await ask(origin, { ...asked, cookie: await stage.cookieOf(walker) });
  const seen = outcomeOf(answer, asked.method);
  const problems = headerProblems(answer);
  const within = expected === 'through' && seen === 'not_found' && answer.code === 'not_found';
  if (seen !== expected && !within) problems.push(`expected ${expected}, was ${seen} (${answer.status} ${answer.text.slice(0, 200)})`);
  if (expected !== 'through' && answer.status < 400) problems.push(`succeeded with ${answer.status}`);
  if (expected === 'not_found') {
    const absent = await ask(origin, { ...step.ask(stage.absent), cookie: await stage.cookieOf(walker) });
    if (absent.status !== answer.status || absent.text !== answer.text)
      problems.push(`differs from what is absent: ${answer.text} / ${absent.status} ${absent.text}`);
  }
  const open = expected === 'through' && columnOf[walker] === 'visitor';
  if (open && answer.status < 300 && !openToVisitors.has(step.name)) problems.push(`let a visitor do it: ${answer.text}`);
  return problems.map((problem) => `${walker} · ${step.name} (${step.rule}): ${problem}`);
}

function headerProblems({ headers }: Answer): string[] {
  const problems = ['content-security-policy', 'x-content-type-options', 'referrer-policy']
    .filter((name) => headers[name] === undefined)
    .map((name) => `has no ${name}`);
  for (const cookie of headers['set-cookie'] ?? []) {
    if (!/^__Host-/.test(cookie) || !/; HttpOnly/.test(cookie) || !/; SameSite=/.test(cookie) || !/; Secure/.test(cookie))
      problems.push(`sets a cookie that scripts or other hosts can have: ${cookie.split('=')[0]}`);
  }
  return problems;
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

  it.each(walkers)('answers a %s as its rule says, and alike whether a thing is foreign or absent', async (walker) => {
    const before = await stage.rowsOfOwner();
    const problems: string[] = [];
    for (const step of steps) problems.push(...(await walk(step, walker)));
    expect(problems).toEqual([]);
    const after = await stage.rowsOfOwner();
    const touched = before.filter((row) => !after.includes(row));
    expect(touched).toEqual([]);
  }, 120_000);

  it('asks for a fresh proof of identity where its rule says so', async () => {
    const fresh = steps.filter(({ rule }) => rule === 'accounts.own_fresh');
    expect(fresh.length).toBeGreaterThan(5);
    for (const step of fresh) {
      const answer = await ask(stage.platform.origin, { ...step.ask(stage.foreign), cookie: await stage.cookieOf('stale') });
      expect([step.name, answer.status, answer.code]).toEqual([step.name, 401, 'reauthentication_required']);
    }
  });

  it('refuses what another site sent, before anything else', async () => {
    const changing = steps.filter((step) => step.ask(stage.foreign).method !== 'GET' && !step.name.startsWith('host HEAD'));
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
      const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'a'.repeat(22) + '==', origin };
      const cookie = await stage.cookieOf(walker);
      const open = (at: string, headers: Record<string, string> = {}) =>
        ask(origin, { method: 'GET', path: at, cookie, headers: { ...upgrade, ...headers } });
      const answer = await open(fillPlaces(path, stage.foreign));
      const seen = answer.status === 101 ? 'through' : outcomeOf(answer, 'GET');
      const expected = expectedOfRule[access]?.[columnOf[walker]];
      expect([path, seen]).toEqual([path, expected]);
      if (expected === 'not_found') expect((await open(fillPlaces(path, stage.absent))).text).toBe(answer.text);
      expect((await open(fillPlaces(path, stage.foreign), { origin: 'https://elsewhere.example' })).code).toBe('cross_site_refused');
    }
  });
});
