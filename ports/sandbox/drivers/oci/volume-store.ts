import { chown, cp, lchown, mkdir, readdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import {
  SandboxError,
  volumeSpec,
  type VolumeSpec,
  type VolumeSummary,
  type VolumeUsage,
  type Volumes,
} from '../../port.ts';
import { runnerHostId } from './bundle.ts';
import { directoryBacking } from './directory-volume.ts';
import { imageBacking } from './image-volume.ts';
import type { Layout } from './layout.ts';
import type { OciSettings } from './options.ts';
import { parseSpec } from './parse-spec.ts';
import type { VolumeBacking } from './volume-backing.ts';
import { readRecord, writeRecord, type VolumeRecord } from './volume-record.ts';

const BYTES_PER_INODE = 8192;
const PARTIAL = '.partial';
const BACKINGS: Record<VolumeRecord['kind'], VolumeBacking> = { image: imageBacking, directory: directoryBacking };

export interface AttachedVolume {
  readonly home: string;
  readonly ordinal: number;
}

/**
 * The volumes of this installation. A volume appears by a rename when it is complete, so that a crash leaves at most a
 * directory that ends in `.partial`, which {@link VolumeStore.removePartial} deletes at the next boot.
 */
export class VolumeStore implements Volumes {
  readonly #layout: Layout;
  readonly #settings: OciSettings;
  readonly #kind: () => Promise<VolumeRecord['kind']>;
  readonly #attached = new Set<string>();
  readonly #busy = new Set<string>();

  /** `kind` answers how new volumes are made on this machine. */
  constructor(layout: Layout, settings: OciSettings, kind: () => Promise<VolumeRecord['kind']>) {
    this.#layout = layout;
    this.#settings = settings;
    this.#kind = kind;
  }

  async create(input: VolumeSpec): Promise<void> {
    const spec = parseSpec(volumeSpec, input);
    const { bytes, ordinal } = spec;
    const record = {
      kind: await this.#kind(),
      ordinal,
      bytes,
      inodes: spec.inodes ?? Math.ceil(bytes / BYTES_PER_INODE),
    };
    await this.#make(spec.id, async (directory) => {
      const stage = join(directory, 'stage');
      await makeStage(stage, runnerHostId(ordinal), spec.seed?.directory);
      await BACKINGS[record.kind].create(directory, record, stage);
      await rm(stage, { recursive: true });
      await writeRecord(directory, record);
    });
  }

  async fork(from: string, to: string, options: { ordinal: number }): Promise<void> {
    await this.#exclusively(from, async () => {
      const source = await this.#record(from);
      const record = { ...source, ordinal: options.ordinal };
      const mounted = this.#attached.has(from) ? this.#mountpoint(from) : undefined;
      await this.#make(to, async (directory) => {
        await BACKINGS[record.kind].copy(
          { directory: this.#directory(from), record: source, mounted },
          { directory, record },
        );
        await writeRecord(directory, record);
      });
    });
  }

  async remove(id: string): Promise<void> {
    await this.#unused(id, () => rm(this.#directory(id), { recursive: true, force: true }));
  }

  async usage(id: string): Promise<VolumeUsage> {
    const record = await this.#record(id);
    const mounted = this.#attached.has(id) ? this.#mountpoint(id) : undefined;
    return BACKINGS[record.kind].usage(this.#directory(id), record, mounted);
  }

  async resize(id: string, bytes: number): Promise<void> {
    const size = parseSpec(volumeSpec.shape.bytes, bytes);
    await this.#unused(id, async () => {
      const record = await this.#record(id);
      await BACKINGS[record.kind].resize(this.#directory(id), record, size);
      await writeRecord(this.#directory(id), { ...record, bytes: size });
    });
  }

  async list(): Promise<VolumeSummary[]> {
    const names = await readdir(this.#layout.volumes);
    const found = await Promise.all(
      names.map(async (id) => ({ id, record: await readRecord(join(this.#layout.volumes, id)) })),
    );
    return found.flatMap(({ id, record }) => {
      if (record === undefined || id.endsWith(PARTIAL)) return [];
      return [{ id, ordinal: record.ordinal, limitBytes: record.bytes, inUse: this.#attached.has(id) }];
    });
  }

  /** Makes the files visible to a sandbox. A volume is attached at most once at a time. */
  async attach(id: string): Promise<AttachedVolume> {
    return this.#unused(id, async () => {
      const record = await this.#record(id);
      await this.#requireDisk();
      const home = this.#mountpoint(id);
      await BACKINGS[record.kind].attach(this.#directory(id), home);
      this.#attached.add(id);
      return { home, ordinal: record.ordinal };
    });
  }

  async detach(id: string): Promise<void> {
    if (!this.#attached.has(id)) return;
    const record = await this.#record(id);
    await BACKINGS[record.kind].detach(this.#mountpoint(id));
    this.#attached.delete(id);
  }

  /** Deletes what a crash left half made. */
  async removePartial(): Promise<void> {
    for (const name of await readdir(this.#layout.volumes)) {
      if (name.endsWith(PARTIAL)) await rm(join(this.#layout.volumes, name), { recursive: true, force: true });
    }
  }

  async #make(id: string, fill: (directory: string) => Promise<void>): Promise<void> {
    const name = parseSpec(volumeSpec.shape.id, id);
    await this.#requireDisk();
    await this.#exclusively(name, async () => {
      if ((await readRecord(this.#directory(name))) !== undefined) {
        throw new SandboxError('volume_exists', `A volume with the id ${name} exists already.`);
      }
      const partial = `${this.#directory(name)}${PARTIAL}`;
      await rm(partial, { recursive: true, force: true });
      await mkdir(partial, { mode: 0o700 });
      try {
        await fill(partial);
        await rename(partial, this.#directory(name));
      } catch (error) {
        await rm(partial, { recursive: true, force: true });
        throw error;
      }
    });
  }

  async #unused<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    return this.#exclusively(id, () => {
      if (this.#attached.has(id))
        throw new SandboxError('volume_in_use', `A sandbox uses the volume ${id}. Stop it first.`);
      return work();
    });
  }

  /** One change of a volume at a time; a second one is refused rather than queued. */
  async #exclusively<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    if (this.#busy.has(id)) {
      throw new SandboxError(
        'volume_in_use',
        `The volume ${id} is being changed at this moment. Try again when that is done.`,
      );
    }
    this.#busy.add(id);
    try {
      return await work();
    } finally {
      this.#busy.delete(id);
    }
  }

  async #record(id: string): Promise<VolumeRecord> {
    const record = await readRecord(this.#directory(parseSpec(volumeSpec.shape.id, id)));
    if (record !== undefined) return record;
    throw new SandboxError('volume_not_found', `There is no volume with the id ${id}.`);
  }

  /** Images are sparse: when the disk below them is full, writes inside fail with EIO and ext4 turns read-only. */
  async #requireDisk(): Promise<void> {
    const disk = await statfs(this.#layout.volumes);
    if (disk.bavail * disk.bsize >= this.#settings.reservedDiskBytes) return;
    const message = `The disk that holds ${this.#settings.dataDirectory} is almost full. Free some space and try again.`;
    throw new SandboxError('host_disk_full', message);
  }

  #directory(id: string): string {
    return join(this.#layout.volumes, id);
  }

  #mountpoint(id: string): string {
    return join(this.#layout.mounts, id);
  }
}

/** The tree of a new volume, with final owners. It is made before any user code ran, so that no path can be a trap. */
async function makeStage(stage: string, owner: number, seed: string | undefined): Promise<void> {
  const workspace = join(stage, 'workspace');
  await mkdir(stage, { mode: 0o755 });
  if (seed === undefined) await mkdir(workspace, { mode: 0o755 });
  else await cp(seed, workspace, { recursive: true, verbatimSymlinks: true });
  await chown(stage, owner, owner);
  await chown(workspace, owner, owner);
  for (const entry of await readdir(workspace, { recursive: true })) await lchown(join(workspace, entry), owner, owner);
}
