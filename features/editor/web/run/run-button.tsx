import { Button, tooltipAttributes } from '@e-code/kernel/web';
import { Play, Square } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { toggleRun } from './toggle-run.ts';

/** Tenths of a second since a moment, while something is under way. */
function useElapsed(since: number | undefined): string | undefined {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (since === undefined) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, [since]);
  if (since === undefined) return undefined;
  const seconds = Math.max(0, now - since) / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min`;
}

/** One button that says what is true: Run, Installing, Starting with the time it takes, Stop. */
export function RunButton({ compact = false }: { compact?: boolean }) {
  const workspace = useWorkspace();
  const { runs, rights, socket } = workspace;
  const state = useStore(runs.state);
  const plan = useStore(runs.plan);
  const pressed = useStore(runs.pressed);
  const connection = useStore(socket.state);
  const active = state.status === 'running' || state.status === 'installing';
  // Starting lasts until it listens, where a port is expected at all.
  const expectsPort = plan?.staticFolder != null || (plan?.ports.length ?? 0) > 0;
  const starting = state.status === 'running' && expectsPort && state.ports.length === 0 && state.hint === null;
  const since = pressed ?? (state.status === 'installing' || starting ? (state.startedAt ?? undefined) : undefined);
  const elapsed = useElapsed(since);
  if (!rights.run) return null;

  const word = state.status === 'installing' ? t('installing') : t('starting');
  const label = elapsed !== undefined ? `${word} ${elapsed}` : active ? t('stop') : t('run');
  const blocked = state.status === 'stopping' || (connection !== 'open' && !active);
  return (
    <Button
      size="small"
      variant={active ? 'secondary' : 'primary'}
      icon={
        active || pressed !== undefined ? (
          <Square size={12} strokeWidth={2} fill="currentColor" />
        ) : (
          <Play size={14} strokeWidth={2} fill="currentColor" />
        )
      }
      disabled={blocked}
      aria-live="polite"
      aria-label={elapsed !== undefined ? t('stopWhile', { word }) : undefined}
      onClick={() => void toggleRun(workspace)}
      className={compact ? 'px-2' : 'min-w-22 tabular-nums'}
      {...tooltipAttributes(active ? t('stopHint') : (plan?.explanation ?? t('run')), 'mod+enter')}
    >
      {state.status === 'stopping' ? t('stopping') : label}
    </Button>
  );
}
