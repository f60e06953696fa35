import type { DebugSession } from '@e-code/host/contract';
import { Button, IconButton, Spinner } from '@e-code/kernel/web';
import { ArrowDownToDot, ArrowUpFromDot, CircleStop, Pause, Play, Redo2, RotateCcw } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { debuggerOf, type Debugger } from './debugger.ts';
import { placeText, reasonText } from './place.ts';
import { t } from './texts.ts';

const BreakpointDialog = lazy(() =>
  import('./breakpoint-dialog.tsx').then((file) => ({ default: file.BreakpointDialog })),
);

const icon = { size: 16, strokeWidth: 1.5 };

/** While a program is debugged: where it stands, for everybody, and the steps for who may run programs. */
export function DebugBar() {
  const owner = debuggerOf(useWorkspace());
  const { session } = useStore(owner.state);
  const editing = useStore(owner.editing);
  return (
    <>
      <Suspense>
        {editing && <BreakpointDialog key={`${editing.path}:${editing.line}`} owner={owner} place={editing} />}
      </Suspense>
      {session !== null && session.status !== 'ended' && <Bar owner={owner} session={session} />}
    </>
  );
}

function Bar({ owner, session }: { owner: Debugger; session: DebugSession }) {
  const { rights } = useWorkspace();
  return (
    <div
      role="toolbar"
      aria-label={t('toolbar')}
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-1 border-b border-line bg-raised px-2 py-0.5"
    >
      {rights.run && <Steps owner={owner} session={session} />}
      <Where owner={owner} session={session} />
    </div>
  );
}

function Steps({ owner, session }: { owner: Debugger; session: DebugSession }) {
  const stopped = session.status === 'stopped';
  const ending = session.status === 'ending';
  return (
    <div className="flex items-center pointer-coarse:[&>button]:size-11">
      {stopped ? (
        <IconButton
          label={t('continue')}
          shortcut="f5"
          icon={<Play {...icon} />}
          onClick={() => void owner.move('continue')}
        />
      ) : (
        <IconButton
          label={t('pause')}
          shortcut="f6"
          icon={<Pause {...icon} />}
          disabled={session.status !== 'running' || session.threads.length === 0}
          onClick={() => void owner.move('pause')}
        />
      )}
      <IconButton
        label={t('stepOver')}
        shortcut="f10"
        icon={<Redo2 {...icon} />}
        disabled={!stopped}
        onClick={() => void owner.move('over')}
      />
      <IconButton
        label={t('stepIn')}
        shortcut="f11"
        icon={<ArrowDownToDot {...icon} />}
        disabled={!stopped}
        onClick={() => void owner.move('in')}
      />
      <IconButton
        label={t('stepOut')}
        shortcut="shift+f11"
        icon={<ArrowUpFromDot {...icon} />}
        disabled={!stopped}
        onClick={() => void owner.move('out')}
      />
      <IconButton
        label={t('restart')}
        icon={<RotateCcw {...icon} />}
        disabled={ending}
        onClick={() => void owner.restart()}
      />
      <IconButton
        label={t('stop')}
        shortcut="shift+f5"
        danger
        icon={<CircleStop {...icon} />}
        disabled={ending}
        onClick={() => void owner.stop()}
      />
    </div>
  );
}

function Where({ owner, session }: { owner: Debugger; session: DebugSession }) {
  const { status, stop } = session;
  return (
    <p role="status" className="flex min-w-0 flex-1 basis-40 flex-wrap items-center gap-x-2 text-ui md:flex-nowrap">
      {stop ? (
        <>
          <strong className="font-medium text-warning md:max-w-1/2 md:truncate" title={reasonText(stop)}>
            {reasonText(stop)}
          </strong>
          <span className="min-w-0 truncate" title={placeText(stop)}>
            {t('stoppedAt', { place: placeText(stop) })}
          </span>
          {stop.path !== null && (
            <Button size="small" variant="ghost" onClick={() => owner.show(stop)}>
              {t('goThere')}
            </Button>
          )}
        </>
      ) : (
        <>
          <Spinner />
          <span>{t(status === 'stopped' || status === 'ended' ? 'running' : status)}</span>
          <code className="min-w-0 truncate font-mono text-small text-muted">{session.command}</code>
        </>
      )}
    </p>
  );
}
