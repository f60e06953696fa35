import { z } from 'zod';
import { operator, participantRule, visitorRule } from '@e-code/kernel/server';
import type { AccessRule, Decision, Participant, Sql } from '@e-code/kernel/server';
import { findRoute, routes, socketRoute } from '@e-code/host/contract';
import type { PersonCapability, RouteName } from '@e-code/host/contract';
import { projectId } from '../contract/index.ts';
import type { ProjectDirectory, ProjectRole } from './session/project-directory.ts';

/** What each role may do inside a project. The host checks the same again. */
export const capabilitiesOf: Record<ProjectRole, readonly PersonCapability[]> = {
  viewer: ['read'],
  runner: ['read', 'run'],
  writer: ['read', 'write'],
  editor: ['read', 'write', 'run'],
  owner: ['read', 'write', 'run'],
};

const neededRole: Record<PersonCapability, ProjectRole> = { read: 'viewer', run: 'runner', write: 'editor' };

export type HostMethod = 'GET' | 'HEAD' | 'PUT' | 'POST';

/** The rules of this feature. Roles come from the directory; everything of a foreign project looks absent. */
export function sandboxAccess(projects: ProjectDirectory): Record<string, AccessRule> {
  // Addresses of doors are not parsed before: what is no identifier names no project.
  const roleIn: (sql: Sql, id: string, who: Participant) => Promise<ProjectRole | undefined> = async (sql, id, who) =>
    projectId.safeParse(id).success ? projects.roleOf(sql, id, who.id) : undefined;
  const needs = (says: string, capability: PersonCapability): AccessRule =>
    participantRule({
      says,
      fields: z.object({ projectId: z.string() }),
      token: { scope: scopeOf(capability), reach: ({ input }) => input.projectId },
      subject: ({ input }) => input.projectId,
      decide: async ({ sql, input, participant }) =>
        decide(await roleIn(sql, input.projectId, participant), [capability]),
    });
  const host = (method: HostMethod): AccessRule =>
    participantRule({
      says: `Members of the project whose role has what the project host asks for at this address (${method})`,
      fields: z.object({ projectId: z.string(), '*': z.string() }),
      token: { scope: (input) => scopeAt(method, input['*']), reach: ({ input }) => input.projectId },
      subject: ({ input }) => input.projectId,
      async decide({ sql, input, participant }) {
        const name = findRoute(method, `/${input['*']}`);
        const asked = name && capabilitiesAt(name);
        if (asked === undefined) return { kind: 'not_found' };
        return decide(await roleIn(sql, input.projectId, participant), asked);
      },
    });
  return {
    'sandboxes.see': needs('Members of the project', 'read'),
    'sandboxes.control': needs('Members of the project who may run it', 'run'),
    'sandboxes.preview': visitorRule({
      says: 'Members of the project; everybody while it is public or unlisted',
      fields: z.object({ projectId: z.string() }),
      async decide({ actor, sql, input }) {
        // A preview stays open in the browser when a token is gone, so none opens it.
        if (actor.kind === 'guest' || (actor.kind === 'person' && actor.token === undefined))
          return decide(await roleIn(sql, input.projectId, actor), ['read']);
        const open = projectId.safeParse(input.projectId).success && (await projects.isOpen(sql, input.projectId));
        return open ? { kind: 'allow' } : { kind: 'unauthenticated' };
      },
    }),
    'sandboxes.socket': needs('Members of the project; each message is checked by the host', socketRoute.capability),
    'sandboxes.hostGet': host('GET'),
    'sandboxes.hostHead': host('HEAD'),
    'sandboxes.hostPut': host('PUT'),
    'sandboxes.hostPost': host('POST'),
    'sandboxes.operate': operator(),
  };
}

/** The scope that a token needs for what the host does. */
export function scopeOf(capability: PersonCapability): string {
  return `project:${capability}`;
}

function scopeAt(method: HostMethod, path: string): string | undefined {
  const name = findRoute(method, `/${path}`);
  const capability = name && routes[name].capability;
  return capability === undefined || capability === 'platform' ? undefined : scopeOf(capability);
}

/**
 * Git runs what a repository configures, such as hooks, so whoever changes something through it must be allowed to run.
 * Undefined for what only the platform asks.
 */
function capabilitiesAt(name: RouteName): PersonCapability[] | undefined {
  const { capability } = routes[name];
  if (capability === 'platform') return undefined;
  return capability === 'write' && name.startsWith('git.') ? ['write', 'run'] : [capability];
}

function decide(role: ProjectRole | undefined, asked: PersonCapability[]): Decision {
  if (role === undefined) return { kind: 'not_found' };
  const missing = asked.find((capability) => !capabilitiesOf[role].includes(capability));
  if (missing === undefined) return { kind: 'allow' };
  return { kind: 'forbidden', need: asked.includes('write') ? 'editor' : neededRole[missing] };
}
