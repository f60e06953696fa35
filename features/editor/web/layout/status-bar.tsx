import { tooltipAttributes } from '@e-code/kernel/web';
import { Suspense } from 'react';
import { GitStatusItem } from '../git/glance-soon.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { OutsideChangeNotice } from './outside-change.tsx';
import { SaveLine } from './save-line.tsx';
import { SessionState } from '../workspace/session-state.tsx';
import { ProblemCounts } from './problem-counts.tsx';
import { Usage } from './usage.tsx';
import { WatchNotice } from './watch-notice.tsx';

/** 24 px: what is on disk, where the cursor is, what the session uses. */
export function StatusBar({ onGoToLine }: { onGoToLine: () => void }) {
  const { rights, layout } = useWorkspace();
  const editor = useStore(layout.editor);
  return (
    <footer
      aria-label={t('status')}
      className="flex h-6 shrink-0 items-center gap-3 border-t border-line bg-sunken px-2.5 text-small text-muted tabular-nums"
    >
      {rights.write ? <SaveLine /> : <span>{t('readOnly')}</span>}
      <Suspense>
        <GitStatusItem />
      </Suspense>
      <ProblemCounts />
      <SessionState />
      <WatchNotice />
      <OutsideChangeNotice />
      <span className="flex-1" />
      {editor && (
        <>
          <button
            type="button"
            onClick={onGoToLine}
            className="hover:text-text"
            {...tooltipAttributes(t('goToLine'), 'mod+g', 'top')}
          >
            {editor.cursors > 1
              ? t('cursors', { count: editor.cursors })
              : t('lineColumn', { line: String(editor.line), column: String(editor.column) })}
            {editor.selected > 0 && ` (${t('selected', { count: editor.selected })})`}
          </button>
          <span className="hidden md:inline">{editor.indent}</span>
          <span className="hidden md:inline">{editor.lineBreak}</span>
          <span className="hidden sm:inline">{editor.language}</span>
        </>
      )}
      <Usage />
    </footer>
  );
}
