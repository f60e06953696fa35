import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Problem } from '../client/problem.ts';
import { parse } from './parse.ts';
import { problemToFields } from './server-errors.ts';

const schema = z.object({
  name: z.string().trim().min(1, 'Give the project a name.'),
  size: z.coerce.number().max(10, 'At most 10.'),
});
const problem = (code: string, data?: unknown): Problem => ({ code, message: `about ${code}`, status: 400, data });

describe('parse', () => {
  it('gives what the schema made of the values', () => {
    expect(parse(schema, { name: ' weather ', size: '4' })).toEqual({
      ok: true,
      values: { name: 'weather', size: 4 },
      errors: {},
    });
  });

  it('keys the first message of each field by its name', () => {
    expect(parse(schema, { name: '  ', size: '11' })).toEqual({
      ok: false,
      errors: { name: 'Give the project a name.', size: 'At most 10.' },
    });
  });
});

describe('problemToFields', () => {
  const names = ['name', 'size'];

  it('ties a code to its field', () => {
    expect(problemToFields(problem('name_taken'), names, { name_taken: 'name' })).toEqual({
      fields: { name: 'about name_taken' },
      rest: undefined,
    });
  });

  it('ties the issues of a refused input to their fields, also inside a wrapper', () => {
    const data = {
      issues: [
        { path: 'body.name', message: 'Too long.' },
        { path: 'other', message: 'No.' },
      ],
    };
    expect(problemToFields(problem('invalid_input', data), names, {}).fields).toEqual({ name: 'Too long.' });
  });

  it('leaves what belongs to no field to the form', () => {
    const failed = problem('too_many_requests', { seconds: 30 });
    expect(problemToFields(failed, names, { name_taken: 'name' })).toEqual({ fields: {}, rest: failed });
    const elsewhere = problem('invalid_input', { issues: [{ path: 'captcha', message: 'No.' }] });
    expect(problemToFields(elsewhere, names, {}).rest).toBe(elsewhere);
  });

  it.each([undefined, null, 'text', { issues: 'none' }, { issues: [null, 4] }])(
    'bears data of any shape: %j',
    (data) => {
      expect(problemToFields(problem('invalid_input', data), names, {}).fields).toEqual({});
    },
  );
});
