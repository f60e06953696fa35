import { and, eq, lt } from 'drizzle-orm';
import { createEmit } from '@e-code/kernel/server';
import type { Actor, Sql } from '@e-code/kernel/server';
import { projectDeleted, projectErrors } from '../../contract/index.ts';
import { aboutProject } from '../record/about.ts';
import { lockProject } from '../record/find.ts';
import { projects } from '../tables.ts';
import { volumeOf } from './claim.ts';
import { discardVolume } from './discard.ts';
import type { Parts } from './parts.ts';

const TRASH_DAYS = 30;

/**
 * Deletes a project and its files. The row goes first: files without a project are found by the sweep, a project without
 * files would be a broken promise.
 * @throws not_in_trash, name_not_confirmed
 */
export async function removeProject(
  parts: Parts,
  actor: Actor,
  input: { projectId: string; name: string },
): Promise<void> {
  await parts.kernel.database.transaction(async (sql) => {
    const row = await lockProject(sql, input.projectId);
    if (row.name !== input.name.normalize('NFC').trim()) throw projectErrors.name_not_confirmed({ name: row.name });
    await deleteRow(parts, sql, actor, row.id);
  });
  await discardVolume(parts, volumeOf(input.projectId));
}

/** Deletes what has been in the trash for 30 days. */
export async function purgeTrash(parts: Parts, actor: Actor): Promise<void> {
  const { clock, database } = parts.kernel;
  const before = new Date(clock.now().getTime() - TRASH_DAYS * 24 * 60 * 60_000);
  const expired = await database.read.select({ id: projects.id }).from(projects).where(lt(projects.trashedAt, before));
  for (const { id } of expired) {
    const deleted = await database.transaction((sql) => deleteExpired(parts, sql, actor, { id, before }));
    if (deleted) await discardVolume(parts, volumeOf(id));
  }
}

async function deleteExpired(
  parts: Parts,
  sql: Sql,
  actor: Actor,
  { id, before }: { id: string; before: Date },
): Promise<boolean> {
  const stillThere = await sql
    .select({ id: projects.id })
    .from(projects)
    .where(and(eq(projects.id, id), lt(projects.trashedAt, before)))
    .for('update');
  if (stillThere.length === 0) return false;
  await deleteRow(parts, sql, actor, id);
  return true;
}

async function deleteRow({ kernel }: Parts, sql: Sql, actor: Actor, id: string): Promise<void> {
  const row = await lockProject(sql, id);
  if (row.trashedAt === null) throw projectErrors.not_in_trash();
  await sql.delete(projects).where(eq(projects.id, id));
  await createEmit(sql, actor, () => kernel.clock.now())(projectDeleted, aboutProject(row));
}
