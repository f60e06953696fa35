import { tooltipAttributes } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { Check, CircleAlert, CloudOff, HardDrive, Loader, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SaveState } from '../documents/save-state.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { confirmed, saveAll } from '../workspace/save-all.ts';
import { SessionState } from '../workspace/session-state.tsx';
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
      <SessionState />
      <WatchNotice />
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

const looks: Record<SaveState['kind'], { Icon: typeof Check; tone: string }> = {
  saved: { Icon: Check, tone: 'text-muted' },
  saving: { Icon: Loader, tone: 'text-muted' },
  offline: { Icon: CloudOff, tone: 'text-warning' },
  conflict: { Icon: TriangleAlert, tone: 'text-warning' },
  'disk-full': { Icon: HardDrive, tone: 'text-danger' },
  refused: { Icon: CircleAlert, tone: 'text-danger' },
  gone: { Icon: TriangleAlert, tone: 'text-warning' },
};

export function saveText(state: SaveState): string {
  if (state.kind === 'saved') return t('saved');
  if (state.kind === 'saving') return t('saving');
  if (state.kind === 'offline') return t('offlineEdits', { count: state.edits });
  if (state.kind === 'conflict') return t('inConflict');
  if (state.kind === 'disk-full') return t('diskFull');
  if (state.kind === 'gone') return t('fileGone');
  return t('notSaved');
}

/** What is on disk. Ctrl-S is answered by a tick that stands out for a moment. */
function SaveLine() {
  const workspace = useWorkspace();
  const state = useStore(workspace.documents.state);
  const count = useStore(confirmed);
  /** The last request whose tick was shown long enough. */
  const [ticked, setTicked] = useState(count);
  useEffect(() => {
    if (count === 0) return undefined;
    const timer = setTimeout(() => setTicked(count), 1200);
    return () => clearTimeout(timer);
  }, [count]);
  const { Icon, tone } = looks[state.kind];
  return (
    <button
      type="button"
      onClick={() => void saveAll(workspace)}
      {...tooltipAttributes(t('saveHint'), 'mod+s', 'top')}
      className={clsx(
        'inline-flex items-center gap-1.5 hover:text-text',
        ticked !== count && state.kind === 'saved' ? 'text-success' : tone,
      )}
    >
      <Icon size={12} strokeWidth={2} aria-hidden />
      <span role="status">{saveText(state)}</span>
    </button>
  );
}
