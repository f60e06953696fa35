import type { Ability, PortReport } from '../../port.ts';
import type { Hierarchy } from './hierarchy.ts';
import { forwardingIsDropped, type NetworkState } from './network.ts';
import { runtimeNames, type OciSettings } from './options.ts';
import type { RuntimeChoice, Trial } from './runtime-choice.ts';

export interface ReportInput {
  readonly settings: OciSettings;
  readonly hierarchy: Hierarchy;
  readonly choice: RuntimeChoice;
  readonly volumeKind: 'image' | 'directory';
  readonly network: NetworkState;
  /** Whether the machine's limits for watching files were raised. */
  readonly raisedWatches: boolean;
}

/** Tries all runtimes and says what this machine can do. */
export async function describeMachine(input: ReportInput): Promise<PortReport> {
  const { settings, hierarchy, choice } = input;
  const chosen = await choice.choose();
  const others = await Promise.all(
    runtimeNames.filter((name) => name !== chosen.runtime.name).map((name) => choice.try(name)),
  );
  const { controllers } = hierarchy;
  return {
    driver: 'oci',
    runtime: { name: chosen.runtime.name, version: chosen.version, reason: reasonFor(chosen, settings) },
    rejected: others.map((trial) => ({ name: trial.runtime.name, reason: trial.failure ?? reasonAgainst(settings) })),
    limits: {
      cpu: ability(controllers.cpu, 'The machine has no cpu control group.'),
      memory: ability(controllers.memory, 'The machine has no memory control group.'),
      pids: chosen.runtime.limitsItself
        ? ability(controllers.pids, 'The machine has no pids control group.')
        : ability(
            false,
            `${chosen.runtime.name} runs processes as threads of its own: too many end the whole sandbox.`,
          ),
      disk: ability(
        input.volumeKind === 'image',
        'The machine has no loop devices (/dev/loop-control): quotas are not enforced.',
      ),
    },
    network: { works: true, description: describeNetwork(input) },
    listening: chosen.runtime.passesDescriptors ? 'descriptor' : 'tcp',
    abilities: {
      freeze: { works: true },
      pty: { works: true },
      outOfMemoryReport: ability(
        chosen.runtime.keepsGroup,
        `${chosen.runtime.name} deletes the counter when the command ends.`,
      ),
      systemCalls: ability(
        chosen.listsFiles,
        `${chosen.runtime.name} ${chosen.version} refuses calls that ls and stat of this machine make; a newer one does not.`,
      ),
      singleProcessKill: ability(
        chosen.runtime.limitsItself,
        `${chosen.runtime.name} runs all processes in one of its own, which the kernel kills as a whole.`,
      ),
    },
    kernel: chosen.runtime.ownKernel ? 'own' : 'shared',
    cgroup: hierarchy.version,
    notes: await notesOf(input, chosen),
  };
}

function ability(works: boolean, because: string): Ability {
  return works ? { works } : { works, because };
}

function reasonFor(chosen: Trial, settings: OciSettings): string {
  if (settings.runtime !== undefined) return 'The setting SANDBOX_RUNTIME names it, and it ran a trial.';
  return `It is the first of ${runtimeNames.join(', ')} that ran a trial.`;
}

function reasonAgainst(settings: OciSettings): string {
  return settings.runtime === undefined
    ? 'It works; an earlier one was taken.'
    : 'It works; SANDBOX_RUNTIME names another.';
}

function describeNetwork({ settings, network }: ReportInput): string {
  const names = network.nameserver === undefined ? 'no name server' : `names by ${network.nameserver}`;
  const allowed = settings.egressAllow.length === 0 ? '' : `, also ${settings.egressAllow.join(', ')}`;
  return `IPv4 through NAT from ${settings.networkRange}, ${names}; private networks, the machine, other sandboxes and SMTP are refused${allowed}; no IPv6.`;
}

async function notesOf({ network, hierarchy, raisedWatches }: ReportInput, chosen: Trial): Promise<string[]> {
  const notes: string[] = [];
  if (network.changedForwarding)
    notes.push('net.ipv4.ip_forward was switched on, because sandboxes reach the internet through this machine.');
  if (raisedWatches) {
    notes.push(
      'fs.inotify.max_user_watches and max_user_instances were raised: sandboxes share them and watch their files.',
    );
  }
  if (network.nameserver === undefined) {
    notes.push(
      'The name server of this machine listens on loopback, which sandboxes cannot reach. Set SANDBOX_NAMESERVER.',
    );
  }
  if (await forwardingIsDropped()) {
    notes.push(
      'Another firewall drops forwarded packets (as Docker does), so sandboxes may not reach the internet. Allow forwarding for devices named ec*.',
    );
  }
  if (!hierarchy.controllers.swap)
    notes.push('Swap cannot be limited here: a sandbox may use swap beyond its memory limit.');
  if (chosen.runtime.ownKernel) {
    notes.push(`${chosen.runtime.name} answers system calls itself; the filter of the bundle is not used.`);
  }
  if (!chosen.listsFiles) notes.push(`ls and stat fail for named files with ${chosen.runtime.name} ${chosen.version}.`);
  return notes;
}
