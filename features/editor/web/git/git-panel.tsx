import { Button, EmptyState, ErrorState, Progress, SegmentedControl, Skeleton } from '@e-code/kernel/web';
import type { GitState } from '@e-code/host/contract';
import { GitBranch } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { Branches } from './branches.tsx';
import { Changes } from './changes.tsx';
import { CommitBox } from './commit-box.tsx';
import { GitHeading } from './git-heading.tsx';
import { GitView } from './git-view.tsx';
import { LockBanner } from './lock-banner.tsx';
import { OperationBanner } from './operation-banner.tsx';
import { type Repository, repositoryOf } from './repository.ts';
import { Stashes } from './stashes.tsx';
import { t } from './texts.ts';

/** What changed, branches and stashes. On a phone what is chosen takes the place of the list. */
export function GitPanel() {
  const workspace = useWorkspace();
  const repository = repositoryOf(workspace);
  const state = useStore(repository.state);
  const shown = useStore(repository.shown);
  if (shown !== undefined && !workspace.layout.docked) {
    return (
      <Suspense>
        <GitView onBack={() => repository.shown.set(undefined)} />
      </Suspense>
    );
  }
  return (
    <section aria-label={t('panel')} className="flex h-full min-w-0 flex-col">
      {state.kind === 'loading' && <Skeleton className="m-3 h-24" />}
      {state.kind === 'problem' && (
        <ErrorState
          title={t('cannotLoad')}
          action={<Button onClick={() => void repository.refresh()}>{t('tryAgain')}</Button>}
          {...(state.problem.body.details !== undefined && { details: state.problem.body.details })}
        >
          {state.problem.message}
        </ErrorState>
      )}
      {state.kind === 'ready' &&
        (state.git.repository ? (
          <Opened repository={repository} git={state.git} />
        ) : (
          <NoRepository repository={repository} />
        ))}
    </section>
  );
}

function NoRepository({ repository }: { repository: Repository }) {
  const busy = useStore(repository.busy);
  const { rights } = useWorkspace();
  return (
    <EmptyState
      icon={<GitBranch size={20} strokeWidth={1.5} />}
      title={t('noRepository')}
      action={
        rights.git && (
          <Button
            variant="primary"
            loading={busy}
            onClick={() => void repository.act(() => repository.client.ask('git.init', {}))}
          >
            {t('init')}
          </Button>
        )
      }
    >
      {t('initHint')}
    </EmptyState>
  );
}

type View = 'changes' | 'branches' | 'stashes';

function Opened({ repository, git }: { repository: Repository; git: Extract<GitState, { repository: true }> }) {
  const [view, setView] = useState<View>('changes');
  const { rights } = useWorkspace();
  const transfer = useStore(repository.transfer);
  return (
    <>
      <GitHeading repository={repository} git={git} />
      {transfer && (
        <div className="mx-3 mb-2">
          <Progress label={transfer.stage} value={transfer.value} />
        </div>
      )}
      {git.lock !== null && <LockBanner repository={repository} lock={git.lock} />}
      {git.operation !== null && <OperationBanner repository={repository} git={git} operation={git.operation} />}
      <SegmentedControl
        size="small"
        className="mx-3 mb-2"
        label={t('views')}
        value={view}
        options={[
          { value: 'changes', label: t('changes') },
          { value: 'branches', label: t('branches') },
          { value: 'stashes', label: t('stashes') },
        ]}
        onValueChange={setView}
      />
      {view === 'changes' && (
        <>
          {rights.git && <CommitBox repository={repository} git={git} />}
          <Changes repository={repository} git={git} />
        </>
      )}
      {view === 'branches' && <Branches repository={repository} git={git} />}
      {view === 'stashes' && <Stashes repository={repository} git={git} />}
    </>
  );
}
