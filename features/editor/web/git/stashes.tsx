import {
  Button,
  EmptyState,
  ErrorState,
  formatRelative,
  IconButton,
  Menu,
  Skeleton,
  TextField,
  toast,
} from '@e-code/kernel/web';
import type { GitState } from '@e-code/host/contract';
import { Archive, Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';
import { useHost } from './use-host.ts';

const icon = { size: 14, strokeWidth: 1.5 };

type StashesProps = { repository: Repository; git: Extract<GitState, { repository: true }> };

/** What was put aside, the newest first. */
export function Stashes({ repository, git }: StashesProps) {
  const { rights } = useWorkspace();
  const { client } = repository;
  const busy = useStore(repository.busy);
  const [message, setMessage] = useState('');
  const asked = useHost(repository, 'git.stashes', {});
  const changed = git.files.length > 0;
  async function stash(): Promise<void> {
    if (!(await repository.act(() => client.ask('git.stash', { message: message.trim() })))) return;
    setMessage('');
    toast.success(t('stashed'));
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {rights.git && (
        <form
          className="flex flex-col gap-2 px-3 pb-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (changed && !busy) void stash();
          }}
        >
          <TextField
            label={t('stashMessage')}
            hideLabel
            placeholder={t('stashMessage')}
            value={message}
            onValueChange={setMessage}
          />
          <Button type="submit" size="small" wide disabled={!changed} loading={busy}>
            {t('stash')}
          </Button>
        </form>
      )}
      {asked.kind === 'loading' && <Skeleton className="m-3 h-16" />}
      {asked.kind === 'problem' && <ErrorState title={t('cannotLoad')}>{asked.problem.message}</ErrorState>}
      {asked.kind === 'ready' && asked.answer.stashes.length === 0 && (
        <EmptyState icon={<Archive size={20} strokeWidth={1.5} />} title={t('noStashes')}>
          {t('noStashesHint')}
        </EmptyState>
      )}
      {asked.kind === 'ready' && asked.answer.stashes.length > 0 && (
        <ul aria-label={t('stashes')}>
          {asked.answer.stashes.map((entry) => (
            <StashRow key={entry.commit} repository={repository} {...entry} />
          ))}
        </ul>
      )}
    </div>
  );
}

type StashRowProps = { repository: Repository; index: number; commit: string; message: string; at: number };

function StashRow({ repository, index, commit, message, at }: StashRowProps) {
  const { rights } = useWorkspace();
  const { client } = repository;
  const apply = (drop: boolean): void =>
    void repository.step(() => client.ask('git.applyStash', { index, drop }), t('applied'));
  return (
    <li className="flex h-11 items-center gap-1.5 pr-1.5 pl-3 hover:bg-hover">
      <button
        type="button"
        onClick={() => repository.show({ kind: 'commit', commit })}
        className="flex h-full min-w-0 flex-1 flex-col justify-center text-left outline-offset-[-2px]"
      >
        <span className="max-w-full truncate">{message}</span>
        <span className="text-small text-muted">{formatRelative(at)}</span>
      </button>
      {rights.git && (
        <Menu
          align="end"
          trigger={<IconButton size="small" label={`${t('more')}: ${message}`} icon={<Ellipsis {...icon} />} />}
          entries={[
            { label: t('pop'), onSelect: () => apply(true) },
            { label: t('apply'), onSelect: () => apply(false) },
            'separator',
            { label: t('drop'), danger: true, onSelect: () => void drop(repository, index) },
          ]}
        />
      )}
    </li>
  );
}

async function drop(repository: Repository, index: number): Promise<void> {
  const { client } = repository;
  const dropped = await repository.act(() => client.ask('git.dropStash', { index }));
  if (!dropped) return;
  toast.undo(t('dropped'), async () => {
    await client.ask('git.storeStash', dropped);
    await repository.refresh();
  });
}
