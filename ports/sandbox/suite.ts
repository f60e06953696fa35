import { describe } from 'vitest';
import { describeCommands, describeTerminals } from './suite/commands.ts';
import { describeIsolation, describeKernel, describeReadOnly } from './suite/isolation.ts';
import { describeLifecycle, describeListening, describeStopping } from './suite/lifecycle.ts';
import { describeHogs, describeLimits } from './suite/limits.ts';
import { describeNetwork, describeSeparation } from './suite/network.ts';
import { describeRemains } from './suite/remains.ts';
import { describeServices } from './suite/services.ts';
import type { Subject } from './suite/subject.ts';
import { describeForks, describeQuotas, describeVolumes } from './suite/volumes.ts';

export type { Subject } from './suite/subject.ts';

const PARTS = [
  describeLifecycle,
  describeListening,
  describeStopping,
  describeCommands,
  describeTerminals,
  describeVolumes,
  describeForks,
  describeQuotas,
  describeLimits,
  describeHogs,
  describeNetwork,
  describeSeparation,
  describeServices,
  describeIsolation,
  describeReadOnly,
  describeKernel,
  describeRemains,
];

/** The contract of the sandbox port as tests on real sandboxes. Every driver passes it. */
export function describeSandboxPort(name: string, subject: Subject): void {
  describe(`sandbox port: ${name}`, () => {
    for (const describePart of PARTS) describePart(subject);
  });
}
