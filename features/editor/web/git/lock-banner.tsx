import { Banner, Button, formatRelative, toast } from '@e-code/kernel/web';
import type { GitLock } from '@e-code/host/contract';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';

/** A lock that was left behind: whose it was, since when it is there, and the way to remove it when no git runs. */
export function LockBanner({ repository, lock }: { repository: Repository; lock: GitLock }) {
  const { rights } = useWorkspace();
  const busy = useStore(repository.busy);
  const { name, since, by, running } = lock;
  const file = `.git/${name}`;
  const when = formatRelative(since);
  async function remove(): Promise<void> {
    if (await repository.act(() => repository.client.ask('git.removeLock', { name, since }))) {
      toast.success(t('lockRemoved'));
    }
  }
  return (
    <Banner
      tone="warning"
      className="mx-3 mb-2"
      title={t('locked')}
      action={
        rights.git && (
          <Button size="small" disabled={running} loading={busy} onClick={() => void remove()}>
            {t('removeLock')}
          </Button>
        )
      }
    >
      {by === null ? t('lockUnknown', { file, when }) : t('lockOf', { name: by, file, when })}{' '}
      {running ? t('lockHeld') : t('lockFree')}
    </Banner>
  );
}
