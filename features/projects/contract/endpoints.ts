import { endpoint } from '@e-code/kernel/contract';
import { z } from 'zod';
import { projectErrors } from './errors.ts';
import { guestEndpoints } from './guest-endpoints.ts';
import { memberSchema } from './member.ts';
import { projectNameSchema, slugSchema } from './name.ts';
import {
  descriptionSchema,
  personIdSchema,
  projectIdSchema,
  projectSchema,
  projectSummarySchema,
  visibilitySchema,
} from './project.ts';
import { memberRoleSchema } from './role.ts';
import { templateNameSchema, templateSchema } from './template.ts';

const { name_taken, template_unknown, storage_full, in_trash, not_in_trash, name_not_confirmed } =
  projectErrors.definitions;
const { person_unknown, already_member } = projectErrors.definitions;

const one = z.object({ projectId: projectIdSchema });
const oneMember = one.extend({ personId: personIdSchema });
const nothing = z.object({});

export const listInputSchema = z.object({
  /** `all` is what the person owns and what others shared with them. `trash` holds own projects only. */
  filter: z.enum(['all', 'mine', 'shared', 'trash']).default('all'),
  /** A part of the name or the language. */
  search: z.string().trim().max(80).default(''),
  order: z.enum(['active', 'created', 'name']).default('active'),
  /** From `next` of the answer before. */
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListInput = z.output<typeof listInputSchema>;

export const projectsContract = {
  ...guestEndpoints,
  list: endpoint({
    method: 'GET',
    path: '/projects',
    summary: 'Lists the projects of the signed-in person',
    access: 'projects.list',
    input: listInputSchema,
    output: z.object({
      /** Whose list it is, for the live channel `projects.list`. */
      personId: personIdSchema,
      projects: z.array(projectSummarySchema),
      /** The cursor of the next page; null on the last one. */
      next: z.string().nullable(),
    }),
  }),
  get: endpoint({
    method: 'GET',
    path: '/projects/by-slug/{slug}',
    summary: 'Finds a project by its address, also by a former one',
    access: 'projects.get',
    input: z.object({ slug: slugSchema }),
    output: projectSchema,
  }),
  create: endpoint({
    method: 'POST',
    path: '/projects',
    summary: 'Makes a project from a template',
    description: 'Without a name it is named after the template.',
    access: 'projects.create',
    transaction: false,
    input: z.object({
      name: projectNameSchema.optional(),
      template: templateNameSchema,
      description: descriptionSchema.default(''),
    }),
    output: projectSchema,
    errors: { name_taken, template_unknown, storage_full },
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/projects/{projectId}',
    summary: 'Renames a project, describes it or changes who may see it',
    description: 'The address follows the name. Former addresses lead to the project for as long as it exists.',
    access: 'projects.update',
    input: one.extend({
      name: projectNameSchema.optional(),
      description: descriptionSchema.optional(),
      visibility: visibilitySchema.optional(),
    }),
    output: projectSchema,
    errors: { name_taken },
  }),
  fork: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/fork',
    summary: 'Copies a project with all files into one of your own',
    description: 'Secrets are never copied. The copy is private.',
    access: 'projects.fork',
    transaction: false,
    input: one.extend({ name: projectNameSchema.optional() }),
    output: projectSchema,
    errors: { name_taken, storage_full },
  }),
  trash: endpoint({
    method: 'DELETE',
    path: '/projects/{projectId}',
    summary: 'Moves a project to the trash, where it stays for 30 days',
    access: 'projects.trash',
    input: one,
    output: nothing,
    errors: { in_trash },
  }),
  restore: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/restore',
    summary: 'Takes a project out of the trash',
    access: 'projects.restore',
    input: one,
    output: projectSchema,
    errors: { name_taken },
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/projects/{projectId}/permanently',
    summary: 'Deletes a project in the trash with all its files, for ever',
    access: 'projects.remove',
    transaction: false,
    input: one.extend({ name: z.string() }),
    output: nothing,
    errors: { not_in_trash, name_not_confirmed },
  }),
  listMembers: endpoint({
    method: 'GET',
    path: '/projects/{projectId}/members',
    summary: 'Lists who works in a project, the owner first',
    access: 'projects.list_members',
    input: one,
    output: z.object({ members: z.array(memberSchema) }),
  }),
  addMember: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/members',
    summary: 'Adds somebody who has an account to a project',
    access: 'projects.add_member',
    input: one.extend({ email: z.email('Write a whole address, such as ada@example.org.'), role: memberRoleSchema }),
    output: memberSchema,
    errors: { person_unknown, already_member },
  }),
  changeMember: endpoint({
    method: 'PATCH',
    path: '/projects/{projectId}/members/{personId}',
    summary: 'Gives a member another role',
    access: 'projects.change_member',
    input: oneMember.extend({ role: memberRoleSchema }),
    output: memberSchema,
  }),
  removeMember: endpoint({
    method: 'DELETE',
    path: '/projects/{projectId}/members/{personId}',
    summary: 'Removes a member from a project; members may remove themselves',
    access: 'projects.remove_member',
    input: oneMember,
    output: nothing,
  }),
  listTemplates: endpoint({
    method: 'GET',
    path: '/templates',
    summary: 'Lists what a project can start from, and what this installation lacks for it',
    access: 'projects.list_templates',
    input: nothing,
    output: z.object({ templates: z.array(templateSchema) }),
  }),
};
