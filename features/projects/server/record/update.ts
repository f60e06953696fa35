import { eq } from 'drizzle-orm';
import type { Call, Kernel } from '@e-code/kernel/server';
import { projectDescribed, projectRenamed, visibilityChanged } from '../../contract/index.ts';
import type { Visibility } from '../../contract/index.ts';
import { projects } from '../tables.ts';
import type { ProjectRow } from '../tables.ts';
import { aboutProject } from './about.ts';
import { lockProject, requireOutsideTrash } from './find.ts';
import { lockNames, requireFreeName } from './name.ts';
import { claimSlug } from './slug.ts';

interface Changes {
  projectId: string;
  name?: string | undefined;
  description?: string | undefined;
  visibility?: Visibility | undefined;
}

/**
 * Changes what was given and differs; each change is an event of its own.
 * @throws in_trash, name_taken
 */
export async function updateProject(kernel: Kernel, call: Call<Changes>): Promise<ProjectRow> {
  const { input, sql } = call;
  let row = requireOutsideTrash(await lockProject(sql, input.projectId));
  if (input.name !== undefined && input.name !== row.name) row = await rename(call, row, input.name);
  if (input.description !== undefined && input.description !== row.description) {
    row = await describe(call, row, input.description);
  }
  if (input.visibility !== undefined && input.visibility !== row.visibility) {
    row = await setVisibility(call, row, input.visibility);
    // Who may still see the project connects again; the others are out at once.
    call.afterCommit(() => kernel.connections.endSubject(row.id, 'Who may see this project has changed.'));
  }
  return row;
}

async function rename({ sql, emit }: Call<Changes>, row: ProjectRow, name: string): Promise<ProjectRow> {
  await lockNames(sql, row.ownerId);
  await requireFreeName(sql, row.ownerId, name, row.id);
  const renamed = { ...row, name, slug: await claimSlug(sql, row.id, name) };
  await sql.update(projects).set({ name, slug: renamed.slug }).where(eq(projects.id, row.id));
  await emit(projectRenamed, { ...aboutProject(renamed), formerName: row.name });
  return renamed;
}

async function describe({ sql, emit }: Call<Changes>, row: ProjectRow, description: string): Promise<ProjectRow> {
  await sql.update(projects).set({ description }).where(eq(projects.id, row.id));
  await emit(projectDescribed, aboutProject(row));
  return { ...row, description };
}

async function setVisibility({ sql, emit }: Call<Changes>, row: ProjectRow, to: Visibility): Promise<ProjectRow> {
  await sql.update(projects).set({ visibility: to }).where(eq(projects.id, row.id));
  await emit(visibilityChanged, { ...aboutProject(row), from: row.visibility, to });
  return { ...row, visibility: to };
}
