import type { Participant, Sql } from '@e-code/kernel/server';
import { kernelErrors } from '@e-code/kernel/contract';
import { eq } from 'drizzle-orm';
import type { Project } from '../../contract/index.ts';
import { standingOf } from '../membership/standing.ts';
import { projects } from '../tables.ts';
import type { ProjectRow } from '../tables.ts';
import { nameReader } from './people.ts';
import type { People } from './people.ts';

/** A project as this person or guest sees it. */
export async function describeProject(
  sql: Sql,
  people: People,
  person: Participant,
  row: ProjectRow,
): Promise<Project> {
  const standing = await standingOf(sql, row.id, person.id);
  if (standing === undefined) throw kernelErrors.not_found();
  const nameOf = await nameReader({ sql, people, known: person }, [row.ownerId]);
  const { ownerId, forkedFrom, ...rest } = row;
  return {
    ...rest,
    role: standing.role,
    guest: standing.byLink,
    owner: { id: ownerId, name: nameOf(ownerId) },
    forkedFrom: forkedFrom === null ? null : await describeSource(sql, person, forkedFrom),
  };
}

/** The source of a fork may be private or gone by now; then only its identifier is told. */
async function describeSource(sql: Sql, person: Participant, id: string): Promise<Project['forkedFrom']> {
  const standing = await standingOf(sql, id, person.id);
  if (standing === undefined) return { id, name: null, slug: null };
  const [source] = await sql
    .select({ name: projects.name, slug: projects.slug })
    .from(projects)
    .where(eq(projects.id, id));
  return { id, name: source?.name ?? null, slug: source?.slug ?? null };
}
