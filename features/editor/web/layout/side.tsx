import { defineSetting, useSetting } from '@e-code/kernel/web';
import { lazy, Suspense, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { FilesPanel } from '../tree/files-panel.tsx';
import { useWorkspace } from '../workspace/context.ts';

const SearchPanel = lazy(() => import('../search/search-panel.tsx').then((file) => ({ default: file.SearchPanel })));

const HistoryPanel = lazy(() =>
  import('../history/history-panel.tsx').then((file) => ({ default: file.HistoryPanel })),
);

const GitPanel = lazy(() => import('../git/git-panel.tsx').then((file) => ({ default: file.GitPanel })));

const DebugPanel = lazy(() => import('../debug/debug-panel.tsx').then((file) => ({ default: file.DebugPanel })));

const CommentsPanel = lazy(() =>
  import('../comments/comments-panel.tsx').then((file) => ({ default: file.CommentsPanel })),
);

const DataPanel = lazy(() => import('../key-value/data-panel.tsx').then((file) => ({ default: file.DataPanel })));

const narrowest = 180;
const widest = 560;
const width = defineSetting('editor.side-width', 248, (stored) =>
  typeof stored === 'number' && stored >= narrowest && stored <= widest ? stored : undefined,
);

const clamp = (value: number) => Math.round(Math.min(widest, Math.max(narrowest, value)));

/** The side beside the rail; its edge is dragged, or moved with the arrow keys. */
export function Side() {
  const { layout } = useWorkspace();
  const panel = useStore(layout.side);
  const [size, setSize] = useSetting(width);
  const start = useRef<{ x: number; size: number }>(undefined);
  if (panel === undefined) return null;

  function onPointerMove(event: PointerEvent): void {
    if (start.current) setSize(clamp(start.current.size + event.clientX - start.current.x));
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
    if (step !== undefined) setSize(clamp(size + step));
  }
  return (
    <div className="relative flex shrink-0 border-r border-line bg-sunken" style={{ width: size }}>
      <div className="min-w-0 flex-1">
        <Suspense>
          {panel === 'files' && <FilesPanel />}
          {panel === 'search' && <SearchPanel />}
          {panel === 'history' && <HistoryPanel />}
          {panel === 'git' && <GitPanel />}
          {panel === 'debug' && <DebugPanel />}
          {panel === 'comments' && <CommentsPanel />}
          {panel === 'data' && <DataPanel />}
        </Suspense>
      </div>
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={t('resizeSide')}
        aria-valuenow={size}
        aria-valuemin={narrowest}
        aria-valuemax={widest}
        tabIndex={0}
        onPointerDown={(event) => {
          start.current = { x: event.clientX, size };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => (start.current = undefined)}
        onKeyDown={onKeyDown}
        onDoubleClick={() => setSize(248)}
        className="absolute inset-y-0 -right-1 z-10 w-2 cursor-col-resize touch-none transition-colors duration-(--duration-press) hover:bg-focus/40 focus-visible:bg-focus"
      />
    </div>
  );
}
