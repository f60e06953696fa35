import type { Host } from '../host.ts';
import type { HandlersOf } from '../routes.ts';
import { cloneRepository } from './clone.ts';

/** The routes under /git. */
export const gitHandlers = (host: Host): HandlersOf<'git'> => ({
  'git.clone': ({ input }) => cloneRepository(host, { ...input, progress: host.progress(input.operation) }),
});
