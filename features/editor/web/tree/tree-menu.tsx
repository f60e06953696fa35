import type { MenuEntry } from '@e-code/kernel/web';
import {
  ClipboardPaste,
  Copy,
  Download,
  FilePlus2,
  FolderPlus,
  Pencil,
  Scissors,
  SquareSplitHorizontal,
  SquareTerminal,
  Trash2,
  Upload,
} from 'lucide-react';
import { baseName, parentOf } from '../parts/paths.ts';
import { t } from '../texts.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { isFolder } from './tree-model.ts';

const icon = { size: 16, strokeWidth: 1.5 };

/** What can be done with a row, or with the project when it is undefined. */
export function treeMenu(
  workspace: Workspace,
  path: string | undefined,
  upload: (folder: string) => void,
): MenuEntry[] {
  const { tree, rights } = workspace;
  const entry = path === undefined ? undefined : tree.entry(path);
  const folderRow = entry !== undefined && isFolder(entry);
  const folder = folderRow ? (path ?? '') : parentOf(path ?? '');
  const selected = [...tree.selected.get()];
  const chosen = path === undefined || selected.includes(path) ? selected : [path];
  return [
    ...(path !== undefined && entry && !folderRow ? opening(workspace, path) : []),
    ...(rights.write ? creation(workspace, folder, upload) : []),
    ...(rights.write && path !== undefined ? changes(workspace, path, chosen, folder) : []),
    ...outward(workspace, path, folderRow, folder),
  ];
}

/** A phone shows one file at a time: nothing is beside it. */
function opening({ layout }: Workspace, path: string): MenuEntry[] {
  if (!layout.docked) return [];
  return [
    {
      label: t('openBeside'),
      icon: <SquareSplitHorizontal {...icon} />,
      onSelect: () => layout.openFile(path, { beside: true, focus: true }),
    },
    'separator',
  ];
}

function creation({ tree }: Workspace, folder: string, upload: (folder: string) => void): MenuEntry[] {
  return [
    {
      label: t('newFile'),
      icon: <FilePlus2 {...icon} />,
      onSelect: () => void tree.name({ kind: 'file', parent: folder }),
    },
    {
      label: t('newFolder'),
      icon: <FolderPlus {...icon} />,
      onSelect: () => void tree.name({ kind: 'folder', parent: folder }),
    },
    { label: t('uploadFiles'), icon: <Upload {...icon} />, onSelect: () => upload(folder) },
    'separator',
  ];
}

function changes({ files, tree }: Workspace, path: string, chosen: readonly string[], folder: string): MenuEntry[] {
  const paste: MenuEntry[] = files.clipboard.get()
    ? [
        {
          label: t('paste'),
          icon: <ClipboardPaste {...icon} />,
          shortcut: 'mod+v',
          onSelect: () => void files.paste(folder),
        },
      ]
    : [];
  return [
    {
      label: t('rename'),
      icon: <Pencil {...icon} />,
      shortcut: 'f2',
      onSelect: () => void tree.name({ kind: 'rename', path }),
    },
    {
      label: t('cut'),
      icon: <Scissors {...icon} />,
      shortcut: 'mod+x',
      onSelect: () => files.clipboard.set({ paths: chosen, cut: true }),
    },
    {
      label: t('copy'),
      icon: <Copy {...icon} />,
      shortcut: 'mod+c',
      onSelect: () => files.clipboard.set({ paths: chosen, cut: false }),
    },
    ...paste,
    {
      label: chosen.length > 1 ? t('deleteMany', { count: chosen.length }) : t('delete'),
      icon: <Trash2 {...icon} />,
      shortcut: 'delete',
      danger: true,
      onSelect: () => void files.remove(chosen),
    },
    'separator',
  ];
}

function outward(workspace: Workspace, path: string | undefined, folderRow: boolean, folder: string): MenuEntry[] {
  const { client, rights, terminals, layout } = workspace;
  const zip = path === undefined || folderRow;
  const url = zip
    ? client.url('files.archive', { path: path ?? '' })
    : client.url('files.read', { path, download: true });
  const terminal: MenuEntry = {
    label: t('terminalHere'),
    icon: <SquareTerminal {...icon} />,
    onSelect: () =>
      void terminals.open({ columns: 80, rows: 24 }, folder).then((opened) => layout.showTerminal(opened.id)),
  };
  return [
    {
      label: t('copyPath'),
      icon: <Copy {...icon} />,
      onSelect: () => void navigator.clipboard.writeText(path ?? '.'),
    },
    ...(rights.run ? [terminal] : []),
    {
      label: zip
        ? t('downloadZip', { name: path === undefined ? workspace.project.name : baseName(path) })
        : t('download'),
      icon: <Download {...icon} />,
      onSelect: () => location.assign(url),
    },
  ];
}
