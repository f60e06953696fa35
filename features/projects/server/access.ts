import { anyone, freshly, participantRule, rule, signedIn } from '@e-code/kernel/server';
import type { AccessRule, Decision, TokenTerms } from '@e-code/kernel/server';
import { z } from 'zod';
import { includesRole, personIdSchema, projectIdSchema, slugSchema } from '../contract/index.ts';
import type { Role } from '../contract/index.ts';
import { standingOf } from './membership/standing.ts';
import type { Standing } from './membership/standing.ts';
import { findIdBySlug } from './record/find.ts';

const oneProject = z.object({ projectId: projectIdSchema });
const allow: Decision = { kind: 'allow' };
const notFound: Decision = { kind: 'not_found' };
const manage = {
  scope: 'project:manage',
  reach: ({ input }: { input: { projectId: string } }) => input.projectId,
};

export const access: Record<string, AccessRule> = {
  // The list itself holds only what a token is limited to.
  'projects.list': signedIn({ scope: 'project:read', reach: 'person' }),
  'projects.create': signedIn({ scope: 'project:manage', reach: 'everything' }),
  'projects.list_templates': signedIn({ scope: 'project:read', reach: 'person' }),
  'projects.get': participantRule({
    says: 'Everybody who may see the project that has this address',
    fields: z.object({ slug: slugSchema }),
    token: { scope: 'project:read', reach: ({ input, sql }) => findIdBySlug(sql, input.slug) },
    subject: ({ input, sql }) => findIdBySlug(sql, input.slug),
    async decide({ input, participant, sql }) {
      const projectId = await findIdBySlug(sql, input.slug);
      return decideFor(projectId && (await standingOf(sql, projectId, participant.id)), 'viewer');
    },
  }),
  'projects.fork': forRole('viewer', 'Everybody who may see the project', { ...manage, reach: 'everything' }),
  'projects.update': forRole('owner', 'The owner of the project', manage),
  'projects.trash': forRole('owner', 'The owner of the project', manage),
  'projects.restore': forRole('owner', 'The owner of the project', manage),
  'projects.remove': freshly(10, forRole('owner', 'The owner of the project')),
  'projects.list_members': rule({
    says: 'The owner and the members of the project, not those who see it because it is public',
    fields: oneProject,
    token: { scope: 'project:read', reach: ({ input }) => input.projectId },
    async decide({ input, person, sql }) {
      const standing = await standingOf(sql, input.projectId, person.id);
      return standing?.visitor === true ? { kind: 'forbidden', need: 'viewer' } : decideFor(standing, 'viewer');
    },
  }),
  'projects.add_member': forRole('owner', 'The owner of the project', manage),
  'projects.change_member': forRole('owner', 'The owner of the project', manage),
  'projects.remove_member': rule({
    says: 'The owner of the project, and members for themselves',
    fields: oneProject.extend({ personId: personIdSchema }),
    token: manage,
    async decide({ input, person, sql }) {
      const standing = await standingOf(sql, input.projectId, person.id);
      return decideFor(standing, input.personId === person.id ? 'viewer' : 'owner');
    },
  }),
  // No key makes another way in.
  'projects.manage_guests': forRole('owner', 'The owner of the project'),
  'projects.visit': anyone(
    'the secret of a guest link is the permission; without it a browser learns of its own visit',
  ),
  'projects.own_list': rule({
    says: 'The person whose list it is',
    fields: z.object({ personId: personIdSchema }),
    token: { scope: 'project:read', reach: 'everything' },
    decide: ({ input, person }) => (input.personId === person.id ? allow : notFound),
  }),
};

function forRole(needed: Role, says: string, token?: TokenTerms<{ projectId: string }>): AccessRule {
  return rule({
    says,
    fields: oneProject,
    ...(token && { token }),
    decide: async ({ input, person, sql }) => decideFor(await standingOf(sql, input.projectId, person.id), needed),
  });
}

function decideFor(standing: Standing | undefined | '', needed: Role): Decision {
  if (!standing) return notFound;
  return includesRole(standing.role, needed) ? allow : { kind: 'forbidden', need: needed };
}
