import type { DebugFrame } from '@e-code/host/contract';
import { clsx } from 'clsx';
import { useStore } from '../parts/store.ts';
import { baseName } from '../parts/paths.ts';
import type { Debugger } from './debugger.ts';
import { Hint, Section } from './section.tsx';
import { t } from './texts.ts';

/** The calls that led to where the program stands. */
export function CallStack({ owner }: { owner: Debugger }) {
  const standing = useStore(owner.standing);
  const { session } = useStore(owner.state);
  const threads = session?.threads ?? [];
  const name = threads.find(({ id }) => id === standing?.stop.thread)?.name;
  const left = (standing?.total ?? 0) - (standing?.frames.length ?? 0);
  return (
    <Section title={t('callStack')}>
      {standing === undefined && <Hint>{t('notStopped')}</Hint>}
      {standing !== undefined && threads.length > 1 && <Hint>{name}</Hint>}
      <ul>
        {standing?.frames.map((frame) => (
          <FrameRow key={frame.id} frame={frame} chosen={frame.id === standing.frame?.id} owner={owner} />
        ))}
      </ul>
      {left > 0 && (
        <button
          type="button"
          className="px-3 text-small text-accent-text underline"
          onClick={() => void owner.moreFrames()}
        >
          {t('more', { count: left })}
        </button>
      )}
    </Section>
  );
}

function FrameRow({ frame, chosen, owner }: { frame: DebugFrame; chosen: boolean; owner: Debugger }) {
  return (
    <li>
      <button
        type="button"
        aria-current={chosen ? 'true' : undefined}
        title={`${frame.source}:${frame.line}`}
        onClick={() => owner.choose(frame)}
        className={clsx(
          'flex min-h-6 w-full items-baseline gap-2 px-3 text-left text-small hover:bg-hover pointer-coarse:min-h-11 pointer-coarse:items-center',
          chosen && 'bg-selected',
        )}
      >
        <span className={clsx('min-w-0 flex-1 truncate font-mono', frame.path === null && 'text-muted')}>
          {frame.name}
        </span>
        <span className="max-w-1/2 truncate text-muted tabular-nums">{`${baseName(frame.source)}:${frame.line}`}</span>
      </button>
    </li>
  );
}
