import { Button, EmptyState, ErrorState, IconButton, Menu, type MenuEntry } from '@e-code/kernel/web';
import {
  ChevronsDownUp,
  Download,
  Ellipsis,
  FilePlus2,
  FolderPlus,
  FolderUp,
  RefreshCw,
  Trash2,
  Upload,
} from 'lucide-react';
import { clsx } from 'clsx';
import { lazy, Suspense, useState } from 'react';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { FileTree, type FileTreeProps } from './file-tree.tsx';
import { UploadStatus } from './upload-status.tsx';
import { pickedFiles, type UploadFile } from './uploads.ts';

const TrashDialog = lazy(() => import('./trash-dialog.tsx').then((file) => ({ default: file.TrashDialog })));

const icon = { size: 16, strokeWidth: 1.5 };

/** The two hidden file fields, and how to open them for a folder of the project. */
function usePickers(onFiles: (files: readonly UploadFile[]) => void) {
  const [files, setFiles] = useState<HTMLInputElement | null>(null);
  const [folders, setFolders] = useState<HTMLInputElement | null>(null);
  const [target, setTarget] = useState('');

  const picked = (input: HTMLInputElement) => {
    if (input.files) onFiles(pickedFiles(input.files, target));
    input.value = '';
  };
  const fields = (
    <>
      <input
        ref={setFiles}
        type="file"
        multiple
        hidden
        aria-label={t('uploadFiles')}
        onChange={(event) => picked(event.target)}
      />
      <input
        ref={setFolders}
        type="file"
        hidden
        aria-label={t('uploadFolder')}
        {...{ webkitdirectory: '' }}
        onChange={(event) => picked(event.target)}
      />
    </>
  );
  const open = (input: HTMLInputElement | null) => (folder: string) => {
    setTarget(folder);
    input?.click();
  };
  return { fields, pickFiles: open(files), pickFolder: open(folders) };
}

/** The tree with its few actions above, and uploads below. */
export function FilesPanel({ touch = false }: { touch?: boolean }) {
  const { tree, uploads } = useWorkspace();
  const send = (files: readonly UploadFile[]) => {
    if (files.length > 0) void uploads.send(files).then(() => tree.refresh());
  };
  const { fields, pickFiles, pickFolder } = usePickers(send);
  const [trash, setTrash] = useState(false);
  return (
    <section aria-label={t('files')} className="flex h-full flex-col">
      <FileActionsBar touch={touch} onUpload={pickFiles} onUploadFolder={pickFolder} onTrash={() => setTrash(true)} />
      <div className="min-h-0 flex-1">
        <Content touch={touch} onUpload={pickFiles} onDropFiles={send} />
      </div>
      <UploadStatus />
      {fields}
      <Suspense>{trash && <TrashDialog onClose={() => setTrash(false)} />}</Suspense>
    </section>
  );
}

type ActionsProps = {
  touch: boolean;
  onUpload: (folder: string) => void;
  onUploadFolder: (folder: string) => void;
  onTrash: () => void;
};

function FileActionsBar({ touch, onUpload, onUploadFolder, onTrash }: ActionsProps) {
  const { tree, rights, client, project } = useWorkspace();
  const here = (act: (folder: string) => void) => () => act(tree.folderAtFocus());
  const name = (kind: 'file' | 'folder') => here((parent) => void tree.name({ kind, parent }));
  const writing: MenuEntry[] = [
    { label: t('uploadFolder'), icon: <FolderUp {...icon} />, onSelect: here(onUploadFolder) },
    { label: t('recentlyDeleted'), icon: <Trash2 {...icon} />, onSelect: onTrash },
  ];
  const more: MenuEntry[] = [
    ...(rights.write ? writing : []),
    {
      label: t('downloadZip', { name: project.name }),
      icon: <Download {...icon} />,
      onSelect: () => location.assign(client.url('files.archive', { path: '' })),
    },
    { label: t('collapseAll'), icon: <ChevronsDownUp {...icon} />, onSelect: () => tree.collapseAll() },
  ];
  const look = touch ? { className: 'size-11' } : {};
  return (
    <header className={clsx('flex shrink-0 items-center gap-0.5 pr-1.5 pl-3', touch ? 'h-11' : 'h-9')}>
      <h2 className="flex-1 text-small font-medium text-muted">{t('files')}</h2>
      {rights.write && (
        <>
          <IconButton label={t('newFile')} icon={<FilePlus2 {...icon} />} onClick={name('file')} {...look} />
          <IconButton label={t('newFolder')} icon={<FolderPlus {...icon} />} onClick={name('folder')} {...look} />
          <IconButton label={t('uploadFiles')} icon={<Upload {...icon} />} onClick={here(onUpload)} {...look} />
        </>
      )}
      <Menu
        align="end"
        trigger={<IconButton label={t('moreActions')} icon={<Ellipsis {...icon} />} {...look} />}
        entries={more}
      />
    </header>
  );
}

/** The tree, or what to do where there is none. */
function Content({ touch, onUpload, onDropFiles }: FileTreeProps & { touch: boolean }) {
  const { tree } = useWorkspace();
  useStore(tree.rows);
  const { status } = tree;
  if (status === 'empty' && tree.naming.get() === undefined) return <EmptyProject onUpload={() => onUpload('')} />;
  if (status !== 'failed') return <FileTree onUpload={onUpload} onDropFiles={onDropFiles} touch={touch} />;
  return (
    <ErrorState
      title={t('cannotList')}
      action={
        <Button icon={<RefreshCw {...icon} />} onClick={() => void tree.load('')}>
          {t('tryAgain')}
        </Button>
      }
    />
  );
}

function EmptyProject({ onUpload }: { onUpload: () => void }) {
  const { tree, rights } = useWorkspace();
  return (
    <EmptyState
      icon={<FilePlus2 size={20} strokeWidth={1.5} />}
      title={t('emptyProject')}
      action={
        rights.write && (
          <>
            <Button variant="primary" onClick={() => void tree.name({ kind: 'file', parent: '' })}>
              {t('newFile')}
            </Button>
            <Button onClick={onUpload}>{t('uploadFiles')}</Button>
          </>
        )
      }
    >
      {t('emptyProjectHint')}
    </EmptyState>
  );
}
