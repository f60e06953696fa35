import { formatDateTime, IconButton } from '@e-code/kernel/web';
import { Pause, Play } from 'lucide-react';
import { useStore } from '../parts/store.ts';
import { authorName } from './author.tsx';
import type { FileHistory } from './file-history.ts';
import { t } from './texts.ts';

/** Goes to any version, by hand or by itself. The arrow keys go from edit to edit. */
export function Scrubber({ history, first, last }: { history: FileHistory; first: number; last: number }) {
  const playing = useStore(history.playing);
  const point = useStore(history.point) ?? last;
  const shown = useStore(history.shown);
  const { at, author } = shown?.version ?? {};
  const words =
    author === undefined || at === undefined
      ? t('beginning')
      : t('point', { position: point, last, author: authorName(author), time: formatDateTime(at) });
  return (
    <div className="flex items-center gap-2">
      <IconButton
        label={playing ? t('pause') : t('play')}
        icon={playing ? <Pause size={16} strokeWidth={1.5} /> : <Play size={16} strokeWidth={1.5} />}
        onClick={() => (playing ? history.pause() : history.play())}
        className="pointer-coarse:size-11"
      />
      <input
        type="range"
        aria-label={t('scrub')}
        aria-valuetext={words}
        min={first}
        max={last}
        value={point}
        onChange={(event) => history.select(event.currentTarget.valueAsNumber)}
        className="h-6 min-w-0 flex-1 cursor-pointer accent-accent pointer-coarse:h-11"
      />
      <span className="shrink-0 text-small text-muted tabular-nums">
        {point} / {last}
      </span>
    </div>
  );
}
