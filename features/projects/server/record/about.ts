import type { ProjectRow } from '../tables.ts';

/** What every event of this feature tells of its project. */
export function aboutProject({ id, name, ownerId }: ProjectRow): { projectId: string; name: string; ownerId: string } {
  return { projectId: id, name, ownerId };
}
