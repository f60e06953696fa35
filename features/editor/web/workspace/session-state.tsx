import type { SessionState as Session } from '@e-code/sandboxes/contract';
import { clsx } from 'clsx';
import type { LineState } from '../host/line.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from './context.ts';

/** Whether the project is there, in one word with its dot. */
export function SessionState() {
  const { socket, session } = useWorkspace();
  const connection = useStore(socket.state);
  const state = useStore(session);
  const [tone, text] = describeSession(connection, state);
  return (
    <span role="status" className="inline-flex items-center gap-1.5">
      <span className={clsx('size-1.5 rounded-full', tone)} aria-hidden />
      {text}
    </span>
  );
}

function describeSession(connection: LineState, session: Session | undefined): [tone: string, text: string] {
  if (connection === 'open') return ['bg-success', t('sessionRunning')];
  if (session?.status === 'failed') return ['bg-danger', t('sessionFailed')];
  if (session?.status === 'stopped') return ['bg-faint', t('sessionStopped')];
  if (session?.status === 'running' && connection === 'waiting') return ['bg-warning', t('reconnecting')];
  return ['bg-warning', t('waking')];
}
