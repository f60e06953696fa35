import type { Command } from '@e-code/kernel/web';
import { Bug, CircleDot } from 'lucide-react';
import { t } from '../texts.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Debugger } from './debugger.ts';
import { debugWanted } from './wanted.ts';

const icon = { size: 16, strokeWidth: 1.5 };

type Work = (owner: Debugger) => Promise<void> | void;

/** What the palette and the keyboard do with the debugger; the code for it comes with the first use. */
export function debugCommands(workspace: Workspace): Command[] {
  const { layout, rights } = workspace;
  const section = t('debug');
  const withDebugger = (work: Work) => async (): Promise<void> => {
    const { debuggerOf } = await import('./debugger.ts');
    await work(debuggerOf(workspace));
  };
  return [
    {
      id: 'view.debug',
      title: t('debug'),
      section: t('view'),
      shortcut: 'mod+shift+d',
      icon: <Bug {...icon} />,
      run: () => layout.toggleSide('debug'),
    },
    {
      id: 'debug.start',
      title: t('debugStart'),
      section,
      shortcut: 'f5',
      icon: <Bug {...icon} />,
      when: () => rights.run,
      run: withDebugger((owner) => (owner.session === undefined ? owner.start() : owner.move('continue'))),
    },
    {
      id: 'debug.toggleBreakpoint',
      title: t('debugBreakpoint'),
      section,
      shortcut: 'f9',
      icon: <CircleDot {...icon} />,
      when: () => rights.run && layout.editor.get() !== undefined,
      run: withDebugger((owner) => {
        const place = layout.editor.get();
        return place && owner.toggle(place.path, place.line);
      }),
    },
    {
      id: 'debug.console',
      title: t('debugConsole'),
      section,
      run: () => layout.showDebugConsole(),
    },
    ...moves(workspace, withDebugger),
  ];
}

/** What is done with a program that is debugged. */
function moves({ rights }: Workspace, withDebugger: (work: Work) => () => Promise<void>): Command[] {
  const shared = { section: t('debug'), when: () => rights.run && debugWanted.get() };
  const command = (id: string, title: string, shortcut: string, work: Work): Command => ({
    ...shared,
    id: `debug.${id}`,
    title,
    shortcut,
    run: withDebugger(work),
  });
  return [
    command('pause', t('debugPause'), 'f6', (owner) => owner.move('pause')),
    command('stepOver', t('debugOver'), 'f10', (owner) => owner.move('over')),
    command('stepIn', t('debugIn'), 'f11', (owner) => owner.move('in')),
    command('stepOut', t('debugOut'), 'shift+f11', (owner) => owner.move('out')),
    command('stop', t('debugStop'), 'shift+f5', (owner) => owner.stop()),
  ];
}
