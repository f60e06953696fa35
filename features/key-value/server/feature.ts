import { eq, inArray } from 'drizzle-orm';
import { createEmit, createSeal, defineFeature, job, publish, subscription, systemActor } from '@e-code/kernel/server';
import type { Kernel, ServerFeature, ServiceAddress, Sql } from '@e-code/kernel/server';
import type { KvPort } from '@e-code/port-kv';
import { environmentChanged, projectDeleted } from '@e-code/projects/contract';
import { z } from 'zod';
import { keyValueContract, keyValueChannel, keyValueErrors } from '../contract/index.ts';
import { keyValueAccess } from './access.ts';
import type { Projects } from './access.ts';
import { exportEntries, listKeys, readEntry, setEntries } from './entries/entries.ts';
import { forgetRemovals, removeEntries, restoreEntries } from './entries/removals.ts';
import type { KeyValueSettings } from './settings.ts';
import { renewTokens, tokenOf } from './spaces/addresses.ts';
import { environments, spaceOf } from './spaces/space.ts';
import { RecentSpaces } from './spaces/recent-spaces.ts';
import { Announcer } from './spaces/announcer.ts';
import { isUnavailable, Store } from './spaces/store.ts';
import { Watchers } from './spaces/watchers.ts';
import { addresses, removals } from './tables.ts';
import { createWire } from './wire/wire.ts';

export { keyValueSettings } from './settings.ts';
export type { KeyValueSettings } from './settings.ts';

export interface KeyValueFeature extends ServerFeature {
  /** What programs of a project need to find their store. */
  environmentOf(projectId: string): Promise<Record<string, string>>;
}

interface Outside {
  readonly kv: KvPort;
  readonly settings: KeyValueSettings;
  readonly projects: Projects;
}

/** Next to the sidecar of object storage; nothing depends on it. */
const PORT = 1105;
const SWEEP = 10_000;

/** A key-value store for each project, spoken to in the protocol of Replit's database. */
export function createKeyValue(kernel: Kernel, { kv, settings, projects }: Outside): KeyValueFeature {
  const parts = { kernel, seal: createSeal(kernel.dataDirectory, 'key-value') };
  const watchers = new Watchers();
  const announcer = new Announcer((projectId) => publish(kernel, keyValueChannel, { projectId }, {}));
  const store = new Store(kv, settings, { watchers, announcer });
  const spaces = new RecentSpaces(kernel);
  let address: ServiceAddress | undefined;
  const feature = defineFeature({
    name: 'key_value',
    contract: keyValueContract,
    handlers: {
      list: ({ input }) => known(listKeys(store, input)),
      get: ({ input }) => known(readEntry(store, input.projectId, input.key)),
      export: ({ input }) => known(exportEntries(store, input)),
      set: (call) => known(setEntries(store, call)),
      remove: (call) => known(removeEntries({ store, clock: kernel.clock }, call)),
      restore: (call) => known(restoreEntries({ store, clock: kernel.clock }, call)),
    },
    access: keyValueAccess(projects),
    channels: [keyValueChannel],
    migrations: new URL('./migrations/', import.meta.url),
    services: [
      {
        name: 'key-value',
        access: 'key_value.use',
        summary: 'The key-value store of the project, in the protocol of Replit’s database',
        port: PORT,
        offered: (offered) => void (address = offered),
        accept: createWire({ kernel, store, watchers, spaceOf: (token) => spaces.find(token) }),
      },
    ],
    jobs: [
      job({
        name: 'key_value.sweep',
        payload: z.unknown(),
        runsAs: 'key_value',
        cron: '* * * * *',
        run: async () => void (await kv.sweep(SWEEP)),
      }),
      job({
        name: 'key_value.tend',
        payload: z.unknown(),
        runsAs: 'key_value',
        cron: '17 * * * *',
        run: async () => {
          await renewAll(parts);
          await forgetRemovals(kernel.database.read, kernel.clock.now());
        },
      }),
    ],
    subscriptions: [
      subscription('key_value.forget_project', projectDeleted, async ({ payload }, { sql, afterCommit }) => {
        await forgetProject(kv, sql, payload.projectId);
        afterCommit(() => spaces.forget(payload.projectId));
      }),
    ],
    start: () => kv.prepare(),
    stop: () => kv.close(),
  });
  return {
    ...feature,
    async environmentOf(projectId): Promise<Record<string, string>> {
      if (address === undefined) return {};
      const token = await tokenOf(parts, projectId, 'development');
      return { REPLIT_DB_URL: `http://${address.host}:${address.port}/v0/${token}` };
    },
  };
}

/** A store that does not answer is told in words. */
async function known<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw isUnavailable(error) ? keyValueErrors.store_unavailable() : error;
  }
}

async function forgetProject(kv: KvPort, sql: Sql, projectId: string): Promise<void> {
  const spaces = environments.map((environment) => spaceOf(projectId, environment));
  await sql.delete(removals).where(inArray(removals.space, spaces));
  await sql.delete(addresses).where(eq(addresses.projectId, projectId));
  for (const space of spaces) await kv.drop(space);
}

type Parts = Parameters<typeof tokenOf>[0];

async function renewAll(parts: Parts): Promise<void> {
  const { database, clock } = parts.kernel;
  await database.transaction(async (sql) => {
    const emit = createEmit(sql, systemActor('key_value'), () => clock.now());
    for (const projectId of await renewTokens(parts, sql, clock.now())) await emit(environmentChanged, { projectId });
  });
}
