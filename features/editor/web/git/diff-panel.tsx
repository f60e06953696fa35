import { Button, ErrorState, IconButton } from '@e-code/kernel/web';
import type { ChosenHunk, DiffHunk, FileDiff } from '@e-code/host/contract';
import { FileText, History } from 'lucide-react';
import { useState } from 'react';
import { TextSkeleton } from '../editor/file-panel.tsx';
import { baseName, parentOf } from '../parts/paths.ts';
import { useWorkspace } from '../workspace/context.ts';
import { offerUndo } from './discard.ts';
import { Hunk } from './hunk.tsx';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';
import { useHost } from './use-host.ts';

type Action = 'stage' | 'unstage' | 'discard';
type DiffPanelProps = { repository: Repository; path: string; side: 'staged' | 'unstaged' };

/** The difference of a file, of which hunks and single lines are staged, unstaged or discarded. */
export function DiffPanel({ repository, path, side }: DiffPanelProps) {
  const asked = useHost(repository, 'git.diff', { path, side });
  return (
    <section aria-label={t('fileChanges', { name: baseName(path) })} className="flex h-full flex-col">
      <DiffHeading repository={repository} path={path} label={t(side)} />
      {asked.kind === 'loading' && <TextSkeleton />}
      {asked.kind === 'problem' && <ErrorState title={t('cannotLoad')}>{asked.problem.message}</ErrorState>}
      {asked.kind === 'ready' && (
        <ChoosingDiff
          key={asked.answer.fingerprint}
          repository={repository}
          diff={asked.answer}
          actions={side === 'staged' ? ['unstage'] : ['stage', 'discard']}
        />
      )}
    </section>
  );
}

function DiffHeading({ repository, path, label }: { repository: Repository; path: string; label: string }) {
  const { layout } = useWorkspace();
  return (
    <header className="flex h-10 shrink-0 items-center gap-2 border-b border-line pr-2 pl-3">
      <h2 className="min-w-0 truncate font-medium">{baseName(path)}</h2>
      <span className="min-w-0 flex-1 truncate text-small text-muted">{parentOf(path)}</span>
      <span className="text-small text-muted">{label}</span>
      <IconButton
        size="small"
        label={t('fileHistoryOpen')}
        icon={<History size={14} strokeWidth={1.5} />}
        onClick={() => repository.show({ kind: 'graph', path })}
      />
      <IconButton
        size="small"
        label={t('openFile')}
        icon={<FileText size={14} strokeWidth={1.5} />}
        onClick={() => layout.openFile(path, { focus: true })}
      />
    </header>
  );
}

type ChoosingProps = { repository: Repository; diff: FileDiff; actions: Action[] };

/** Keyed by the fingerprint: a choice holds for the very difference it was made in. */
function ChoosingDiff({ repository, diff, actions }: ChoosingProps) {
  const { rights } = useWorkspace();
  const [chosen, setChosen] = useState<ReadonlyMap<number, ReadonlySet<number>>>(new Map());
  const choose = (hunk: number, line: number): void => {
    const lines = new Set(chosen.get(hunk));
    if (!lines.delete(line)) lines.add(line);
    setChosen(new Map(chosen).set(hunk, lines));
  };
  const apply = (action: Action, hunk: number): void => {
    const lines = [...(chosen.get(hunk) ?? [])];
    void applyLines(repository, diff, action, [{ hunk, ...(lines.length > 0 && { lines }) }]);
  };
  return (
    <DiffText diff={diff}>
      {(hunk, index) => {
        const lines = chosen.get(index) ?? new Set<number>();
        return (
          <Hunk
            key={index}
            hunk={hunk}
            {...(rights.git && { chosen: lines, onChoose: (line: number) => choose(index, line) })}
          >
            {rights.git &&
              actions.map((action) => (
                <Button key={action} size="small" variant="ghost" onClick={() => apply(action, index)}>
                  {lines.size > 0 ? t(`${action}Lines`, { count: lines.size }) : t(`${action}Hunk`)}
                </Button>
              ))}
          </Hunk>
        );
      }}
    </DiffText>
  );
}

async function applyLines(
  repository: Repository,
  { path, fingerprint }: FileDiff,
  action: Action,
  hunks: ChosenHunk[],
): Promise<void> {
  const answer = await repository.act(() =>
    repository.client.ask('git.applyLines', { path, action, fingerprint, hunks }),
  );
  if (answer?.undo != null) offerUndo(repository, answer.undo, 1);
}

type DiffTextProps = { diff: FileDiff; children: (hunk: DiffHunk, index: number) => React.ReactNode };

/** The hunks of a difference, or why there are none. */
export function DiffText({ diff, children }: DiffTextProps) {
  if (diff.binary) return <p className="p-3 text-muted">{t('binary')}</p>;
  if (diff.hunks.length === 0) return <p className="p-3 text-muted">{t('withoutLines')}</p>;
  return (
    <div
      role="group"
      aria-label={t('fileChanges', { name: diff.path })}
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto font-mono text-ui"
    >
      {diff.hunks.map(children)}
      {diff.truncated && <p className="p-3 font-sans text-muted">{t('truncated')}</p>}
    </div>
  );
}
