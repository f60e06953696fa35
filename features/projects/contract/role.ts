import { z } from 'zod';

/** What somebody may do in a project, from most to least. Each role holds the rights of those after it. */
export const roles = ['owner', 'editor', 'runner', 'viewer'] as const;

export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** A project has one owner; the others are given. */
export const memberRoleSchema = roleSchema.exclude(['owner']);
export type MemberRole = z.infer<typeof memberRoleSchema>;

/** Whether `role` includes the rights of `needed`. */
export function includesRole(role: Role, needed: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(needed);
}
