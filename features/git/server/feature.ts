import type { Kernel, ServerFeature } from '@e-code/kernel/server';
import { gitAccess } from './access.ts';
import { smartHttpDoors } from './smart-http/doors.ts';
import type { Outside } from './smart-http/doors.ts';

/** Projects as repositories for git clients. Git itself runs in the sandbox of the project. */
export function createGit(kernel: Kernel, outside: Outside): ServerFeature {
  return {
    name: 'git',
    access: gitAccess(outside.projects),
    doors: smartHttpDoors(kernel, outside),
  };
}
