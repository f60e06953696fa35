export { projectListChannel } from './channels.ts';
export { listInputSchema, projectsContract } from './endpoints.ts';
export type { ListInput } from './endpoints.ts';
export { projectErrors } from './errors.ts';
export * from './events.ts';
export {
  guestLinkHoursSchema,
  guestLinkSchema,
  guestNameSchema,
  guestPermissionSchema,
  guestSecretSchema,
} from './guest.ts';
export type { GuestLink, GuestPermission } from './guest.ts';
export { memberSchema } from './member.ts';
export type { Member } from './member.ts';
export { projectNameSchema, slugSchema } from './name.ts';
export {
  descriptionSchema,
  personIdSchema,
  projectIdSchema,
  projectSchema,
  projectSummarySchema,
  visibilitySchema,
} from './project.ts';
export type { Project, ProjectSummary, Visibility } from './project.ts';
export { includesRole, memberRoleSchema, roles, roleSchema } from './role.ts';
export type { MemberRole, Role } from './role.ts';
export { templateNameSchema, templateSchema } from './template.ts';
export type { Template } from './template.ts';
