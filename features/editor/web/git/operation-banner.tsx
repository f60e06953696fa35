import { Banner, Button } from '@e-code/kernel/web';
import type { GitOperation, GitState } from '@e-code/host/contract';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';

const titles = {
  merge: 'operationMerge',
  rebase: 'operationRebase',
  'cherry-pick': 'operationCherryPick',
  revert: 'operationRevert',
  am: 'operationPatches',
  stash: 'operationStash',
} as const;

const doneTexts = {
  merge: 'merged',
  rebase: 'rebaseFinished',
  'cherry-pick': 'picked',
  revert: 'reverted',
  am: 'patchesApplied',
  stash: 'applied',
} as const;

type BannerProps = {
  repository: Repository;
  git: Extract<GitState, { repository: true }>;
  operation: GitOperation;
};

/** What was begun and not finished, and every way out of it. It stays until git itself says that it is over. */
export function OperationBanner({ repository, git, operation }: BannerProps) {
  const { rights } = useWorkspace();
  const busy = useStore(repository.busy);
  const waiting = git.files.filter((file) => file.conflict !== undefined).length;
  const { kind, subject, step, steps } = operation;
  const proceed = (how: 'continue' | 'skip' | 'abort'): void =>
    void repository.step(
      () => repository.client.ask('git.proceed', { how }),
      how === 'abort' ? t('aborted') : t(doneTexts[kind], { name: subject }),
    );
  return (
    <Banner
      tone="warning"
      className="mx-3 mb-2"
      title={t(titles[kind], { name: subject })}
      action={
        rights.git && (
          <div className="flex flex-wrap gap-1.5">
            {kind !== 'stash' && (
              <Button
                size="small"
                variant="primary"
                disabled={waiting > 0}
                loading={busy}
                onClick={() => proceed('continue')}
              >
                {t('continue')}
              </Button>
            )}
            {kind !== 'merge' && kind !== 'stash' && (
              <Button size="small" disabled={busy} onClick={() => proceed('skip')}>
                {t('skip')}
              </Button>
            )}
            <Button size="small" disabled={busy} onClick={() => proceed('abort')}>
              {t('abort')}
            </Button>
          </div>
        )
      }
    >
      {waiting > 0 ? t('operationWaits', { count: waiting }) : t('operationSolved')}{' '}
      {step !== undefined && steps !== undefined && t('operationStep', { step, steps })}
      {kind === 'stash' && git.stashes > 0 && t('stashKept')}
    </Banner>
  );
}
