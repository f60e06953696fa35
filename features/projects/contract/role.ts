import { z } from 'zod';

/**
 * What somebody may do in a project. Editors change files and run them, writers only change them, runners only run them,
 * viewers look.
 */
export const roles = ['owner', 'editor', 'writer', 'runner', 'viewer'] as const;

export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** Of members. Only who came by a guest link writes without running. */
export const personRoleSchema = roleSchema.exclude(['writer']);

/** A project has one owner; the others are given. */
export const memberRoleSchema = personRoleSchema.exclude(['owner']);
export type MemberRole = z.infer<typeof memberRoleSchema>;

/** The roles whose rights each role has. */
const included: Record<Role, readonly Role[]> = {
  owner: roles,
  editor: ['editor', 'writer', 'runner', 'viewer'],
  writer: ['writer', 'viewer'],
  runner: ['runner', 'viewer'],
  viewer: ['viewer'],
};

/** Whether `role` includes the rights of `needed`. */
export function includesRole(role: Role, needed: Role): boolean {
  return included[role].includes(needed);
}
