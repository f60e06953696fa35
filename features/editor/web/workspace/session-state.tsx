import { clsx } from 'clsx';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from './context.ts';

/** Whether the project is there, in one word with its dot. */
export function SessionState() {
  const { socket, session } = useWorkspace();
  const connection = useStore(socket.state);
  const state = useStore(session);
  const [tone, text] =
    connection === 'open'
      ? (['bg-success', t('sessionRunning')] as const)
      : state?.status === 'failed'
        ? (['bg-danger', t('sessionFailed')] as const)
        : state?.status === 'stopped'
          ? (['bg-faint', t('sessionStopped')] as const)
          : state?.status === 'running' && connection === 'waiting'
            ? (['bg-warning', t('reconnecting')] as const)
            : (['bg-warning', t('waking')] as const);
  return (
    <span role="status" className="inline-flex items-center gap-1.5">
      <span className={clsx('size-1.5 rounded-full', tone)} aria-hidden />
      {text}
    </span>
  );
}
