import { useCommands, type Command } from '@e-code/kernel/web';
import {
  AppWindow,
  AtSign,
  CircleX,
  Columns2,
  Eye,
  FilePlus2,
  FileSearch,
  Files,
  Focus,
  Hash,
  FolderPlus,
  History,
  ListEnd,
  MonitorPlay,
  Play,
  RotateCcw,
  Save,
  ScrollText,
  Search,
  Settings,
  SquareTerminal,
  Type,
  WrapText,
} from 'lucide-react';
import { useMemo } from 'react';
import { commentCommands } from '../comments/commands.tsx';
import { dataCommands } from '../key-value/commands.tsx';
import { debugCommands } from '../debug/commands.tsx';
import { gitCommands } from '../git/commands.tsx';
import { moveToWindow } from '../layout/move-to-window.ts';
import { toggleRun } from '../run/toggle-run.ts';
import { inlayHints, wordWrap } from '../settings/editor-settings.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { saveAll } from '../workspace/save-all.ts';
import type { Layer } from '../workspace/workspace-view.tsx';
import type { Workspace } from '../workspace/workspace.ts';

const icon = { size: 16, strokeWidth: 1.5 };

/** Everything the workspace can do, for the palette and the keyboard. */
export function useWorkspaceCommands(show: (layer: Layer) => void): void {
  const workspace = useWorkspace();
  const list = useMemo(
    () => [
      ...fileCommands(workspace, show),
      ...editorCommands(workspace, show),
      ...runCommands(workspace),
      ...layoutCommands(workspace, show),
      ...gitCommands(workspace),
      ...debugCommands(workspace),
      ...commentCommands(workspace),
      ...dataCommands(workspace),
    ],
    [workspace, show],
  );
  useCommands(list);
}

function fileCommands(workspace: Workspace, show: (layer: Layer) => void): Command[] {
  const { tree, layout, rights } = workspace;
  const section = t('files');
  const writes = { section, when: () => rights.write };
  const name = (kind: 'file' | 'folder') => {
    layout.side.set('files');
    layout.phoneView.set('files');
    void tree.name({ kind, parent: tree.folderAtFocus() });
  };
  return [
    {
      id: 'files.open',
      title: t('openFile'),
      section,
      shortcut: 'mod+p',
      icon: <FileSearch {...icon} />,
      run: () => show('files'),
    },
    {
      id: 'files.new',
      title: t('newFile'),
      ...writes,
      shortcut: 'alt+n',
      icon: <FilePlus2 {...icon} />,
      run: () => name('file'),
    },
    {
      id: 'files.newFolder',
      title: t('newFolder'),
      ...writes,
      icon: <FolderPlus {...icon} />,
      run: () => name('folder'),
    },
    {
      id: 'files.save',
      title: t('saveAll'),
      ...writes,
      shortcut: 'mod+s',
      icon: <Save {...icon} />,
      run: () => saveAll(workspace),
    },
    {
      id: 'files.reveal',
      title: t('revealInTree'),
      section,
      icon: <Eye {...icon} />,
      run: () => {
        const path = layout.activeFile.get();
        layout.side.set('files');
        if (path !== undefined) void tree.reveal(path);
      },
    },
  ];
}

function editorCommands({ layout }: Workspace, show: (layer: Layer) => void): Command[] {
  return [
    {
      id: 'editor.goToLine',
      title: t('goToLine'),
      section: t('editor'),
      shortcut: 'mod+g',
      icon: <ListEnd {...icon} />,
      when: () => layout.view !== undefined,
      run: () => show('line'),
    },
    {
      id: 'editor.symbol',
      title: t('goToSymbol'),
      section: t('editor'),
      shortcut: 'mod+shift+o',
      icon: <AtSign {...icon} />,
      when: () => layout.view !== undefined,
      run: () => show('symbols'),
    },
    {
      id: 'editor.symbolAnywhere',
      title: t('goToSymbolAnywhere'),
      section: t('editor'),
      shortcut: 'alt+shift+o',
      icon: <Hash {...icon} />,
      run: () => show('projectSymbols'),
    },
    {
      id: 'editor.hints',
      title: t('toggleHints'),
      section: t('editor'),
      icon: <Type {...icon} />,
      run: () => inlayHints.set(!inlayHints.get()),
    },
    {
      id: 'editor.wordWrap',
      title: t('toggleWordWrap'),
      section: t('editor'),
      shortcut: 'alt+z',
      icon: <WrapText {...icon} />,
      run: () => wordWrap.set(!wordWrap.get()),
    },
  ];
}

