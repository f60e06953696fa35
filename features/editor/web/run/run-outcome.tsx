import { Button } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';

/** Below the output: how the run ended in words, why it could not start, or what looks odd while it runs. */
export function RunOutcome() {
  const { runs, rights } = useWorkspace();
  const state = useStore(runs.state);
  const problem = useStore(runs.problem);
  const ended = state.status === 'exited';
  const failed = problem !== undefined || (ended && (state.exitCode !== 0 || state.signal !== null));
  const text = problem
    ? [problem.message, problem.body.details].filter(Boolean).join(' ')
    : ended
      ? state.summary
      : state.hint;
  if (text == null) return null;
  const Icon = failed ? CircleAlert : ended ? CircleCheck : Info;
  return (
    <div
      role={failed ? 'alert' : 'status'}
      className={clsx(
        'flex flex-wrap items-center gap-2 border-t border-line px-3 py-1.5 text-ui',
        failed ? 'bg-danger-soft' : ended ? 'bg-raised' : 'bg-info-soft',
      )}
    >
      <Icon
        size={16}
        strokeWidth={1.75}
        aria-hidden
        className={clsx('shrink-0', failed ? 'text-danger' : ended ? 'text-success' : 'text-info')}
      />
      <span className="min-w-40 flex-1 break-words">{text}</span>
      {(ended || problem) && rights.run && (
        <Button size="small" onClick={() => void runs.start()}>
          {t('runAgain')}
        </Button>
      )}
    </div>
  );
}
