import { tooltipAttributes } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { Check, CircleAlert, CloudOff, Eye, HardDrive, Loader, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SaveState } from '../documents/save-state.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { confirmed, saveAll } from '../workspace/save-all.ts';

const looks: Record<SaveState['kind'], { Icon: typeof Check; tone: string }> = {
  saved: { Icon: Check, tone: 'text-muted' },
  saving: { Icon: Loader, tone: 'text-muted' },
  connecting: { Icon: Loader, tone: 'text-muted' },
  offline: { Icon: CloudOff, tone: 'text-warning' },
  'disk-full': { Icon: HardDrive, tone: 'text-danger' },
  failed: { Icon: CircleAlert, tone: 'text-danger' },
  deleted: { Icon: TriangleAlert, tone: 'text-warning' },
  detached: { Icon: TriangleAlert, tone: 'text-warning' },
  viewing: { Icon: Eye, tone: 'text-muted' },
};

export function saveText(state: SaveState): string {
  if (state.kind === 'saved') return t('saved');
  if (state.kind === 'saving') return t('saving');
  if (state.kind === 'connecting') return t('connecting');
  if (state.kind === 'offline') return state.edits === 0 ? t('offline') : t('offlineEdits', { count: state.edits });
  if (state.kind === 'disk-full') return t('diskFull');
  if (state.kind === 'deleted') return t('fileGone');
  if (state.kind === 'viewing') return t('readOnly');
  return t('notSaved');
}

/** What is on disk. Ctrl-S is answered by a tick that stands out for a moment. */
export function SaveLine() {
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
      {...tooltipAttributes(state.kind === 'offline' ? t('offlineHint') : t('saveHint'), 'mod+s', 'top')}
      className={clsx(
        'inline-flex shrink-0 items-center gap-1.5 hover:text-text',
        ticked !== count && state.kind === 'saved' ? 'text-success' : tone,
      )}
    >
      <Icon size={12} strokeWidth={2} aria-hidden />
      <span role="status">{saveText(state)}</span>
    </button>
  );
}
