import { IconButton } from '@e-code/kernel/web';
import type { GitFile, GitState } from '@e-code/host/contract';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Minus, Plus, Undo2 } from 'lucide-react';
import { useMemo, useRef, type ReactNode } from 'react';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { ChangeRow } from './change-row.tsx';
import { discard, type Group } from './discard.ts';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';

type Line =
  | { readonly kind: 'heading'; readonly group: Group; readonly files: readonly GitFile[] }
  | { readonly kind: 'file'; readonly group: Group; readonly file: GitFile };

const rowHeight = 28;
const icon = { size: 14, strokeWidth: 1.5 };

/** Conflicts first, then what the next commit takes, then the rest; a file can be in both. */
function toLines(files: readonly GitFile[]): Line[] {
  const groups: [Group, GitFile[]][] = [
    ['conflicts', files.filter((file) => file.conflict !== undefined)],
    ['staged', files.filter((file) => file.conflict === undefined && file.staged !== '.')],
    ['unstaged', files.filter((file) => file.conflict === undefined && file.unstaged !== '.')],
  ];
  return groups.flatMap(([group, members]): Line[] =>
    members.length === 0
      ? []
      : [{ kind: 'heading', group, files: members }, ...members.map((file): Line => ({ kind: 'file', group, file }))],
  );
}

type ChangesProps = { repository: Repository; git: Extract<GitState, { repository: true }> };

/** The changed files, of which only those in view are drawn. */
export function Changes({ repository, git }: ChangesProps) {
  const lines = useMemo(() => toLines(git.files), [git.files]);
  const scroller = useRef<HTMLDivElement>(null);
  const shown = useStore(repository.shown);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  if (lines.length === 0) return <p className="px-3 py-2 text-small text-muted">{t('clean')}</p>;
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
      <ul aria-label={t('changes')} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const line = lines[index];
          return (
            line && (
              <li key={key} className="absolute inset-x-0 h-7" style={{ top: start }}>
                {line.kind === 'heading' ? (
                  <GroupHeading repository={repository} group={line.group} files={line.files} />
                ) : (
                  <ChangeRow
                    repository={repository}
                    group={line.group}
                    file={line.file}
                    selected={isShown(shown, line.group, line.file.path)}
                  />
                )}
              </li>
            )
          );
        })}
      </ul>
      {git.truncated && <p className="px-3 py-2 text-small text-muted">{t('listed')}</p>}
    </div>
  );
}

function isShown(shown: ReturnType<Repository['shown']['get']>, group: Group, path: string): boolean {
  if (shown?.kind === 'conflict') return group === 'conflicts' && shown.path === path;
  return shown?.kind === 'diff' && shown.side === group && shown.path === path;
}

type HeadingProps = { repository: Repository; group: Group; files: readonly GitFile[] };

function GroupHeading({ repository, group, files }: HeadingProps) {
  const { rights } = useWorkspace();
  const paths = files.map(({ path }) => path);
  return (
    <div className="flex h-7 items-center gap-0.5 pr-1.5 pl-3 text-small font-medium text-muted">
      <h2 className="flex-1">
        {t(group)} <span className="font-normal tabular-nums">{files.length}</span>
      </h2>
      {rights.git && <GroupActions repository={repository} group={group} paths={paths} />}
    </div>
  );
}

function GroupActions({ repository, group, paths }: { repository: Repository; group: Group; paths: string[] }) {
  const { client } = repository;
  const action = (label: string, symbol: ReactNode, work: () => void): ReactNode => (
    <IconButton size="small" label={label} icon={symbol} onClick={work} />
  );
  if (group === 'conflicts') return null;
  if (group === 'staged') {
    return action(t('unstageAll'), <Minus {...icon} />, () => {
      void repository.act(() => client.ask('git.unstage', { paths }));
    });
  }
  return (
    <>
      {action(t('discardAll'), <Undo2 {...icon} />, () => void discard(repository, paths))}
      {action(t('stageAll'), <Plus {...icon} />, () => {
        void repository.act(() => client.ask('git.stage', { paths }));
      })}
    </>
  );
}
