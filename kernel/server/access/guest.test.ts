import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Sql } from '../database/connect.ts';
import type { Guest } from './actor.ts';
import { authorize, refuseVisitors } from './authorize.ts';
import { anyone, participantRule, signedIn } from './rule.ts';
import type { AccessRule } from './rule.ts';

const guest: Guest = {
  kind: 'guest',
  id: 'gst_1',
  name: 'Guest Nora',
  subject: 'prj_1',
  sessionId: 'gst_1',
  origin: { address: '', agent: '' },
};
/** Says yes to everybody whom the kernel lets that far. */
const aboutProject = participantRule({
  says: 'Everybody in the project',
  fields: z.object({ projectId: z.string() }),
  subject: ({ input }) => input.projectId,
  decide: ({ participant }) => (participant.id === 'gst_1' ? { kind: 'allow' } : { kind: 'not_found' }),
});

/** The code of the refusal, or that there was none. */
async function asked(rule: AccessRule, projectId = 'prj_1'): Promise<string> {
  // None of these rules asks the database.
  const sql = {} as Sql;
  try {
    refuseVisitors(rule, guest);
    await authorize(rule, { actor: guest, input: { projectId }, sql, now: new Date() });
    return 'allowed';
  } catch (error) {
    return z.object({ code: z.string() }).parse(error).code;
  }
}

it('lets a guest into what they were let into', async () => {
  expect(await asked(aboutProject)).toBe('allowed');
});

it('makes everything else look absent to a guest, whatever the rule would say', async () => {
  expect(await asked(aboutProject, 'prj_2')).toBe('not_found');
});

it('takes a guest for a visitor where a rule does not name guests', async () => {
  expect(await asked(signedIn())).toBe('unauthenticated');
  expect(await asked(anyone('the door is open'))).toBe('allowed');
});

it('closes a rule to guests that does not speak of them, also when it would say yes', async () => {
  expect(await asked({ audience: 'person', says: '', decide: () => ({ kind: 'allow' }) })).toBe('unauthenticated');
});
