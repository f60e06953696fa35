import { z } from 'zod';
import { setting } from '@e-code/kernel/server';
import type { SettingValues } from '@e-code/kernel/server';

/** What each running project may use. */
export const sandboxSettings = {
  cpus: setting('SANDBOX_CPUS', z.coerce.number().min(0.05).default(2), 'Processor cores of each running project.'),
  memoryMegabytes: setting(
    'SANDBOX_MEMORY_MB',
    z.coerce.number().int().min(128).default(2048),
    'Memory of each running project, its temporary files included.',
  ),
  processes: setting(
    'SANDBOX_PROCESSES',
    z.coerce.number().int().min(32).default(1024),
    'Processes and threads of each running project.',
  ),
  idleMinutes: setting(
    'IDLE_MINUTES',
    z.coerce.number().min(0.05).default(15),
    'Minutes after which a project stops that nobody looks at and that runs nothing. It starts again when it is opened.',
  ),
};

export type SandboxSettings = SettingValues<typeof sandboxSettings>;
