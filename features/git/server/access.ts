import { z } from 'zod';
import { freshly, rule, signedIn, visitorRule } from '@e-code/kernel/server';
import type { AccessRule, Actor, Decision, Sql } from '@e-code/kernel/server';
import { projectIdSchema } from '@e-code/projects/contract';
import { readRepository } from '../contract/index.ts';

type Role = 'owner' | 'editor' | 'writer' | 'runner' | 'viewer';

/** What git asks the feature that keeps projects. */
export interface Projects {
  /** Undefined also for what is no address. */
  idAt(sql: Sql, slug: string): Promise<string | undefined>;
  isOpen(sql: Sql, projectId: string): Promise<boolean>;
  roleOf(sql: Sql, projectId: string, personId: string): Promise<Role | undefined>;
}

const repository = z.object({ repository: z.string() });
const inProject = z.object({ projectId: projectIdSchema });
const PUSH = 'git-receive-pack';
/** Minutes for which a proof of identity counts as fresh. */
const FRESH_MINUTES = 10;

/** The project behind the name in a git address. */
export function projectAt(projects: Projects, sql: Sql, name: string): Promise<string | undefined> {
  return projects.idAt(sql, readRepository(name));
}

/** Fetching is looking at a project, pushing is writing into it. */
export function gitAccess(projects: Projects): Record<string, AccessRule> {
  const reach = ({ input, sql }: { input: { repository: string }; sql: Sql }) =>
    projectAt(projects, sql, input.repository);
  const decideFetch = async (actor: Actor, sql: Sql, name: string): Promise<Decision> => {
    const projectId = await projectAt(projects, sql, name);
    if (projectId !== undefined && (await projects.isOpen(sql, projectId))) return { kind: 'allow' };
    // Git asks for a name and a password when it is told that it is nobody; what is absent must look alike.
    if (actor.kind !== 'person') return { kind: 'unauthenticated' };
    const role = projectId && (await projects.roleOf(sql, projectId, actor.id));
    return { kind: role ? 'allow' : 'not_found' };
  };
  const decidePush = async (actor: Actor, sql: Sql, name: string): Promise<Decision> => {
    if (actor.kind !== 'person') return { kind: 'unauthenticated' };
    const projectId = await projectAt(projects, sql, name);
    const role = projectId && (await projects.roleOf(sql, projectId, actor.id));
    if (!role) return { kind: 'not_found' };
    return role === 'owner' || role === 'editor' ? { kind: 'allow' } : { kind: 'forbidden', need: 'editor' };
  };
  return {
    'git.refs': visitorRule({
      says: 'Who may fetch from the project; for a push, who may write into it',
      fields: repository.extend({ service: z.string().optional().catch(undefined) }),
      token: { scope: (input) => (input.service === PUSH ? 'project:write' : 'project:read'), reach },
      decide: ({ actor, sql, input }) =>
        (input.service === PUSH ? decidePush : decideFetch)(actor, sql, input.repository),
    }),
    'git.fetch': visitorRule({
      says: 'Members of the project; everybody while it is public or unlisted',
      fields: repository,
      token: { scope: 'project:read', reach },
      decide: ({ actor, sql, input }) => decideFetch(actor, sql, input.repository),
    }),
    'git.push': rule({
      says: 'Members of the project who may write into it',
      fields: repository,
      token: { scope: 'project:write', reach },
      decide: ({ actor, sql, input }) => decidePush(actor, sql, input.repository),
    }),
    'git.see_remotes': rule({
      says: 'Members of the project; who may not use remotes sees their names',
      fields: inProject,
      token: { scope: 'project:read', reach: ({ input }) => input.projectId },
      decide: async ({ input, person, sql }) =>
        (await projects.roleOf(sql, input.projectId, person.id)) === undefined
          ? { kind: 'not_found' }
          : { kind: 'allow' },
    }),
    // Without terms for tokens: what is done with a credential of others is done by somebody who is there.
    'git.use_remotes': rule({
      says: 'The owner of the project and members who may write into it and run it',
      fields: inProject,
      async decide({ input, person, sql }) {
        const role = await projects.roleOf(sql, input.projectId, person.id);
        if (role === undefined) return { kind: 'not_found' };
        return role === 'owner' || role === 'editor' ? { kind: 'allow' } : { kind: 'forbidden', need: 'editor' };
      },
    }),
    // Without terms for tokens: neither an API key nor an SSH key makes itself another way in.
    'git.own_ssh_keys': signedIn(),
    'git.own_ssh_keys_fresh': freshly(FRESH_MINUTES, signedIn()),
  };
}
