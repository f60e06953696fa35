import type { RunState } from '@e-code/host/contract';
import { Button } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, Info, type LucideIcon } from 'lucide-react';
import type { HostProblem } from '../host/problem.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { ErrorLink } from './error-link.tsx';

type Outcome = { readonly kind: 'failed' | 'ended' | 'hint'; readonly text: string };

const looks: Record<Outcome['kind'], { Icon: LucideIcon; box: string; tone: string }> = {
  failed: { Icon: CircleAlert, box: 'bg-danger-soft', tone: 'text-danger' },
  ended: { Icon: CircleCheck, box: 'bg-raised', tone: 'text-success' },
  hint: { Icon: Info, box: 'bg-info-soft', tone: 'text-info' },
};

function describeOutcome(state: RunState, problem: HostProblem | undefined): Outcome | undefined {
  if (problem) return { kind: 'failed', text: [problem.message, problem.body.details].filter(Boolean).join(' ') };
  if (state.status !== 'exited') return state.hint === null ? undefined : { kind: 'hint', text: state.hint };
  if (state.summary === null) return undefined;
  return { kind: state.exitCode === 0 && state.signal === null ? 'ended' : 'failed', text: state.summary };
}

/** Below the output: how the run ended in words, why it could not start, or what looks odd while it runs. */
export function RunOutcome() {
  const { runs, rights } = useWorkspace();
  const outcome = describeOutcome(useStore(runs.state), useStore(runs.problem));
  if (!outcome) return null;
  const { Icon, box, tone } = looks[outcome.kind];
  return (
    <div
      role={outcome.kind === 'failed' ? 'alert' : 'status'}
      className={clsx('flex flex-wrap items-center gap-2 border-t border-line px-3 py-1.5 text-ui', box)}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden className={clsx('shrink-0', tone)} />
      <span className="min-w-40 flex-1 break-words">{outcome.text}</span>
      {outcome.kind === 'failed' && <ErrorLink />}
      {outcome.kind !== 'hint' && rights.run && (
        <Button size="small" onClick={() => void runs.start()}>
          {t('runAgain')}
        </Button>
      )}
    </div>
  );
}
