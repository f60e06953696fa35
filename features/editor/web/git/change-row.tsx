import { IconButton } from '@e-code/kernel/web';
import type { GitFile } from '@e-code/host/contract';
import { clsx } from 'clsx';
import { Minus, Plus, Undo2 } from 'lucide-react';
import { baseName, parentOf } from '../parts/paths.ts';
import { FileIcon } from '../tree/file-icon.tsx';
import { useWorkspace } from '../workspace/context.ts';
import { discard, type Group } from './discard.ts';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';

const icon = { size: 14, strokeWidth: 1.5 };

const letterColours: Readonly<Record<string, string>> = {
  A: 'text-success',
  '?': 'text-success',
  D: 'text-danger',
  U: 'text-danger',
};

type ChangeRowProps = { repository: Repository; group: Group; file: GitFile; selected: boolean };

/** A changed file: its name shows the difference, its buttons stage, unstage and discard all of it. */
export function ChangeRow({ repository, group, file, selected }: ChangeRowProps) {
  const { rights } = useWorkspace();
  const { path, from } = file;
  const letter = letterOf(group, file);
  const show = (): void =>
    repository.show(group === 'conflicts' ? { kind: 'conflict', path } : { kind: 'diff', path, side: group });
  return (
    <div
      className={clsx('group/row flex h-7 items-center gap-1 pr-1.5 pl-3', selected ? 'bg-selected' : 'hover:bg-hover')}
    >
      <button
        type="button"
        aria-pressed={selected}
        title={from === undefined ? path : `${path}, ${t('from', { path: from })}`}
        onClick={show}
        className="flex h-full min-w-0 flex-1 items-center gap-1.5 text-left outline-offset-[-2px]"
      >
        <FileIcon path={path} size={14} />
        <span className={clsx('truncate', letter === 'D' && 'line-through')}>{baseName(path)}</span>
        <span className="min-w-0 flex-1 truncate text-small text-muted">{parentOf(path)}</span>
      </button>
      {rights.git && <RowActions repository={repository} group={group} file={file} />}
      <span
        aria-hidden
        className={clsx('w-3 text-center font-mono text-small', letterColours[letter] ?? 'text-warning')}
      >
        {letter}
      </span>
    </div>
  );
}

function letterOf(group: Group, file: GitFile): string {
  if (group === 'conflicts') return 'U';
  return group === 'staged' ? file.staged : file.unstaged;
}

function RowActions({ repository, group, file: { path } }: Omit<ChangeRowProps, 'selected'>) {
  const { client } = repository;
  const name = baseName(path);
  if (group === 'conflicts') return null;
  const shown = 'opacity-0 group-hover/row:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100';
  if (group === 'staged') {
    return (
      <IconButton
        size="small"
        label={t('unstage', { name })}
        icon={<Minus {...icon} />}
        className={shown}
        onClick={() => void repository.act(() => client.ask('git.unstage', { paths: [path] }))}
      />
    );
  }
  return (
    <>
      <IconButton
        size="small"
        label={t('discard', { name })}
        icon={<Undo2 {...icon} />}
        className={shown}
        onClick={() => void discard(repository, [path])}
      />
      <IconButton
        size="small"
        label={t('stage', { name })}
        icon={<Plus {...icon} />}
        className={shown}
        onClick={() => void repository.act(() => client.ask('git.stage', { paths: [path] }))}
      />
    </>
  );
}
