import type { Kernel } from '@e-code/kernel/server';
import type { SandboxPort } from '@e-code/port-sandbox';
import type { PreparedTemplates } from '../gallery/prepared.ts';
import type { Toolchains } from '../gallery/toolchain.ts';
import type { People } from '../record/people.ts';

/** What the work of this feature needs from outside. */
export interface Outside {
  kernel: Kernel;
  sandbox: Pick<SandboxPort, 'volumes' | 'start'>;
  people: People;
  toolchains: Toolchains;
  /** How much a volume may hold. */
  diskBytes: number;
  /** Whether people without an account may come by links. */
  guestLinks: boolean;
}

export interface Parts extends Outside {
  prepared: PreparedTemplates;
}
