import { createEmit, makeId } from '@e-code/kernel/server';
import type { Emit, Person, Sql } from '@e-code/kernel/server';
import { freeName, lockNames, requireFreeName } from '../record/name.ts';
import { claimSlug } from '../record/slug.ts';
import { projects } from '../tables.ts';
import type { ProjectRow } from '../tables.ts';
import { claimVolume, volumeOf } from './claim.ts';
import { discardVolume } from './discard.ts';
import type { Parts } from './parts.ts';
import { toStorageFailure } from './storage-failure.ts';

/** A project that is about to be: whose it is, what it is like, and how its volume comes to its files. */
export interface ProjectPlan {
  owner: Person;
  /** Undefined: the first free one after `defaultName`. */
  name: string | undefined;
  defaultName: string;
  description: string;
  language: string;
  template: string;
  forkedFrom: string | null;
  fillVolume(volume: { id: string; ordinal: number }): Promise<void>;
  announce(emit: Emit, row: ProjectRow): Promise<void>;
}

/**
 * Makes a project: claims a volume, fills it, writes the row. A project that people see therefore has all its files, and
 * whatever fails takes the volume away again; `sweep.ts` does so when the process did not live to.
 * @throws name_taken, storage_full, port_not_configured
 */
export async function makeProject(parts: Parts, plan: ProjectPlan): Promise<ProjectRow> {
  const { database, clock } = parts.kernel;
  const id = makeId('prj');
  const volume = volumeOf(id);
  const ordinal = await database.transaction(async (sql) => {
    if (plan.name !== undefined) await requireFreeName(sql, plan.owner.id, plan.name);
    return claimVolume(sql, volume, clock.now());
  });
  try {
    await plan.fillVolume({ id: volume, ordinal });
    return await database.transaction((sql) => writeProject(parts, sql, id, plan));
  } catch (error) {
    await discardVolume(parts, volume);
    throw toStorageFailure(error);
  }
}

async function writeProject({ kernel }: Parts, sql: Sql, id: string, plan: ProjectPlan): Promise<ProjectRow> {
  const now = kernel.clock.now();
  const { owner, defaultName, fillVolume: _fill, announce, ...described } = plan;
  await lockNames(sql, owner.id);
  if (plan.name !== undefined) await requireFreeName(sql, owner.id, plan.name);
  const name = plan.name ?? (await freeName(sql, owner.id, defaultName));
  const slug = await claimSlug(sql, id, name);
  const row: ProjectRow = {
    ...described,
    id,
    slug,
    name,
    visibility: 'private',
    ownerId: owner.id,
    createdAt: now,
    activeAt: now,
    trashedAt: null,
  };
  await sql.insert(projects).values(row);
  await announce(
    createEmit(sql, owner, () => now),
    row,
  );
  return row;
}
