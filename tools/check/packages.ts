import { dirname } from 'node:path/posix';
import { z } from 'zod';
import type { Tree } from './law.ts';

const versions = z.record(z.string(), z.string()).default({});

const manifest = z.object({
  name: z.string(),
  version: z.string(),
  exports: z.record(z.string(), z.string()).optional(),
  dependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
});

export interface Package extends z.infer<typeof manifest> {
  /** Of its package.json. */
  path: string;
  /** Its folder, '.' for the root. */
  folder: string;
}

/** Every package.json of ours; those in users' templates are theirs. */
export function packagesOf(tree: Tree): Package[] {
  const own = /^(?:[^/]+\/){0,2}package\.json$/;
  return tree.paths
    .filter((path) => own.test(path))
    .map((path) => ({ path, folder: dirname(path), ...manifest.parse(JSON.parse(tree.read(path))) }));
}
