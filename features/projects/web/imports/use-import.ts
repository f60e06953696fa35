import type { RouteAnswer } from '@e-code/host/contract';
import { toProblem } from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { renewLists } from '../actions/cached-lists.ts';
import { client } from '../queries.ts';
import { t } from '../texts/texts.ts';
import { cloneRepository, followOperation, ImportRefused, unpackArchive } from './host.ts';
import type { Stage } from './host.ts';

export type Unpacked = RouteAnswer<'files.unpack'>;

export type ImportProblem = { readonly message: string; readonly details: string | undefined };

export type ImportState =
  | { readonly step: 'idle'; readonly problem?: ImportProblem }
  | { readonly step: 'working'; readonly stage: Stage }
  /** `unpacked` is absent when everything came over. */
  | { readonly step: 'done'; readonly slug: string; readonly unpacked?: Unpacked };

type Show = (text: string, percent?: number | null) => void;
type Project = { readonly id: string; readonly slug: string };

/**
 * Brings files into a new project: makes an empty one, then lets its host fetch or unpack them. When that fails, the
 * project goes to the trash and the failure is said.
 */
export function useImport(): {
  readonly state: ImportState;
  readonly importZip: (name: string | undefined, archive: File) => Promise<void>;
  readonly importGit: (name: string | undefined, url: string) => Promise<void>;
} {
  const [state, setState] = useState<ImportState>({ step: 'idle' });
  const queryClient = useQueryClient();

  async function importInto(
    name: string | undefined,
    fill: (project: Project, operation: string, show: Show) => Promise<Unpacked | undefined>,
  ): Promise<void> {
    const show: Show = (text, percent = null) => setState({ step: 'working', stage: { text, percent } });
    show(t('creating'));
    let project: Project | undefined;
    try {
      project = await client.create({ template: 'blank', ...(name !== undefined && { name }) });
      const operation = crypto.randomUUID();
      const stopFollowing = await followOperation(project.id, operation, ({ text, percent }) => show(text, percent));
      const unpacked = await fill(project, operation, show).finally(stopFollowing);
      setState({ step: 'done', slug: project.slug, ...(unpacked?.leftOut.length ? { unpacked } : {}) });
    } catch (error) {
      if (project !== undefined) await client.trash({ projectId: project.id }).catch(() => undefined);
      setState({ step: 'idle', problem: problemOf(error) });
    }
    await renewLists(queryClient);
  }

  return {
    state,
    importZip: (name, archive) =>
      importInto(name ?? withoutEnding(archive.name), ({ id }, operation, show) =>
        unpackArchive(id, {
          archive,
          operation,
          onSent: (part) => show(part === 1 ? t('unpacking') : t('sending'), part === 1 ? null : part * 100),
        }),
      ),
    importGit: (name, url) =>
      importInto(name ?? lastPart(url), async ({ id }, operation, show) => {
        show(t('cloning'));
        await cloneRepository(id, { url, operation });
        return undefined;
      }),
  };
}

function problemOf(error: unknown): ImportProblem {
  if (error instanceof ImportRefused) return error;
  return { message: toProblem(error).message, details: undefined };
}

function withoutEnding(file: string): string {
  return file.replace(/\.zip$/i, '');
}

function lastPart(url: string): string | undefined {
  return url
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split('/')
    .at(-1);
}
