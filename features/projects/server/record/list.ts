import { and, asc, desc, eq, ilike, isNotNull, isNull, or, sql as query } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import type { Person, Sql } from '@e-code/kernel/server';
import type { ListInput, ProjectSummary, Role } from '../../contract/index.ts';
import { members, projects } from '../tables.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { nameReader } from './people.ts';
import type { People } from './people.ts';

interface Order {
  key: SQL<string>;
  type: 'timestamptz' | 'text';
  direction: 'asc' | 'desc';
}

const orders = {
  active: { key: query`${projects.activeAt}`, type: 'timestamptz', direction: 'desc' },
  created: { key: query`${projects.createdAt}`, type: 'timestamptz', direction: 'desc' },
  name: { key: query`lower(${projects.name})`, type: 'text', direction: 'asc' },
  trashed: { key: query`${projects.trashedAt}`, type: 'timestamptz', direction: 'desc' },
} satisfies Record<string, Order>;

/**
 * One page of a person's projects. The query walks an index from the cursor on, so that a page costs the same
 * whether the person has ten projects or ten thousand.
 */
export async function listProjects(
  sql: Sql,
  people: People,
  person: Person,
  input: ListInput,
): Promise<{ personId: string; projects: ProjectSummary[]; next: string | null }> {
  const rows = await pageQuery(sql, person.id, input);
  const page = rows.slice(0, input.limit);
  const ownerIds = page.map(({ ownerId }) => ownerId);
  const nameOf = await nameReader({ sql, people, known: person }, ownerIds);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  return {
    personId: person.id,
    projects: page.map(({ key: _key, ownerId, ...rest }) => ({
      ...rest,
      owner: { id: ownerId, name: nameOf(ownerId) },
    })),
    next: last === undefined ? null : writeCursor(last),
  };
}

function pageQuery(sql: Sql, personId: string, input: ListInput) {
  const order: Order = orders[input.filter === 'trash' ? 'trashed' : input.order];
  const wanted = and(
    input.filter === 'trash' ? isNotNull(projects.trashedAt) : isNull(projects.trashedAt),
    matches(input.search),
    after(order, input.cursor),
  );
  const toward = order.direction === 'asc' ? asc : desc;
  const sorted = [toward(order.key), toward(projects.id)];
  const size = input.limit + 1;
  const owned = sql
    .select(summaryOf(order, query<Role>`'owner'`))
    .from(projects)
    .where(and(eq(projects.ownerId, personId), wanted))
    .orderBy(...sorted)
    .limit(size);
  const shared = sql
    .select(summaryOf(order, query<Role>`${members.role}`))
    .from(members)
    .innerJoin(projects, eq(projects.id, members.projectId))
    .where(and(eq(members.personId, personId), wanted))
    .orderBy(...sorted)
    .limit(size);
  if (input.filter === 'shared') return shared;
  if (input.filter !== 'all') return owned;
  return unionAll(owned, shared)
    .orderBy(toward(query`key`), toward(query`id`))
    .limit(size);
}

function summaryOf(order: Order, role: SQL<Role>) {
  const { id, slug, name, description, visibility, language, ownerId, activeAt, trashedAt } = projects;
  const shown = { id, slug, name, description, visibility, language, ownerId, activeAt, trashedAt };
  return { ...shown, role: role.as('role'), key: order.key.as('key') };
}

function matches(search: string): SQL | undefined {
  if (search === '') return undefined;
  const pattern = `%${search.normalize('NFC').replace(/[\\%_]/g, '\\$&')}%`;
  return or(ilike(projects.name, pattern), ilike(projects.language, pattern));
}

function after(order: Order, cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined;
  const { key, id } = readCursor(cursor);
  const comparison = query.raw(order.direction === 'asc' ? '>' : '<');
  return query`(${order.key}, ${projects.id}) ${comparison} (${key}::${query.raw(order.type)}, ${id})`;
}
