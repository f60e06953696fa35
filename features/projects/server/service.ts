import { participantOf, personOf } from '@e-code/kernel/server';
import type { Actor, Handlers, Sql } from '@e-code/kernel/server';
import { kernelErrors } from '@e-code/kernel/contract';
import type { Project, projectsContract } from '../contract/index.ts';
import { listTemplates } from './gallery/list.ts';
import { createGuestLink, listGuestLinks, removeGuest, revokeGuestLink } from './guests/links.ts';
import { endVisit, enterAsGuest, readGuestLink, readVisit } from './guests/visits.ts';
import { createProject } from './life/create.ts';
import { forkProject } from './life/fork.ts';
import type { Parts } from './life/parts.ts';
import { removeProject } from './life/remove.ts';
import { restoreProject, trashProject } from './life/trash.ts';
import { addMember, changeMember, listMembers, removeMember } from './membership/members.ts';
import { describeProject } from './record/describe.ts';
import { findIdBySlug, readProject } from './record/find.ts';
import { listProjects } from './record/list.ts';
import { updateProject } from './record/update.ts';
import type { ProjectRow } from './tables.ts';

/** One handler for each endpoint. What happens is in the rooms; here it meets who asked and how it is answered. */
export function createService(parts: Parts): Handlers<typeof projectsContract> {
  const { kernel, people } = parts;
  const describe = (sql: Sql, actor: Actor, row: ProjectRow): Promise<Project> =>
    describeProject(sql, people, participantOf(actor), row);
  return {
    list: ({ actor, input, sql }) => listProjects(sql, people, personOf(actor), input),

    async get({ actor, input, sql }) {
      const projectId = await findIdBySlug(sql, input.slug);
      if (projectId === undefined) throw kernelErrors.not_found();
      return describe(sql, actor, await readProject(sql, projectId));
    },

    create: async ({ actor, input, sql }) => describe(sql, actor, await createProject(parts, personOf(actor), input)),
    update: async (call) => describe(call.sql, call.actor, await updateProject(kernel, call)),
    fork: async ({ actor, input, sql }) => describe(sql, actor, await forkProject(parts, personOf(actor), input)),

    async trash(call) {
      await trashProject(parts, call);
      return {};
    },

    restore: async (call) => describe(call.sql, call.actor, await restoreProject(call)),

    async remove({ actor, input }) {
      await removeProject(parts, actor, input);
      return {};
    },

    listMembers: async (call) => ({ members: await listMembers(parts, call) }),
    addMember: (call) => addMember(parts, call),
    changeMember: (call) => changeMember(parts, call),

    async removeMember(call) {
      await removeMember(parts, call);
      return {};
    },

    listGuestLinks: async (call) => ({ allowed: parts.guestLinks, links: await listGuestLinks(parts, call) }),
    createGuestLink: (call) => createGuestLink(parts, call),

    async revokeGuestLink(call) {
      await revokeGuestLink(parts, call);
      return {};
    },

    async removeGuest(call) {
      await removeGuest(parts, call);
      return {};
    },

    readGuestLink: (call) => readGuestLink(parts, call),
    enterAsGuest: (call) => enterAsGuest(parts, call),
    currentVisit: async (call) => ({ visit: (await readVisit(call)) ?? null }),

    async endVisit(call) {
      await endVisit(parts, call);
      return {};
    },

    listTemplates: async () => ({ templates: await listTemplates(parts.toolchains) }),
  };
}
