import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { OciSettings } from './options.ts';

/**
 * Where everything is. The user ids of sandboxes must be able to walk to the root file system and to their volume,
 * therefore directories on that way are 0711 (walk, but not list); sockets, bundles and images are for root alone.
 */
export interface Layout {
  /** Five hexadecimal digits that name this installation in cgroups, network devices and nft tables. */
  readonly instance: string;
  readonly volumes: string;
  readonly state: string;
  readonly owner: string;
  readonly rootFilesystem: string;
  readonly etc: string;
  readonly mounts: string;
  readonly bundles: string;
  readonly runtime: string;
  readonly sockets: string;
  /** Shared by all installations of the machine: one file for each network in use. */
  readonly networkClaims: string;
}

export function layoutOf(settings: OciSettings): Layout {
  const instance = createHash('sha256').update(settings.dataDirectory).digest('hex').slice(0, 5);
  const state = join(settings.stateDirectory, instance);
  return {
    instance,
    volumes: join(settings.dataDirectory, 'volumes'),
    state,
    owner: join(state, 'owner.json'),
    rootFilesystem: join(state, 'root'),
    etc: join(state, 'etc'),
    mounts: join(state, 'mounts'),
    bundles: join(state, 'bundles'),
    runtime: join(state, 'runtime'),
    sockets: join(state, 'sockets'),
    networkClaims: join(settings.stateDirectory, 'networks'),
  };
}

/** The control group of a sandbox, relative to the root of the hierarchy. */
export function groupOf(layout: Layout, id: string): string {
  return `e-code/${layout.instance}/${id}`;
}

export async function makeDirectories(settings: OciSettings, layout: Layout): Promise<void> {
  await mkdir(settings.stateDirectory, { recursive: true, mode: 0o711 });
  await mkdir(layout.volumes, { recursive: true, mode: 0o700 });
  for (const directory of [layout.state, layout.mounts]) await mkdir(directory, { recursive: true, mode: 0o711 });
  for (const directory of [layout.bundles, layout.runtime, layout.sockets, layout.networkClaims]) {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  }
}
