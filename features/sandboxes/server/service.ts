import type { Kernel, Sql } from '@e-code/kernel/server';
import type { SandboxPort } from '@e-code/port-sandbox';
import type { SandboxOverview, SessionReport } from '../contract/index.ts';
import { volumeOf } from './session/project-directory.ts';
import type { ProjectDirectory } from './session/project-directory.ts';
import type { Sessions } from './session/sessions.ts';
import { sandboxErrorCode } from './session/failures.ts';
import type { SandboxSettings } from './settings.ts';

export interface ReportParts {
  readonly kernel: Kernel;
  readonly sessions: Sessions;
  readonly sandboxes: SandboxPort;
  readonly settings: SandboxSettings;
  readonly projects: ProjectDirectory;
}

/** Where the session is, what it uses and what it may use. */
export async function reportSession(parts: ReportParts, projectId: string): Promise<SessionReport> {
  const { sessions, settings, kernel } = parts;
  const session = sessions.get(projectId);
  const [usage, disk] = await Promise.all([readUsage(parts, projectId), readDisk(parts, projectId)]);
  return {
    state: session?.state ?? { status: 'stopped', cause: null },
    since: (session?.since ?? kernel.clock.now()).toISOString(),
    usage,
    disk,
    limits: {
      cpus: settings.cpus,
      memoryBytes: settings.memoryMegabytes * 1024 * 1024,
      processes: settings.processes,
      idleMinutes: settings.idleMinutes,
    },
  };
}

/** Null also when the sandbox ended between the question and the answer. */
async function readUsage({ sessions }: ReportParts, projectId: string): Promise<SessionReport['usage']> {
  const stats = await sessions
    .get(projectId)
    ?.running?.sandbox.stats()
    .catch(() => undefined);
  if (stats === undefined) return null;
  const { memoryBytes, cpuSeconds, pids, outOfMemoryKills } = stats;
  return { memoryBytes, cpuSeconds, processes: pids, outOfMemoryKills };
}

async function readDisk({ sandboxes }: ReportParts, projectId: string): Promise<SessionReport['disk']> {
  try {
    const { usedBytes, limitBytes, enforced } = await sandboxes.volumes.usage(volumeOf(projectId));
    return { usedBytes, limitBytes, enforced };
  } catch (error) {
    if (sandboxErrorCode(error) === undefined) throw error;
    return null;
  }
}

/** What runs sandboxes on this machine and which projects run. */
export async function describeInstallation(
  { sandboxes, sessions, projects }: ReportParts,
  sql: Sql,
): Promise<SandboxOverview> {
  const { runtime, rejected, notes, ...report } = await sandboxes.describe();
  const active = sessions.active().map(async ({ projectId, state, since }) => {
    const name = (await projects.find(sql, projectId))?.name ?? null;
    return { projectId, name, state, since: since.toISOString() };
  });
  return { ...report, runtime, rejected: [...rejected], notes: [...notes], sessions: await Promise.all(active) };
}
