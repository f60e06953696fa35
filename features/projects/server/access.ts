import { freshly, rule, signedIn } from '@e-code/kernel/server';
import type { AccessRule, Decision } from '@e-code/kernel/server';
import { z } from 'zod';
import { includesRole, personIdSchema, projectIdSchema, slugSchema } from '../contract/index.ts';
import type { Role } from '../contract/index.ts';
import { standingOf } from './membership/standing.ts';
import type { Standing } from './membership/standing.ts';
import { findIdBySlug } from './record/find.ts';

const oneProject = z.object({ projectId: projectIdSchema });
const allow: Decision = { kind: 'allow' };
const notFound: Decision = { kind: 'not_found' };

export const access: Record<string, AccessRule> = {
  'projects.list': signedIn(),
  'projects.create': signedIn(),
  'projects.list_templates': signedIn(),
  'projects.get': rule({
    says: 'Everybody who may see the project that has this address',
    fields: z.object({ slug: slugSchema }),
    async decide({ input, person, sql }) {
      const projectId = await findIdBySlug(sql, input.slug);
      return decideFor(projectId && (await standingOf(sql, projectId, person.id)), 'viewer');
    },
  }),
  'projects.fork': forRole('viewer', 'Everybody who may see the project'),
  'projects.update': forRole('owner', 'The owner of the project'),
  'projects.trash': forRole('owner', 'The owner of the project'),
  'projects.restore': forRole('owner', 'The owner of the project'),
  'projects.remove': freshly(10, forRole('owner', 'The owner of the project')),
  'projects.list_members': rule({
    says: 'The owner and the members of the project, not those who see it because it is public',
    fields: oneProject,
    async decide({ input, person, sql }) {
      const standing = await standingOf(sql, input.projectId, person.id);
      return standing?.visitor === true ? { kind: 'forbidden', need: 'viewer' } : decideFor(standing, 'viewer');
    },
  }),
  'projects.add_member': forRole('owner', 'The owner of the project'),
  'projects.change_member': forRole('owner', 'The owner of the project'),
  'projects.remove_member': rule({
    says: 'The owner of the project, and members for themselves',
    fields: oneProject.extend({ personId: personIdSchema }),
    async decide({ input, person, sql }) {
      const standing = await standingOf(sql, input.projectId, person.id);
      return decideFor(standing, input.personId === person.id ? 'viewer' : 'owner');
    },
  }),
  'projects.own_list': rule({
    says: 'The person whose list it is',
    fields: z.object({ personId: personIdSchema }),
    decide: ({ input, person }) => (input.personId === person.id ? allow : notFound),
  }),
};

function forRole(needed: Role, says: string): AccessRule {
  return rule({
    says,
    fields: oneProject,
    decide: async ({ input, person, sql }) => decideFor(await standingOf(sql, input.projectId, person.id), needed),
  });
}

function decideFor(standing: Standing | undefined | '', needed: Role): Decision {
  if (!standing) return notFound;
  return includesRole(standing.role, needed) ? allow : { kind: 'forbidden', need: needed };
}
