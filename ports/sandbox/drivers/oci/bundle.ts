import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HOME, RUNNER_ID, type SandboxLimits } from '../../port.ts';
import { CPU_PERIOD_MICROSECONDS } from './hierarchy.ts';
import type { Network } from './network.ts';
import { SANDBOX_HOSTNAME } from './root-filesystem.ts';
import { seccompProfile } from './seccomp.ts';
import { watchLimitHook } from './watch-limits.ts';

export const UID_BASE = 1_000_000;
export const UIDS_PER_VOLUME = 65_536;

/** The host user id of {@link RUNNER_ID} inside the sandbox of a volume. */
export function runnerHostId(ordinal: number): number {
  return UID_BASE + ordinal * UIDS_PER_VOLUME + RUNNER_ID;
}

export interface BundleSpec {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly limits: SandboxLimits;
  readonly ordinal: number;
  readonly rootFilesystem: string;
  readonly etc: string;
  /** Directory that becomes {@link HOME}; absent only for a trial of a runtime. */
  readonly home?: string;
  readonly mounts: readonly { readonly source: string; readonly destination: string }[];
  /** How the sandbox gets its network; without, the runtime makes one that holds only loopback. */
  readonly networkEntry?: Network['entry'] | undefined;
  /** Absent when the driver itself puts the runtime into a control group. */
  readonly cgroup?: { readonly path: string; readonly limitSwap: boolean };
  readonly openFiles: number;
}

/** Writes `config.json` of an OCI bundle; only root may read it because it holds the environment. */
export async function writeBundle(directory: string, spec: BundleSpec): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(join(directory, 'config.json'), JSON.stringify(ociConfiguration(spec)), { mode: 0o600 });
}

/** The configuration in the format of https://github.com/opencontainers/runtime-spec, version 1.0.2. */
function ociConfiguration(spec: BundleSpec): object {
  const entry = spec.networkEntry;
  return {
    ociVersion: '1.0.2',
    process: { ...ociProcess(spec), oomScoreAdj: OOM_SCORE },
    root: { path: spec.rootFilesystem, readonly: true },
    hostname: SANDBOX_HOSTNAME,
    mounts: [...systemMounts(spec), ...spec.mounts.map(({ source, destination }) => readOnly(source, destination))],
    ...(entry !== undefined && 'hook' in entry ? { hooks: { createRuntime: [entry.hook, watchLimitHook] } } : {}),
    linux: {
      ...(entry !== undefined && 'namespace' in entry ? {} : { sysctl: SYSCTL }),
      namespaces: namespaces(spec.networkEntry),
      uidMappings: [idMapping(spec.ordinal)],
      gidMappings: [idMapping(spec.ordinal)],
      ...(spec.cgroup === undefined ? {} : { cgroupsPath: `/${spec.cgroup.path}`, resources: resources(spec) }),
      seccomp: seccompProfile(),
      maskedPaths: MASKED,
      readonlyPaths: READ_ONLY,
    },
  };
}

/** Programs may listen on ports below 1024 and ping, as people expect of a machine of their own. */
const SYSCTL = { 'net.ipv4.ip_unprivileged_port_start': '0', 'net.ipv4.ping_group_range': '0 65535' };
/** When the machine itself runs out of memory, sandboxes go before the platform. */
const OOM_SCORE = 500;
const MASKED =
  words(`/proc/acpi /proc/asound /proc/interrupts /proc/kcore /proc/keys /proc/latency_stats /proc/sched_debug
  /proc/scsi /proc/timer_list /proc/timer_stats /proc/kallsyms /proc/kpagecount /proc/kpageflags /proc/kpagecgroup
  /proc/modules /proc/config.gz /proc/vmallocinfo /proc/slabinfo /proc/buddyinfo /proc/iomem /proc/ioports`);
const READ_ONLY = words('/proc/bus /proc/fs /proc/irq /proc/sys /proc/sysrq-trigger');

export interface ProcessSpec {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly openFiles: number;
}

/** The `process` object, for the first command of a sandbox and for each one that joins later. */
export function ociProcess(spec: ProcessSpec, terminal = false): object {
  return {
    terminal,
    user: { uid: RUNNER_ID, gid: RUNNER_ID, umask: 0o022 },
    args: spec.command,
    env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
    cwd: spec.workingDirectory,
    noNewPrivileges: true,
    capabilities: { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] },
    rlimits: [
      { type: 'RLIMIT_NOFILE', soft: spec.openFiles, hard: spec.openFiles },
      { type: 'RLIMIT_CORE', soft: 0, hard: 0 },
    ],
  };
}

/**
 * There is no sysfs: it shows the disks and network cards of the machine, and no toolchain was found to need it;
 * `/sys/devices/system/cpu` alone is shown, from which C libraries and language runtimes count processors.
 */
function systemMounts(spec: BundleSpec): object[] {
  const tmpfs = (destination: string, ...options: string[]) => ({
    destination,
    type: 'tmpfs',
    source: 'tmpfs',
    options,
  });
  const size = `size=${Math.floor(spec.limits.memoryBytes / 2)}`;
  return [
    { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'noexec', 'nodev'] },
    tmpfs('/dev', 'nosuid', 'noexec', 'strictatime', 'mode=755', 'size=64k'),
    {
      destination: '/dev/pts',
      type: 'devpts',
      source: 'devpts',
      options: ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620'],
    },
    tmpfs('/dev/shm', 'nosuid', 'nodev', 'mode=1777', size),
    tmpfs('/tmp', 'nosuid', 'nodev', 'mode=1777', size),
    readOnly('/usr', '/usr'),
    readOnly(spec.etc, '/etc'),
    ...(spec.home === undefined ? [] : [writable(spec.home)]),
  ];
}

function readOnly(source: string, destination: string): object {
  return { destination, type: 'bind', source, options: ['rbind', 'ro', 'nosuid', 'nodev'] };
}

function writable(source: string): object {
  return { destination: HOME, type: 'bind', source, options: ['rbind', 'rw', 'nosuid', 'nodev'] };
}

function namespaces(network: BundleSpec['networkEntry']): object[] {
  const own = ['pid', 'ipc', 'uts', 'mount', 'user', 'cgroup'].map((type) => ({ type }));
  return [
    ...own,
    network !== undefined && 'namespace' in network
      ? { type: 'network', path: network.namespace }
      : { type: 'network' },
  ];
}

function idMapping(ordinal: number): object {
  return { containerID: 0, hostID: UID_BASE + ordinal * UIDS_PER_VOLUME, size: UIDS_PER_VOLUME };
}

function resources({ limits, cgroup }: BundleSpec): object {
  const swap = cgroup?.limitSwap === true ? { swap: limits.memoryBytes } : {};
  return {
    devices: [{ allow: false, access: 'rwm' }],
    memory: { limit: limits.memoryBytes, ...swap },
    cpu: { quota: Math.round(limits.cpus * CPU_PERIOD_MICROSECONDS), period: CPU_PERIOD_MICROSECONDS },
    pids: { limit: limits.pids },
  };
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
