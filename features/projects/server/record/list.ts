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
  const rows = await readPage(sql, person, input);
  const page = rows.slice(0, input.limit);
  const ownerIds = page.map((row) => row.owner_id);
  const nameOf = await nameReader({ sql, people, known: person }, ownerIds);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  return {
    personId: person.id,
    projects: page.map((row) => ({
      ...row,
      owner: { id: row.owner_id, name: nameOf(row.owner_id) },
      activeAt: new Date(row.active_at),
      trashedAt: row.trashed_at === null ? null : new Date(row.trashed_at),
    })),
    next: last === undefined ? null : writeCursor(last),
  };
}

/** As PostgreSQL writes it, by the names of the columns. */
type Row = Omit<ProjectSummary, 'owner' | 'activeAt' | 'trashedAt'> & {
  owner_id: string;
  active_at: string;
  trashed_at: string | null;
  key: string;
};

type Statement = ReturnType<typeof prepareStatement>;

/** Statements by their shape. Those of a transaction go with it. */
const prepared = new WeakMap<Sql, Map<string, Statement>>();

/**
 * Runs the statement of this shape, whose text is built once and planned once per connection, and which answers the page
 * as one JSON value. Together that halved the processor time of a list of 50: building and mapping were half of it.
 */
export async function readPage(
  sql: Sql,
  { id: personId, token }: Pick<Person, 'id' | 'token'>,
  input: ListInput,
): Promise<Row[]> {
  const shape = {
    filter: input.filter,
    order: input.filter === 'trash' ? ('trashed' as const) : input.order,
    searching: input.search !== '',
    continued: input.cursor !== undefined,
    limited: token?.subjects !== undefined,
  };
  const name = `projects.list ${Object.values(shape).join(' ')}`;
  const known = prepared.get(sql) ?? new Map<string, Statement>();
  const statement = known.get(name) ?? prepareStatement(sql, name, shape);
  prepared.set(sql, known.set(name, statement));
  const from = input.cursor === undefined ? undefined : readCursor(input.cursor);
  const search = `%${input.search.normalize('NFC').replace(/[\\%_]/g, '\\$&')}%`;
  const page = { size: input.limit + 1, fromKey: from?.key, fromId: from?.id };
  const values = { personId, ...page, search, subjects: token?.subjects };
  const [answer] = await statement.execute(values);
  return answer?.rows ?? [];
}

/** What changes the text of the statement; everything else is a parameter. */
interface Shape {
  filter: ListInput['filter'];
  order: keyof typeof orders;
  searching: boolean;
  continued: boolean;
  /** The person's token reaches some projects only. */
  limited: boolean;
}

function prepareStatement(sql: Sql, name: string, shape: Shape) {
  const order: Order = orders[shape.order];
  const wanted = and(
    shape.filter === 'trash' ? isNotNull(projects.trashedAt) : isNull(projects.trashedAt),
    shape.searching ? matches() : undefined,
    shape.continued ? after(order) : undefined,
    shape.limited ? query`${projects.id} = ANY (${query.placeholder('subjects')}::text[])` : undefined,
  );
  const toward = order.direction === 'asc' ? asc : desc;
  const sorted = [toward(order.key), toward(projects.id)];
  const personId = query.placeholder('personId');
  const size = query.placeholder('size');
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
  // Made only where it is wanted: unionAll makes the union out of its first part.
  const both = () =>
    unionAll(owned, shared)
      .orderBy(toward(query`key`), toward(query`id`))
      .limit(size);
  const page = { all: both, mine: () => owned, trash: () => owned, shared: () => shared }[shape.filter]().as('page');
  return sql
    .select({ rows: query<Row[]>`coalesce(json_agg(page), '[]')` })
    .from(page)
    .prepare(name);
}

function summaryOf(order: Order, role: SQL<Role>) {
  const { id, slug, name, description, visibility, language, ownerId, activeAt, trashedAt } = projects;
  const shown = { id, slug, name, description, visibility, language, ownerId, activeAt, trashedAt };
  return { ...shown, role: role.as('role'), key: order.key.as('key') };
}

function matches(): SQL | undefined {
  const pattern = query.placeholder('search');
  return or(ilike(projects.name, pattern), ilike(projects.language, pattern));
}

function after(order: Order): SQL {
  const comparison = query.raw(order.direction === 'asc' ? '>' : '<');
  const from = query`${query.placeholder('fromKey')}::${query.raw(order.type)}, ${query.placeholder('fromId')}`;
  return query`(${order.key}, ${projects.id}) ${comparison} (${from})`;
}
