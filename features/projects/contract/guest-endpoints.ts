import { endpoint } from '@e-code/kernel/contract';
import { z } from 'zod';
import { projectErrors } from './errors.ts';
import {
  guestIdSchema,
  guestLinkHoursSchema,
  guestLinkIdSchema,
  guestLinkSchema,
  guestNameSchema,
  guestPermissionSchema,
  guestSecretSchema,
} from './guest.ts';
import { slugSchema } from './name.ts';
import { projectIdSchema } from './project.ts';

const { guest_links_off, guest_link_unknown, guest_link_full, guest_name_missing } = projectErrors.definitions;
const { in_trash, too_many_guest_links } = projectErrors.definitions;

const one = z.object({ projectId: projectIdSchema });
const nothing = z.object({});

/** Links that let people without an account into one project, and what those people do with them. */
export const guestEndpoints = {
  listGuestLinks: endpoint({
    method: 'GET',
    path: '/projects/{projectId}/guest-links',
    summary: 'Lists the guest links of a project and who came by them',
    access: 'projects.manage_guests',
    input: one,
    /** `allowed`: whether this installation has guest links at all. */
    output: z.object({ allowed: z.boolean(), links: z.array(guestLinkSchema) }),
  }),
  createGuestLink: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/guest-links',
    summary: 'Makes a link that lets people without an account into a project',
    description: 'The address is answered once; only a hash of its secret is kept.',
    access: 'projects.manage_guests',
    input: one.extend({ permission: guestPermissionSchema, hours: guestLinkHoursSchema, asksName: z.boolean() }),
    output: z.object({ link: guestLinkSchema, address: z.string() }),
    errors: { guest_links_off, in_trash, too_many_guest_links },
  }),
  revokeGuestLink: endpoint({
    method: 'DELETE',
    path: '/projects/{projectId}/guest-links/{linkId}',
    summary: 'Ends a guest link and the visits of all who came by it',
    access: 'projects.manage_guests',
    input: one.extend({ linkId: guestLinkIdSchema }),
    output: nothing,
  }),
  removeGuest: endpoint({
    method: 'DELETE',
    path: '/projects/{projectId}/guest-links/{linkId}/guests/{guestId}',
    summary: 'Ends the visit of one who came by a guest link; the link stays as it is',
    access: 'projects.manage_guests',
    input: one.extend({ linkId: guestLinkIdSchema, guestId: guestIdSchema }),
    output: nothing,
  }),
  readGuestLink: endpoint({
    method: 'POST',
    path: '/guest/link',
    summary: 'Says what a guest link leads to',
    access: 'projects.visit',
    transaction: false,
    input: z.object({ secret: guestSecretSchema }),
    output: z.object({
      project: z.string(),
      owner: z.string(),
      permission: guestPermissionSchema,
      asksName: z.boolean(),
      expiresAt: z.date(),
      /** Who is signed in where the link was opened, with the project's address when the link would give them nothing more. */
      signedIn: z.object({ name: z.string(), slug: slugSchema.nullable() }).nullable(),
    }),
    errors: { guest_link_unknown },
  }),
  enterAsGuest: endpoint({
    method: 'POST',
    path: '/guest',
    summary: 'Begins a visit with a guest link; whoever is signed in comes as themselves, others as guests',
    access: 'projects.visit',
    input: z.object({ secret: guestSecretSchema, name: guestNameSchema.optional() }),
    output: z.object({ slug: slugSchema }),
    errors: { guest_link_unknown, guest_link_full, guest_name_missing },
  }),
  currentVisit: endpoint({
    method: 'GET',
    path: '/guest',
    summary: 'Says as which guest this browser is here, if any',
    access: 'projects.visit',
    input: nothing,
    output: z.object({
      visit: z
        .object({
          name: z.string(),
          permission: guestPermissionSchema,
          expiresAt: z.date(),
          project: z.object({ name: z.string(), slug: slugSchema }),
        })
        .nullable(),
    }),
  }),
  endVisit: endpoint({
    method: 'POST',
    path: '/guest/end',
    summary: 'Ends the visit of the guest in this browser',
    access: 'projects.visit',
    input: nothing,
    output: nothing,
  }),
};
