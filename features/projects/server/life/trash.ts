import { eq } from 'drizzle-orm';
import type { Call } from '@e-code/kernel/server';
import { projectRestored, projectTrashed } from '../../contract/index.ts';
import { aboutProject } from '../record/about.ts';
import { lockProject, requireOutsideTrash } from '../record/find.ts';
import { freeName, lockNames } from '../record/name.ts';
import { projects } from '../tables.ts';
import type { ProjectRow } from '../tables.ts';
import type { Parts } from './parts.ts';

type OneProject = Call<{ projectId: string }>;

/** @throws in_trash */
export async function trashProject({ kernel }: Parts, { input, sql, emit, afterCommit }: OneProject): Promise<void> {
  const row = requireOutsideTrash(await lockProject(sql, input.projectId));
  await sql.update(projects).set({ trashedAt: kernel.clock.now() }).where(eq(projects.id, row.id));
  await emit(projectTrashed, aboutProject(row));
  afterCommit(() => kernel.connections.endSubject(row.id, 'The project was moved to the trash.'));
}

/** Takes a project out of the trash; when its name was given to another one meanwhile it gets a number. */
export async function restoreProject({ sql, emit, input }: OneProject): Promise<ProjectRow> {
  const row = await lockProject(sql, input.projectId);
  if (row.trashedAt === null) return row;
  await lockNames(sql, row.ownerId);
  const restored = { ...row, name: await freeName(sql, row.ownerId, row.name), trashedAt: null };
  await sql.update(projects).set(restored).where(eq(projects.id, row.id));
  await emit(projectRestored, aboutProject(restored));
  return restored;
}
