import { z } from 'zod';
import { event } from '@e-code/kernel/contract';
import { guestIdSchema, guestLinkIdSchema, guestPermissionSchema } from './guest.ts';
import { personIdSchema, projectIdSchema, visibilitySchema } from './project.ts';
import { memberRoleSchema } from './role.ts';

const about = { projectId: projectIdSchema, name: z.string(), ownerId: personIdSchema };
const aboutMember = { ...about, personId: personIdSchema };

export const projectCreated = event('projects.created', z.object({ ...about, template: z.string() }));
export const projectForked = event('projects.forked', z.object({ ...about, forkedFrom: projectIdSchema }));
export const projectRenamed = event('projects.renamed', z.object({ ...about, formerName: z.string() }));
export const projectDescribed = event('projects.described', z.object(about));
export const visibilityChanged = event(
  'projects.visibility_changed',
  z.object({ ...about, from: visibilitySchema, to: visibilitySchema }),
);
export const projectTrashed = event('projects.trashed', z.object(about));
export const projectRestored = event('projects.restored', z.object(about));
export const projectDeleted = event('projects.deleted', z.object(about));
/** What programs of a project get as environment is not what it was: features that own a part of it say so. */
export const environmentChanged = event('projects.environment_changed', z.object({ projectId: projectIdSchema }));
export const memberAdded = event('projects.member_added', z.object({ ...aboutMember, role: memberRoleSchema }));
export const memberRoleChanged = event(
  'projects.member_role_changed',
  z.object({ ...aboutMember, from: memberRoleSchema, to: memberRoleSchema }),
);
export const memberRemoved = event('projects.member_removed', z.object(aboutMember));

const aboutLink = { ...about, linkId: guestLinkIdSchema };
const aboutGuest = { ...aboutLink, guestId: guestIdSchema, guestName: z.string() };

export const guestLinkMade = event(
  'projects.guest_link_made',
  z.object({ ...aboutLink, permission: guestPermissionSchema, expiresAt: z.coerce.date() }),
);
export const guestLinkEnded = event(
  'projects.guest_link_ended',
  z.object({ ...aboutLink, by: z.enum(['owner', 'time']), guests: z.number() }),
);
export const guestEntered = event('projects.guest_entered', z.object(aboutGuest));
export const guestRemoved = event('projects.guest_removed', z.object(aboutGuest));
export const guestLeft = event('projects.guest_left', z.object(aboutGuest));

/** Everything that changes what somebody's list of projects shows. */
export const projectEvents = [
  projectCreated,
  projectForked,
  projectRenamed,
  projectDescribed,
  visibilityChanged,
  projectTrashed,
  projectRestored,
  projectDeleted,
  memberAdded,
  memberRoleChanged,
  memberRemoved,
] as const;
