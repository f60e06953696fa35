import type { Person } from '@e-code/kernel/server';
import { projectCreated, projectErrors } from '../../contract/index.ts';
import { findTemplate, seedOf } from '../gallery/catalogue.ts';
import { aboutProject } from '../record/about.ts';
import type { ProjectRow } from '../tables.ts';
import { makeProject } from './make.ts';
import type { Parts } from './parts.ts';

/** @throws template_unknown and what `makeProject` throws */
export async function createProject(
  parts: Parts,
  owner: Person,
  input: { name?: string | undefined; template: string; description: string },
): Promise<ProjectRow> {
  const template = findTemplate(input.template);
  if (template === undefined) throw projectErrors.template_unknown({ template: input.template });
  const seed = seedOf(template);
  return makeProject(parts, {
    owner,
    name: input.name,
    defaultName: template.title,
    description: input.description,
    language: template.language,
    template: template.name,
    forkedFrom: null,
    async fillVolume({ id, ordinal }) {
      if (await parts.prepared.fill(template, { id, ordinal })) return;
      await parts.sandbox.volumes.create({ id, ordinal, bytes: parts.diskBytes, ...(seed && { seed }) });
    },
    announce: (emit, row) => emit(projectCreated, { ...aboutProject(row), template: row.template }),
  });
}
