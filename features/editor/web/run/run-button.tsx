import type { Plan, RunState } from '@e-code/host/contract';
import { Button, tooltipAttributes } from '@e-code/kernel/web';
import { Play, Square } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { toggleRun } from './toggle-run.ts';

/** What the button says: `since` is when that began, for work that takes time. */
type Face = { readonly word: string; readonly since: number | undefined; readonly stops: boolean };

function faceOf(state: RunState, plan: Plan | undefined, pressed: number | undefined): Face {
  const began = pressed ?? state.startedAt ?? undefined;
  if (state.status === 'stopping') return { word: t('stopping'), since: undefined, stops: true };
  if (state.status === 'installing') return { word: t('installing'), since: began, stops: true };
  if (pressed !== undefined) return { word: t('starting'), since: pressed, stops: true };
  if (state.status !== 'running') return { word: t('run'), since: undefined, stops: false };
  return isStarting(state, plan)
    ? { word: t('starting'), since: began, stops: true }
    : { word: t('stop'), since: undefined, stops: true };
}

/** Starting lasts until it listens, where a port is expected at all. */
function isStarting(state: RunState, plan: Plan | undefined): boolean {
  const expectsPort = plan?.staticFolder != null || (plan?.ports.length ?? 0) > 0;
  return expectsPort && state.ports.length === 0 && state.hint === null;
}

/** Time since a moment, drawn anew ten times a second. */
function Elapsed({ since }: { since: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, now - since) / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min`;
}

/** One button that says what is true: Run, Installing, Starting with the time it takes, Stop. */
export function RunButton({ compact = false }: { compact?: boolean }) {
  const workspace = useWorkspace();
  const { runs, rights, socket } = workspace;
  const plan = useStore(runs.plan);
  const connection = useStore(socket.state);
  const { word, since, stops } = faceOf(useStore(runs.state), plan, useStore(runs.pressed));
  if (!rights.run) return null;
  const blocked = word === t('stopping') || connection !== 'open';
  return (
    <Button
      size="small"
      variant={stops ? 'secondary' : 'primary'}
      icon={
        stops ? (
          <Square size={12} strokeWidth={2} fill="currentColor" />
        ) : (
          <Play size={14} strokeWidth={2} fill="currentColor" />
        )
      }
      disabled={blocked}
      aria-label={since === undefined ? undefined : t('stopWhile', { word })}
      onClick={() => void toggleRun(workspace)}
      className={compact ? 'h-9' : 'min-w-22 tabular-nums'}
      {...tooltipAttributes(stops ? t('stopHint') : (plan?.explanation ?? t('run')), 'mod+enter')}
    >
      {word}
      {since !== undefined && <Elapsed since={since} />}
    </Button>
  );
}
