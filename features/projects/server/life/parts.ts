import type { Kernel } from '@e-code/kernel/server';
import type { SandboxPort } from '@e-code/port-sandbox';
import type { Toolchains } from '../gallery/toolchain.ts';
import type { People } from '../record/people.ts';

/** What the work of this feature needs from outside. */
export interface Parts {
  kernel: Kernel;
  sandbox: Pick<SandboxPort, 'volumes' | 'start'>;
  people: People;
  toolchains: Toolchains;
  /** How much a volume may hold. */
  diskBytes: number;
}
