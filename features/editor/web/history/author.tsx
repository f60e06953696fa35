import type { HistoryAuthor } from '@e-code/host/contract';
import { Bot, CircleHelp, GitBranch, SquareTerminal, User, WandSparkles, type LucideIcon } from 'lucide-react';
import { t } from './texts.ts';

const icons: Readonly<Record<HistoryAuthor['kind'], LucideIcon>> = {
  person: User,
  program: SquareTerminal,
  git: GitBranch,
  agent: Bot,
  formatter: WandSparkles,
  unknown: CircleHelp,
};

const kinds = {
  person: () => t('somebody'),
  program: () => t('program'),
  git: () => t('git'),
  agent: () => t('agent'),
  formatter: () => t('formatter'),
  unknown: () => t('unrecorded'),
} satisfies Record<HistoryAuthor['kind'], () => string>;

/** Who it was in words: a name where there is one, and what kind of author with it when that is no person. */
export function authorName({ kind, name }: HistoryAuthor): string {
  if (name === undefined) return kinds[kind]();
  return kind === 'person' ? name : `${kinds[kind]()}, ${name}`;
}

export function AuthorIcon({ kind }: { kind: HistoryAuthor['kind'] }) {
  const Icon = icons[kind];
  return <Icon size={14} strokeWidth={1.5} aria-hidden className="shrink-0 text-muted" />;
}
