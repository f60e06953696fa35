import { defineFeature } from '@e-code/kernel/server';
import type { Kernel, ServerFeature } from '@e-code/kernel/server';
import { auditContract } from '../contract/index.ts';
import { access } from './access.ts';
import { exportDoor } from './trail/export.ts';
import { readTrail } from './trail/read.ts';
import type { People } from './trail/read.ts';
import { record } from './trail/record.ts';

/** The audit trail: every event of every feature, kept for good and shown to operators. */
export function createAudit(kernel: Kernel, { people }: { people: People }): ServerFeature {
  return defineFeature({
    name: 'audit',
    contract: auditContract,
    handlers: { list: ({ input, sql }) => readTrail(sql, people, input) },
    access,
    migrations: new URL('./migrations/', import.meta.url),
    doors: [exportDoor(kernel, people)],
    subscriptions: [{ name: 'audit.record', event: '*', handle: (occurrence, { sql }) => record(sql, occurrence) }],
  });
}
