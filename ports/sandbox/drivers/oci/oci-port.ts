import { rm } from 'node:fs/promises';
import {
  SandboxError,
  type PortReport,
  type Recovered,
  type Sandbox,
  type SandboxPort,
  type SandboxSpec,
  type Service,
  type ServiceSpec,
  type Volumes,
} from '../../port.ts';
import { findHierarchy } from './cgroup.ts';
import type { Hierarchy } from './hierarchy.ts';
import type { Container } from './container.ts';
import { launch, type Machine } from './launch.ts';
import { layoutOf, makeDirectories, type Layout } from './layout.ts';
import { tryCommand } from './machine-command.ts';
import { Networks } from './network.ts';
import type { Accept } from './offered-service.ts';
import { ociOptions, type OciOptions, type OciSettings } from './options.ts';
import { claimOwnership } from './owner.ts';
import { openFilesLimit, requireMachine } from './preconditions.ts';
import { recoverMachine } from './recover.ts';
import { describeMachine } from './report.ts';
import { makeEtc, makeRootFilesystem } from './root-filesystem.ts';
import { RuntimeChoice } from './runtime-choice.ts';
import { VolumeStore } from './volume-store.ts';
import { raiseWatchLimits } from './watch-limits.ts';

/** Makes the driver that runs sandboxes with an OCI runtime of this machine. Nothing happens before the first call. */
export function createOciSandboxPort(options: OciOptions): SandboxPort {
  return new OciSandboxPort(ociOptions.parse(options));
}

interface Prepared {
  readonly hierarchy: Hierarchy;
  readonly choice: RuntimeChoice;
  readonly openFiles: number;
  readonly raisedWatches: boolean;
}

class OciSandboxPort implements SandboxPort {
  readonly volumes: Volumes;
  readonly #store: VolumeStore;
  readonly #layout: Layout;
  readonly #settings: OciSettings;
  readonly #networks: Networks;
  readonly #running = new Map<string, Promise<Container>>();
  #prepared: Promise<Prepared> | undefined;
  #volumeKind: Promise<'image' | 'directory'> | undefined;
  #closed = false;

  constructor(settings: OciSettings) {
    this.#settings = settings;
    this.#layout = layoutOf(settings);
    this.#networks = new Networks(this.#layout, settings);
    this.#store = new VolumeStore(this.#layout, settings, () => this.#kindOfVolumes());
    this.volumes = guarded(this.#store, () => this.#prepare());
  }

  async describe(): Promise<PortReport> {
    const { hierarchy, choice, raisedWatches } = await this.#prepare();
    return describeMachine({
      raisedWatches,
      settings: this.#settings,
      hierarchy,
      choice,
      volumeKind: await this.#kindOfVolumes(),
      network: await this.#networks.prepare(),
    });
  }

  async start(spec: SandboxSpec): Promise<Sandbox> {
    const { choice, ...prepared } = await this.#prepare();
    const { runtime } = await choice.choose();
    if (this.#running.has(spec.id)) {
      throw new SandboxError('sandbox_exists', `A sandbox with the id ${spec.id} runs already. Stop it first.`);
    }
    const machine: Machine = {
      ...prepared,
      layout: this.#layout,
      runtime,
      volumes: this.#store,
      networks: this.#networks,
    };
    const launched = launch(machine, spec);
    this.#running.set(spec.id, launched);
    const forget = () => void this.#running.delete(spec.id);
    launched.then((container) => container.exited.then(forget), forget);
    return launched;
  }

  async offer(spec: ServiceSpec, accept: Accept): Promise<Service> {
    await this.#prepare();
    return this.#networks.offer(spec, accept);
  }

  async recover(): Promise<Recovered> {
    const { hierarchy } = await this.#prepare();
    if (this.#running.size > 0) return { sandboxes: 0, processes: 0, mounts: 0, networks: 0 };
    await this.#store.removePartial();
    return recoverMachine(this.#layout, hierarchy, this.#networks);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#prepared === undefined) return;
    const { hierarchy } = await this.#prepared;
    const running = await Promise.allSettled(this.#running.values());
    const containers = running.flatMap((launched) => (launched.status === 'fulfilled' ? [launched.value] : []));
    await Promise.all(containers.map((container) => container.stop({ graceMs: 1000 })));
    await recoverMachine(this.#layout, hierarchy, this.#networks);
    await this.#networks.uninstall();
    await rm(this.#layout.state, { recursive: true, force: true, maxRetries: 3 });
  }

  #prepare(): Promise<Prepared> {
    if (this.#closed) return Promise.reject(new SandboxError('sandbox_stopped', 'The sandbox driver was closed.'));
    this.#prepared ??= this.#build();
    return this.#prepared;
  }

  async #build(): Promise<Prepared> {
    await requireMachine();
    const hierarchy = await findHierarchy();
    if (hierarchy === undefined) {
      const message =
        'No control groups are mounted at /sys/fs/cgroup, so nothing could be limited. Mount cgroup2 there.';
      throw new SandboxError('port_not_configured', message);
    }
    await makeDirectories(this.#settings, this.#layout);
    await claimOwnership(this.#layout.owner);
    await makeRootFilesystem(this.#layout);
    await makeEtc(this.#layout, this.#networks.nameserver);
    return {
      raisedWatches: await raiseWatchLimits(),
      hierarchy,
      choice: new RuntimeChoice(this.#layout, this.#settings, hierarchy),
      openFiles: await openFilesLimit(),
    };
  }

  #kindOfVolumes(): Promise<'image' | 'directory'> {
    this.#volumeKind ??= tryCommand('losetup', ['--find']).then((output) =>
      output.code === 0 ? 'image' : 'directory',
    );
    return this.#volumeKind;
  }
}

/** The operations on volumes, each after the driver was prepared. */
function guarded(store: VolumeStore, prepare: () => Promise<unknown>): Volumes {
  return {
    create: async (spec) => prepare().then(() => store.create(spec)),
    fork: async (from, to, options) => prepare().then(() => store.fork(from, to, options)),
    remove: async (id) => prepare().then(() => store.remove(id)),
    usage: async (id) => prepare().then(() => store.usage(id)),
    resize: async (id, bytes) => prepare().then(() => store.resize(id, bytes)),
    list: async () => prepare().then(() => store.list()),
  };
}
