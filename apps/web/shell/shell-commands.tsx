import { setTheme, type Command } from '@e-code/kernel/web';
import { Keyboard, Moon, RotateCw, Search, Sun, SunMoon } from 'lucide-react';
import { t } from '../texts.ts';

const icon = { size: 16, strokeWidth: 1.5 };

/** The commands that every page has. */
export function shellCommands(openPalette: () => void, openShortcuts: () => void): Command[] {
  const section = t('theme');
  return [
    {
      id: 'palette.open',
      title: t('commandPalette'),
      section: 'E-Code',
      shortcut: 'mod+k',
      icon: <Search {...icon} />,
      run: openPalette,
    },
    // VS Code's own keys for the same thing: nothing to relearn.
    {
      id: 'palette.open.vscode',
      title: t('commandPalette'),
      section: 'E-Code',
      shortcut: 'mod+shift+p',
      hidden: true,
      run: openPalette,
    },
    {
      id: 'shortcuts.open',
      title: t('shortcuts'),
      section: 'E-Code',
      shortcut: 'f1',
      keywords: 'help keys bind',
      icon: <Keyboard {...icon} />,
      run: openShortcuts,
    },
    {
      id: 'theme.light',
      title: `${section}: ${t('lightTheme')}`,
      section,
      icon: <Sun {...icon} />,
      run: () => setTheme('light'),
    },
    {
      id: 'theme.dark',
      title: `${section}: ${t('darkTheme')}`,
      section,
      icon: <Moon {...icon} />,
      run: () => setTheme('dark'),
    },
    {
      id: 'theme.system',
      title: `${section}: ${t('followSystem')}`,
      section,
      icon: <SunMoon {...icon} />,
      run: () => setTheme('system'),
    },
    {
      id: 'page.reload',
      title: t('reload'),
      section: 'E-Code',
      icon: <RotateCw {...icon} />,
      run: () => location.reload(),
    },
  ];
}
