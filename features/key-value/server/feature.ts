import { eq } from 'drizzle-orm';
import { createEmit, createSeal, defineFeature, job, subscription, systemActor } from '@e-code/kernel/server';
import type { Kernel, ServerFeature, ServiceAddress } from '@e-code/kernel/server';
import type { KvPort } from '@e-code/port-kv';
import { environmentChanged, projectDeleted } from '@e-code/projects/contract';
import { z } from 'zod';
import { access } from './access.ts';
import type { KeyValueSettings } from './settings.ts';
import { renewTokens, tokenOf } from './spaces/addresses.ts';
import { RecentSpaces } from './spaces/recent-spaces.ts';
import { Store } from './spaces/store.ts';
import { Watchers } from './spaces/watchers.ts';
import { addresses } from './tables.ts';
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
}

/** Next to the sidecar of object storage; nothing depends on it. */
const PORT = 1105;
const SWEEP = 10_000;

/** A key-value store for each project, spoken to in the protocol of Replit's database. */
export function createKeyValue(kernel: Kernel, { kv, settings }: Outside): KeyValueFeature {
  const parts = { kernel, seal: createSeal(kernel.dataDirectory, 'key-value') };
  const watchers = new Watchers();
  const store = new Store(kv, settings, watchers);
  const spaces = new RecentSpaces(kernel);
  let address: ServiceAddress | undefined;
  const feature = defineFeature({
    name: 'key_value',
    contract: {},
    handlers: {},
    access,
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
        name: 'key_value.renew_tokens',
        payload: z.unknown(),
        runsAs: 'key_value',
        cron: '17 * * * *',
        run: () => renewAll(parts),
      }),
    ],
    subscriptions: [
      subscription(
        'key_value.forget_project',
        projectDeleted,
        async ({ payload: { projectId } }, { sql, afterCommit }) => {
          const gone = await sql.delete(addresses).where(eq(addresses.projectId, projectId)).returning();
          afterCommit(() => spaces.forget(projectId));
          for (const { space } of gone) await kv.drop(space);
        },
      ),
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

type Parts = Parameters<typeof tokenOf>[0];

async function renewAll(parts: Parts): Promise<void> {
  const { database, clock } = parts.kernel;
  await database.transaction(async (sql) => {
    const emit = createEmit(sql, systemActor('key_value'), () => clock.now());
    for (const projectId of await renewTokens(parts, sql, clock.now())) await emit(environmentChanged, { projectId });
  });
}
