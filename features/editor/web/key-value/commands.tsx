import type { Command } from '@e-code/kernel/web';
import { Database } from 'lucide-react';
import { t } from '../texts.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What the palette can do with the project's data. */
export function dataCommands({ layout }: Workspace): Command[] {
  return [
    {
      id: 'view.data',
      title: t('data'),
      section: t('view'),
      shortcut: 'alt+shift+d',
      icon: <Database size={16} strokeWidth={1.5} />,
      keywords: 'key value store database replit',
      run: () => layout.toggleSide('data'),
    },
  ];
}
