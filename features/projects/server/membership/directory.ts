import { and, eq, inArray, isNotNull, isNull, lt, or, sql as query } from 'drizzle-orm';
import type { Kernel, Sql } from '@e-code/kernel/server';
import { slugSchema } from '../../contract/index.ts';
import type { Role } from '../../contract/index.ts';
import { members, projects, volumes } from '../tables.ts';
import { findIdBySlug } from '../record/find.ts';
import { readPage } from '../record/list.ts';
import { standingOf } from './standing.ts';

/** What other features may ask about projects, in their own transaction. Projects in the trash are not there. */
export interface ProjectDirectory {
  /** Undefined when the person may not know of the project. Everybody signed in views public and unlisted ones. */
  roleOf(sql: Sql, projectId: string, personId: string): Promise<Role | undefined>;
  /** What a guest link lets a guest or a person do; undefined for everybody who did not come by one. */
  roleByLink(sql: Sql, projectId: string, personId: string): Promise<Role | undefined>;
  /** Whether everybody may see it, signed in or not. */
  isOpen(sql: Sql, projectId: string): Promise<boolean>;
  /** The project that an address leads to, also a former one; undefined for what is no address. It may be in the trash. */
  idAt(sql: Sql, slug: string): Promise<string | undefined>;
  /** `ordinal` is that of the project's volume. */
  find(sql: Sql, projectId: string): Promise<{ id: string; ordinal: number; name: string } | undefined>;
  /** The first of the person's projects, by name, that have these words in theirs. */
  search(sql: Sql, personId: string, words: string): Promise<{ id: string; name: string }[]>;
  /** Names of those among these projects that are the person's or that they work in. */
  namesOf(sql: Sql, personId: string, ids: string[]): Promise<Map<string, string>>;
  /** The owner and the members; nobody for an unknown project or one in the trash. */
  memberIds(sql: Sql, projectId: string): Promise<string[]>;
  /** How people call it and where it is; undefined in the trash. */
  titleOf(sql: Sql, projectId: string): Promise<{ name: string; slug: string } | undefined>;
  /** Somebody works in the project. May be called for every keystroke; it is written once a minute. */
  touched(projectId: string): void;
}

const TOUCH_MS = 60_000;
const FOUND = 20;

export function createDirectory(kernel: Kernel): ProjectDirectory {
  const touchedAt = new Map<string, number>();
  return {
    async roleOf(sql, projectId, personId) {
      const standing = await standingOf(sql, projectId, personId);
      return standing?.trashed === false ? standing.role : undefined;
    },
    async roleByLink(sql, projectId, personId) {
      const standing = await standingOf(sql, projectId, personId);
      return standing?.byLink === true && !standing.trashed ? standing.role : undefined;
    },
    async isOpen(sql, projectId) {
      const [found] = await sql
        .select({ visibility: projects.visibility })
        .from(projects)
        .where(and(eq(projects.id, projectId), isNull(projects.trashedAt)));
      return found !== undefined && found.visibility !== 'private';
    },
    idAt: async (sql, slug) => (slugSchema.safeParse(slug).success ? findIdBySlug(sql, slug) : undefined),
    async find(sql, projectId) {
      const [found] = await sql
        .select({ id: projects.id, ordinal: volumes.ordinal, name: projects.name })
        .from(projects)
        .innerJoin(volumes, eq(volumes.volume, query`replace(${projects.id}, '_', '-')`))
        .where(and(eq(projects.id, projectId), isNull(projects.trashedAt)));
      return found;
    },
    async search(sql, personId, words) {
      const wanted = { filter: 'all', order: 'name', search: words, limit: FOUND } as const;
      const rows = await readPage(sql, { id: personId }, wanted);
      return rows.slice(0, FOUND).map(({ id, name }) => ({ id, name }));
    },
    async namesOf(sql, personId, ids) {
      if (ids.length === 0) return new Map();
      const { id, name, ownerId, trashedAt } = projects;
      const rows = await sql
        .select({ id, name })
        .from(projects)
        .leftJoin(members, and(eq(members.projectId, id), eq(members.personId, personId)))
        .where(and(inArray(id, ids), isNull(trashedAt), or(eq(ownerId, personId), isNotNull(members.role))));
      return new Map(rows.map((row) => [row.id, row.name]));
    },
    async memberIds(sql, projectId) {
      const rows = await sql
        .select({ ownerId: projects.ownerId, personId: members.personId })
        .from(projects)
        .leftJoin(members, eq(members.projectId, projects.id))
        .where(and(eq(projects.id, projectId), isNull(projects.trashedAt)));
      return [...new Set(rows.flatMap(({ ownerId, personId }) => [ownerId, ...(personId === null ? [] : [personId])]))];
    },
    async titleOf(sql, projectId) {
      const [found] = await sql
        .select({ name: projects.name, slug: projects.slug })
        .from(projects)
        .where(and(eq(projects.id, projectId), isNull(projects.trashedAt)));
      return found;
    },
    touched(projectId) {
      const now = kernel.clock.now();
      if (now.getTime() - (touchedAt.get(projectId) ?? 0) < TOUCH_MS) return;
      touchedAt.set(projectId, now.getTime());
      writeTouch(kernel, projectId, now).catch((error: unknown) => {
        touchedAt.delete(projectId);
        kernel.log.warn({ err: error, projectId }, 'The time of the last work in a project could not be written');
      });
    },
  };
}

async function writeTouch({ database }: Kernel, projectId: string, now: Date): Promise<void> {
  const { id, activeAt } = projects;
  await database.read
    .update(projects)
    .set({ activeAt: now })
    .where(and(eq(id, projectId), lt(activeAt, now)));
}
