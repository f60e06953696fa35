import type { SessionState } from '@e-code/sandboxes/contract';
import { Banner, Button } from '@e-code/kernel/web';
import { t } from '../texts.ts';
import { useWorkspace } from './context.ts';
import { useSecondsUntil } from './seconds-until.ts';

/** Why the project ended, and when it starts again: by itself after a wait that grows with each failure, or now. */
export function SessionFailure({
  state: { failure, retryAt },
  busy,
  onStart,
}: {
  state: Extract<SessionState, { status: 'failed' }>;
  busy: boolean;
  onStart: () => void;
}) {
  const { socket, rights } = useWorkspace();
  const seconds = useSecondsUntil(retryAt, () => socket.retryNow());
  const waits = seconds > 0;
  const action = (
    <Button size="small" loading={busy} onClick={onStart}>
      {waits ? t('startNow') : t('restart')}
    </Button>
  );
  return (
    <Banner
      tone="danger"
      title={failure.message}
      action={waits || rights.run ? action : undefined}
      className="rounded-none"
    >
      {failure.hint}
      {waits && (
        // A reader that spoke each second would say nothing else.
        <span role="timer" aria-live="off" className="tabular-nums">
          {' '}
          {t('startsAgainIn', { count: seconds })}
        </span>
      )}
    </Banner>
  );
}
