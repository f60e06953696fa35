import type { Person } from '@e-code/kernel/server';
import { kernelErrors } from '@e-code/kernel/contract';
import { includesRole, projectForked } from '../../contract/index.ts';
import { standingOf } from '../membership/standing.ts';
import { aboutProject } from '../record/about.ts';
import { readProject, requireOutsideTrash } from '../record/find.ts';
import type { ProjectRow } from '../tables.ts';
import { volumeOf } from './claim.ts';
import { makeProject } from './make.ts';
import type { Parts } from './parts.ts';
import { stripHome } from './strip-home.ts';

/**
 * Copies a project as it is now into one that the person owns. Who may not open a terminal in the source has never seen
 * its home directory (shell history, tokens of tools) and does not get it with the copy either.
 * @throws in_trash and what `makeProject` throws
 */
export async function forkProject(
  parts: Parts,
  owner: Person,
  input: { projectId: string; name?: string | undefined },
): Promise<ProjectRow> {
  const { read } = parts.kernel.database;
  const source = requireOutsideTrash(await readProject(read, input.projectId));
  const standing = await standingOf(read, source.id, owner.id);
  if (standing === undefined) throw kernelErrors.not_found();
  return makeProject(parts, {
    owner,
    name: input.name,
    defaultName: source.name,
    description: source.description,
    language: source.language,
    template: source.template,
    forkedFrom: source.id,
    async fillVolume({ id, ordinal }) {
      await parts.sandbox.volumes.fork(volumeOf(source.id), id, { ordinal });
      if (!includesRole(standing.role, 'runner')) await stripHome(parts, id);
    },
    announce: (emit, row) => emit(projectForked, { ...aboutProject(row), forkedFrom: source.id }),
  });
}
