import { defineFeature } from '@e-code/kernel/server';
import type { Kernel, ServerFeature } from '@e-code/kernel/server';
import { projectListChannel, projectsContract } from '../contract/index.ts';
import { access } from './access.ts';
import { createPreparedTemplates } from './gallery/prepared.ts';
import { machineToolchains } from './gallery/toolchain.ts';
import { identifyGuest } from './guests/identify.ts';
import { createJobs } from './jobs.ts';
import type { Outside, Parts } from './life/parts.ts';
import { sweepVolumes } from './life/sweep.ts';
import { createListUpdates } from './live.ts';
import { createDirectory } from './membership/directory.ts';
import type { ProjectDirectory } from './membership/directory.ts';
import type { People } from './record/people.ts';
import { createService } from './service.ts';

export { volumeOf } from './life/claim.ts';
export { projectsSettings } from './settings.ts';
export type { ProjectDirectory } from './membership/directory.ts';
export type { People } from './record/people.ts';

export interface ProjectsDependencies {
  sandbox: Parts['sandbox'];
  people: People;
  /** How much a project may store; see the setting PROJECT_DISK_MIB. */
  diskMebibytes: number;
  /** Folders of programs that sandboxes see beside those of the system. */
  programFolders?: readonly string[];
  /** Whether dependencies of templates are installed ahead, in the background after the start. */
  prepareTemplates?: boolean;
  /** See the setting GUEST_LINKS. */
  guestLinks?: boolean;
}

export interface ProjectsFeature extends ServerFeature {
  directory: ProjectDirectory;
}

/** The projects of an installation, and what other features may ask about them. */
export function createProjects(
  kernel: Kernel,
  { sandbox, people, diskMebibytes, programFolders, prepareTemplates = false, guestLinks = true }: ProjectsDependencies,
): ProjectsFeature {
  const outside: Outside = {
    kernel,
    sandbox,
    people,
    toolchains: machineToolchains(programFolders),
    diskBytes: diskMebibytes * 1024 * 1024,
    guestLinks,
  };
  const parts: Parts = { ...outside, prepared: createPreparedTemplates(outside) };
  const stopping = new AbortController();
  let preparing = Promise.resolve();
  const feature = defineFeature({
    name: 'projects',
    contract: projectsContract,
    handlers: createService(parts),
    access,
    migrations: new URL('./migrations/', import.meta.url),
    channels: [projectListChannel],
    subscriptions: createListUpdates(kernel),
    jobs: createJobs(parts),
    ...(guestLinks && { identifyGuest: (request, origin) => identifyGuest(kernel, request, origin) }),
    async start() {
      await sweepVolumes(parts);
      if (prepareTemplates) preparing = prepareInBackground(parts, stopping.signal);
    },
    async stop() {
      stopping.abort();
      await preparing;
    },
  });
  return { ...feature, directory: createDirectory(kernel) };
}

async function prepareInBackground({ kernel, prepared }: Parts, signal: AbortSignal): Promise<void> {
  try {
    await prepared.prepare(signal);
  } catch (error) {
    kernel.log.warn({ err: error }, 'Templates could not be prepared; new projects install their dependencies on Run');
  }
}
