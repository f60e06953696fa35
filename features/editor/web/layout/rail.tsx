import { IconButton } from '@e-code/kernel/web';
import { Bug, Database, Files, GitBranch, History, MessageSquare, Search, Settings } from 'lucide-react';
import { Suspense } from 'react';
import { ChangeCount } from '../git/glance-soon.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import type { SidePanel } from './layout.ts';

const icon = { size: 18, strokeWidth: 1.5 };

/** 44 px: what the side shows, and the settings. */
export function Rail({ onSettings }: { onSettings: () => void }) {
  const { layout } = useWorkspace();
  const side = useStore(layout.side);
  const entries: { panel: SidePanel; label: string; shortcut: string; icon: typeof Files }[] = [
    { panel: 'files', label: t('files'), shortcut: 'mod+shift+e', icon: Files },
    { panel: 'search', label: t('search'), shortcut: 'mod+shift+f', icon: Search },
    { panel: 'history', label: t('history'), shortcut: 'mod+shift+y', icon: History },
    { panel: 'git', label: t('git'), shortcut: 'mod+shift+g', icon: GitBranch },
    { panel: 'debug', label: t('debug'), shortcut: 'mod+shift+d', icon: Bug },
    { panel: 'data', label: t('data'), shortcut: 'alt+shift+d', icon: Database },
    { panel: 'comments', label: t('comments'), shortcut: 'alt+shift+c', icon: MessageSquare },
  ];
  return (
    <nav
      aria-label={t('activities')}
      className="flex w-11 shrink-0 flex-col items-center gap-1 border-r border-line bg-sunken py-1.5"
    >
      {entries.map(({ panel, label, shortcut, icon: Icon }) => (
        <span key={panel} className="relative">
          <IconButton
            size="large"
            side="right"
            label={label}
            shortcut={shortcut}
            pressed={side === panel}
            icon={<Icon {...icon} />}
            onClick={() => layout.toggleSide(panel)}
          />
          {panel === 'git' && (
            <Suspense>
              <ChangeCount />
            </Suspense>
          )}
        </span>
      ))}
      <IconButton
        size="large"
        side="right"
        label={t('settings')}
        shortcut="mod+,"
        icon={<Settings {...icon} />}
        onClick={onSettings}
        className="mt-auto"
      />
    </nav>
  );
}
