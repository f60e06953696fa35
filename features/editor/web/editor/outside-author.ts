import type { OutsideChange } from '../documents/documents.ts';
import { t } from '../texts.ts';

const kinds = {
  program: () => t('aProgram'),
  git: () => 'git',
  agent: () => t('theAgent'),
  formatter: () => t('theFormatter'),
  person: () => t('somebody'),
} as const;

/** Who changed a file without an editor: its name when the host knows it. */
export const authorName = ({ kind, name }: OutsideChange['by']): string => name ?? kinds[kind]();