function runCommands(workspace: Workspace): Command[] {
  const { layout, rights } = workspace;
  const runs = { section: t('run'), when: () => rights.run };
  return [
    {
      id: 'run.toggle',
      title: t('runOrStop'),
      ...runs,
      shortcut: 'mod+enter',
      icon: <Play {...icon} />,
      run: () => toggleRun(workspace),
    },
    {
      id: 'terminal.toggle',
      title: t('terminal'),
      ...runs,
      shortcut: 'mod+`',
      icon: <SquareTerminal {...icon} />,
      run: () => layout.toggleTerminal(),
    },
    {
      id: 'terminal.new',
      title: t('newTerminal'),
      ...runs,
      shortcut: 'mod+shift+`',
      icon: <SquareTerminal {...icon} />,
      run: () => layout.showTerminal(),
    },
    {
      id: 'console.show',
      title: t('console'),
      section: t('run'),
      shortcut: 'mod+shift+u',
      icon: <ScrollText {...icon} />,
      run: () => layout.showConsole(),
    },
    {
      id: 'problems.show',
      title: t('problems'),
      section: t('view'),
      shortcut: 'mod+shift+m',
      icon: <CircleX {...icon} />,
      run: () => layout.showProblems(),
    },
    {
      id: 'preview.show',
      title: t('preview'),
      section: t('run'),
      shortcut: 'mod+shift+v',
      icon: <MonitorPlay {...icon} />,
      run: () => layout.showPreview(),
    },
  ];
}

function layoutCommands(workspace: Workspace, show: (layer: Layer) => void): Command[] {
  const { layout } = workspace;
  const section = t('view');
  return [
    {
      id: 'view.files',
      title: t('files'),
      section,
      shortcut: 'mod+shift+e',
      icon: <Files {...icon} />,
      run: () => layout.toggleSide('files'),
    },
    {
      id: 'view.search',
      title: t('search'),
      section,
      shortcut: 'mod+shift+f',
      icon: <Search {...icon} />,
      run: () => layout.toggleSide('search'),
    },
    {
      id: 'view.history',
      title: t('history'),
      section,
      shortcut: 'mod+shift+y',
      icon: <History {...icon} />,
      run: () => layout.toggleSide('history'),
    },
    {
      id: 'view.side',
      title: t('toggleSide'),
      section,
      shortcut: 'mod+b',
      run: () => layout.toggleSide(layout.side.get() ?? 'files'),
    },
    {
      id: 'view.focus',
      title: t('focusMode'),
      section,
      shortcut: 'alt+shift+f',
      icon: <Focus {...icon} />,
      run: () => layout.toggleFocusMode(),
    },
    {
      id: 'view.split',
      title: t('split'),
      section,
      shortcut: 'mod+\\',
      icon: <Columns2 {...icon} />,
      run: () => layout.splitActive(),
    },
    {
      id: 'view.window',
      title: t('openInWindow'),
      section,
      icon: <AppWindow {...icon} />,
      when: () => layout.activePanel !== undefined,
      run: () => {
        const panel = layout.activePanel;
        if (panel) moveToWindow(workspace, panel);
      },
    },
    { id: 'view.close', title: t('closeTabCommand'), section, shortcut: 'alt+w', run: () => layout.closeActive() },
    { id: 'view.next', title: t('nextTab'), section, shortcut: 'alt+right', run: () => layout.cycle(1) },
    { id: 'view.previous', title: t('previousTab'), section, shortcut: 'alt+left', run: () => layout.cycle(-1) },
    { id: 'view.reset', title: t('resetLayout'), section, icon: <RotateCcw {...icon} />, run: () => layout.reset() },
    {
      id: 'settings.open',
      title: t('settings'),
      section,
      shortcut: 'mod+,',
      icon: <Settings {...icon} />,
      run: () => show('settings'),
    },
  ];
}
