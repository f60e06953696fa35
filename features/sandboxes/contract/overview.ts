import { z } from 'zod';
import { sessionStateSchema } from './session.ts';

const ability = z.object({ works: z.boolean(), because: z.string().optional() });
const named = z.object({ name: z.string(), reason: z.string() });

/** What runs sandboxes on this machine, what it cannot do, and the sessions that are not at rest. */
export const sandboxOverviewSchema = z.object({
  driver: z.string(),
  runtime: named.extend({ version: z.string() }),
  rejected: z.array(named),
  limits: z.object({ cpu: ability, memory: ability, pids: ability, disk: ability }),
  network: ability.extend({ description: z.string() }),
  abilities: z.record(z.string(), ability),
  kernel: z.enum(['shared', 'own']),
  cgroup: z.enum(['v1', 'v2', 'none']),
  notes: z.array(z.string()),
  /** `name` is null for a project that was removed meanwhile. */
  sessions: z.array(
    z.object({
      projectId: z.string(),
      name: z.string().nullable(),
      state: sessionStateSchema,
      since: z.iso.datetime(),
    }),
  ),
});
export type SandboxOverview = z.infer<typeof sandboxOverviewSchema>;
