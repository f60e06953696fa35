import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startWalkStage } from './testing/stage.ts';
import type { WalkStage } from './testing/stage.ts';
import { ask, listSteps } from './testing/walk.ts';
import type { Step } from './testing/walk.ts';

let stage: WalkStage;
/** Endpoints that take a JSON body. */
let endpoints: Step[];

beforeAll(async () => {
  stage = await startWalkStage();
  const names = new Set(stage.platform.platform.surface.endpoints.map(({ name }) => name));
  endpoints = listSteps(stage.platform.platform.surface).filter(
    (step) => names.has(step.name) && step.ask(stage.foreign).json !== undefined,
  );
});
afterAll(() => stage?.stop());

/** Sends a body to every endpoint as a stranger. @returns each name with the status, the code and the milliseconds */
async function sendEverywhere(bodyOf: (json: unknown) => string, headers: Record<string, string> = {}) {
  const answers = [];
  for (const step of endpoints) {
    const { method, path, json } = step.ask(stage.foreign);
    const begun = performance.now();
    const answer = await ask(stage.platform.origin, {
      method,
      path,
      body: bodyOf(json),
      headers,
      cookie: await stage.cookieOf('stranger'),
    });
    answers.push({ name: step.name, ...answer, milliseconds: performance.now() - begun });
  }
  return answers;
}

describe('every endpoint that takes a body', () => {
  it('answers 400 to what is not JSON', async () => {
    for (const body of ['{"name": "open', 'null}', '\u0000']) {
      const answers = await sendEverywhere(() => body);
      expect(
        answers.filter(({ status }) => status !== 400).map(({ name, status, text }) => `${name} ${status} ${text}`),
      ).toEqual([]);
      expect(answers[0]?.text).toMatch(/"code":"invalid_input"/);
    }
  });

  it('refuses a megabyte before it is read to its end', async () => {
    const filler = 'x'.repeat(1_000_000);
    const answers = await sendEverywhere((json) =>
      JSON.stringify({ ...z.record(z.string(), z.unknown()).parse(json), filler }),
    );
    expect(answers.filter(({ status }) => status !== 413).map(({ name, status }) => `${name} ${status}`)).toEqual([]);
    expect(Math.max(...answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(1_000);
  });

  it('refuses bodies that are not JSON by their type', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const before = await stage.rowsOfOwner();
      const answers = await sendEverywhere((json) => JSON.stringify(json), { 'content-type': type });
      expect(
        answers
          .filter(({ status }) => status < 400 || status >= 500)
          .map(({ name, status }) => `${name} ${status} ${type}`),
      ).toEqual([]);
      expect(await stage.rowsOfOwner()).toEqual(before);
    }
  });

  it('takes no notice of fields that it does not know, and of prototypes', async () => {
    const foul = (json: unknown): string => {
      const known = JSON.stringify(json).slice(1, -1);
      return `{"__proto__":{"operator":true},"constructor":{"prototype":{"operator":true}},"operator":true,"personId":"usr_1","ownerId":"x"${known === '' ? '' : `,${known}`}}`;
    };
    const answers = await sendEverywhere(foul);
    expect(
      answers
        .filter(({ status, code }) => status >= 500 && code !== 'port_not_configured')
        .map(({ name, status }) => `${name} ${status}`),
    ).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'operator')).toBe(false);
    const { rows } = await stage.platform.kernel.database.pool.query('SELECT id FROM accounts.people WHERE operator');
    expect(rows).toEqual([]);
  });

  it('survives JSON that is nested without end', async () => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    const answers = await sendEverywhere((json) =>
      JSON.stringify(json).replace(/\{/, `{"deep":${deep}${JSON.stringify(json) === '{}' ? '' : ','}`),
    );
    expect(
      answers
        .filter(({ status, code }) => status >= 500 && code !== 'port_not_configured')
        .map(({ name, status }) => `${name} ${status}`),
    ).toEqual([]);
  });
});
