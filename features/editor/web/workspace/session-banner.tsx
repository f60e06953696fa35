import { Banner, Button, toast, toProblem } from '@e-code/kernel/web';
import { useState } from 'react';
import { useStore } from '../parts/store.ts';
import { sandboxes } from '../platform/endpoints.ts';
import { t } from '../texts.ts';
import { useWorkspace } from './context.ts';

/** Above the work when the session cannot go on by itself: what happened, and the one button that helps. */
export function SessionBanner() {
  const { session, socket, project, rights } = useWorkspace();
  const state = useStore(session);
  const connection = useStore(socket.state);
  const [busy, setBusy] = useState(false);
  if (connection === 'ended') {
    return (
      <Banner tone="danger" title={t('accessEnded')} className="rounded-none">
        {t('accessEndedHint')}
      </Banner>
    );
  }
  if (connection === 'open') return null;

  async function wake(): Promise<void> {
    setBusy(true);
    try {
      const report = await sandboxes.wakeSession({ projectId: project.id });
      session.set(report.state);
      socket.retryNow();
    } catch (error) {
      toast.error(toProblem(error).message);
    } finally {
      setBusy(false);
    }
  }

  const action = (
    <Button size="small" loading={busy} onClick={() => void wake()}>
      {state?.status === 'failed' ? t('restart') : t('wakeUp')}
    </Button>
  );
  if (state?.status === 'failed') {
    return (
      <Banner
        tone="danger"
        title={state.failure.message}
        action={rights.run ? action : undefined}
        className="rounded-none"
      >
        {state.failure.hint}
      </Banner>
    );
  }
  if (state?.status === 'stopped' && state.cause !== null) {
    return (
      <Banner
        tone="info"
        title={state.cause === 'idle' ? t('sleeps') : t('wasStopped')}
        action={action}
        className="rounded-none"
      >
        {t('sleepsHint')}
      </Banner>
    );
  }
  return null;
}
