import { idAlphabet, idLength } from '@e-code/kernel/contract';
import { projectOf, volumeOf } from '../session/project-directory.ts';

/** One port of one project. */
export interface PreviewAddress {
  readonly port: number;
  readonly projectId: string;
}

const LABEL = new RegExp(`^([1-9][0-9]{0,4})-(prj-[${idAlphabet}]{${idLength}})$`);

/** `3000-prj-…`: the label below APPS_DOMAIN. Underscores may not be in host names. */
export function formatLabel({ port, projectId }: PreviewAddress): string {
  return `${port}-${volumeOf(projectId)}`;
}

/** The address that a label names, whether or not the project exists. */
export function parseLabel(label: string): PreviewAddress | undefined {
  const [, port = '', volume = ''] = LABEL.exec(label) ?? [];
  if (port === '' || Number(port) > 65_535) return undefined;
  return { port: Number(port), projectId: projectOf(volume) };
}
