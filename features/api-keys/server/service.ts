import type { IncomingMessage } from 'node:http';
import { and, desc, eq } from 'drizzle-orm';
import { kernelErrors } from '@e-code/kernel/contract';
import { makeId, personOf } from '@e-code/kernel/server';
import type { Call, Handlers, Kernel, Origin, Sql } from '@e-code/kernel/server';
import { apiKeysErrors, apiKeysEvents } from '../contract/index.ts';
import type { ApiKey, ApiKeyRequest, apiKeysContract, KeyProject, Scope } from '../contract/index.ts';
import { publishRevoked } from './keys/revocation.ts';
import { hashKey, hintOf, makeKey } from './keys/secret.ts';
import { keys } from './tables.ts';
import type { KeyRow } from './tables.ts';

/** What keys ask of other features; composition hands it over. */
export interface Outside {
  people: {
    /** Undefined for unknown people and for those whose account is switched off. */
    findActive(sql: Sql, id: string): Promise<{ id: string; name: string } | undefined>;
  };
  originOf(request: IncomingMessage): Origin;
  projects: {
    /** The first of the person's projects that have these words in their names. */
    search(sql: Sql, personId: string, words: string): Promise<KeyProject[]>;
    /** Names of those that are the person's or that they work in. */
    namesOf(sql: Sql, personId: string, ids: string[]): Promise<Map<string, string>>;
  };
}

const MOST_KEYS = 50;
const DAY_MS = 86_400_000;

/** A person's own keys: list, make, revoke. */
export function createService(kernel: Kernel, { projects }: Outside): Handlers<typeof apiKeysContract> {
  return {
    async list({ actor, sql }) {
      const { id } = personOf(actor);
      const rows = await sql.select().from(keys).where(eq(keys.personId, id)).orderBy(desc(keys.createdAt));
      const names = await projects.namesOf(sql, id, [...new Set(rows.flatMap(({ projectIds }) => projectIds ?? []))]);
      return rows.map((row) => present(row, names));
    },

    async create({ actor, input, sql, emit }) {
      const { id: personId } = personOf(actor);
      const count = await sql.$count(keys, eq(keys.personId, personId));
      if (count >= MOST_KEYS) throw apiKeysErrors.too_many_keys({ count });
      const projectIds = input.projectIds === undefined ? null : [...new Set(input.projectIds)];
      const names = await projects.namesOf(sql, personId, projectIds ?? []);
      if (projectIds?.some((projectId) => !names.has(projectId))) throw kernelErrors.not_found();
      const secret = makeKey();
      const row = { ...makeRow(kernel, input, secret), personId, projectIds };
      await sql.insert(keys).values({ ...row, tokenHash: hashKey(secret) });
      const apiKey = present(row, names);
      const { id: apiKeyId, name, scopes, expiresAt } = apiKey;
      await emit(apiKeysEvents.apiKeyCreated, { personId, apiKeyId, name, scopes, projectIds, expiresAt });
      return { apiKey, secret };
    },

    async revoke({ actor, input, sql, emit, afterCommit }: Call<{ id: string }>) {
      const { id: personId } = personOf(actor);
      const [gone] = await sql
        .delete(keys)
        .where(and(eq(keys.id, input.id), eq(keys.personId, personId)))
        .returning();
      if (gone === undefined) throw kernelErrors.not_found();
      await emit(apiKeysEvents.apiKeyRevoked, { personId, apiKeyId: gone.id, name: gone.name });
      afterCommit(() => publishRevoked(kernel, { ids: [gone.id], reason: 'The API key was revoked.' }));
      return {};
    },

    findProjects: ({ actor, input, sql }) => projects.search(sql, personOf(actor).id, input.search),
  };
}

function makeRow({ clock }: Kernel, { name, scopes, expiresInDays }: ApiKeyRequest, secret: string) {
  const createdAt = clock.now();
  return {
    id: makeId('key'),
    name,
    hint: hintOf(secret),
    scopes: withReading(scopes),
    createdAt,
    expiresAt: expiresInDays === null ? null : new Date(createdAt.getTime() + expiresInDays * DAY_MS),
    lastUsedAt: null,
    lastUsedFrom: null,
  };
}

/** Whoever may change a project may look at it: no client can do one without the other. */
function withReading(scopes: readonly Scope[]): Scope[] {
  const changing = scopes.some((scope) => scope.startsWith('project:'));
  return [...new Set<Scope>([...scopes, ...(changing ? ['project:read' as const] : [])])].toSorted();
}

function present(row: Omit<KeyRow, 'tokenHash'>, names: Map<string, string>): ApiKey {
  const { id, name, hint, scopes, projectIds, createdAt, expiresAt, lastUsedAt, lastUsedFrom } = row;
  return {
    id,
    name,
    hint,
    scopes,
    projects: projectIds?.map((projectId) => ({ id: projectId, name: names.get(projectId) ?? null })) ?? null,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    lastUsedFrom,
  };
}
