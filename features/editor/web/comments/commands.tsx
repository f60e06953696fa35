import type { Command } from '@e-code/kernel/web';
import { MessageSquare, MessageSquarePlus } from 'lucide-react';
import { t } from '../texts.ts';
import type { Workspace } from '../workspace/workspace.ts';

const icon = { size: 16, strokeWidth: 1.5 };

/** What the palette can do with comments; the code for it comes with the first use. */
export function commentCommands(workspace: Workspace): Command[] {
  const { layout } = workspace;
  return [
    {
      id: 'view.comments',
      title: t('comments'),
      section: t('view'),
      shortcut: 'alt+shift+c',
      icon: <MessageSquare {...icon} />,
      run: () => layout.toggleSide('comments'),
    },
    {
      id: 'comments.add',
      title: t('addComment'),
      section: t('editor'),
      shortcut: 'mod+alt+m',
      icon: <MessageSquarePlus {...icon} />,
      when: () => layout.view !== undefined,
      run: async () => {
        const { beginThread } = await import('./begin-thread.ts');
        await beginThread(workspace);
      },
    },
    {
      id: 'comments.attach',
      title: t('attachThread'),
      section: t('editor'),
      icon: <MessageSquare {...icon} />,
      keywords: 'comment place moved gone',
      when: () => layout.view !== undefined && layout.side.get() === 'comments',
      run: async () => {
        const { attachFlagged } = await import('./attach.ts');
        await attachFlagged(workspace);
      },
    },
  ];
}
