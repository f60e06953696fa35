import { Banner, Button, toast, toProblem } from '@e-code/kernel/web';
import { useState } from 'react';
import { useStore } from '../parts/store.ts';
import { sandboxes } from '../platform/endpoints.ts';
import { t } from '../texts.ts';
import { useWorkspace } from './context.ts';
import { SessionFailure } from './session-failure.tsx';

/** Above the work when the session cannot go on by itself: what happened, and the one button that helps. */
export function SessionBanner() {
  const { session, socket, project } = useWorkspace();
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

  if (state?.status === 'failed') return <SessionFailure state={state} busy={busy} onStart={() => void wake()} />;
  const action = (
    <Button size="small" loading={busy} onClick={() => void wake()}>
      {t('wakeUp')}
    </Button>
  );
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
