import { eq } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import { kernelErrors } from '@e-code/kernel/contract';
import { projectErrors } from '../../contract/index.ts';
import { addresses, projects } from '../tables.ts';
import type { ProjectRow } from '../tables.ts';

/** The project that an address leads to, also a former address. */
export async function findIdBySlug(sql: Sql, slug: string): Promise<string | undefined> {
  const [row] = await sql.select({ id: addresses.projectId }).from(addresses).where(eq(addresses.slug, slug));
  return row?.id;
}

/** @throws not_found when it was deleted meanwhile */
export async function readProject(sql: Sql, projectId: string): Promise<ProjectRow> {
  const [row] = await sql.select().from(projects).where(eq(projects.id, projectId));
  if (row === undefined) throw kernelErrors.not_found();
  return row;
}

/**
 * Reads a project and holds its row until the transaction ends, so that what is decided about it stays true.
 * @throws not_found when it was deleted meanwhile
 */
export async function lockProject(sql: Sql, projectId: string): Promise<ProjectRow> {
  const [row] = await sql.select().from(projects).where(eq(projects.id, projectId)).for('update');
  if (row === undefined) throw kernelErrors.not_found();
  return row;
}

/** @throws in_trash when the project is in the trash */
export function requireOutsideTrash(row: ProjectRow): ProjectRow {
  if (row.trashedAt !== null) throw projectErrors.in_trash();
  return row;
}
