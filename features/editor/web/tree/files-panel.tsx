import { Button, EmptyState, ErrorState, IconButton } from '@e-code/kernel/web';
import { ChevronsDownUp, FilePlus2, FolderPlus, FolderUp, RefreshCw, Upload } from 'lucide-react';
import { useRef } from 'react';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { FileTree } from './file-tree.tsx';
import { UploadStatus } from './upload-status.tsx';
import { pickedFiles, type UploadFile } from './uploads.ts';

const icon = { size: 16, strokeWidth: 1.5 };

/** The tree with its few actions above, and uploads below. */
export function FilesPanel({ touch = false }: { touch?: boolean }) {
  const { tree, uploads, rights } = useWorkspace();
  useStore(tree.rows);
  const filePicker = useRef<HTMLInputElement>(null);
  const folderPicker = useRef<HTMLInputElement>(null);
  const target = useRef('');

  const send = (files: readonly UploadFile[]) => {
    if (files.length > 0) void uploads.send(files).then(() => tree.refresh());
  };
  const upload = (folder: string) => {
    target.current = folder;
    filePicker.current?.click();
  };
  const picked = (input: HTMLInputElement) => {
    send(pickedFiles(input.files ?? new DataTransfer().files, target.current));
    input.value = '';
  };
  const { status } = tree;
  return (
    <section aria-label={t('files')} className="flex h-full flex-col">
      <header className="flex h-9 shrink-0 items-center gap-0.5 pr-1.5 pl-3">
        <h2 className="flex-1 text-small font-medium text-muted">{t('files')}</h2>
        {rights.write && (
          <>
            <IconButton
              label={t('newFile')}
              icon={<FilePlus2 {...icon} />}
              onClick={() => void tree.name({ kind: 'file', parent: tree.folderAtFocus() })}
            />
            <IconButton
              label={t('newFolder')}
              icon={<FolderPlus {...icon} />}
              onClick={() => void tree.name({ kind: 'folder', parent: tree.folderAtFocus() })}
            />
            <IconButton
              label={t('uploadFiles')}
              icon={<Upload {...icon} />}
              onClick={() => upload(tree.folderAtFocus())}
            />
            <IconButton
              label={t('uploadFolder')}
              icon={<FolderUp {...icon} />}
              onClick={() => {
                target.current = tree.folderAtFocus();
                folderPicker.current?.click();
              }}
            />
          </>
        )}
        <IconButton label={t('collapseAll')} icon={<ChevronsDownUp {...icon} />} onClick={() => tree.collapseAll()} />
      </header>
      <div className="min-h-0 flex-1">
        {status === 'empty' && tree.naming.get() === undefined ? (
          <EmptyProject onUpload={() => upload('')} />
        ) : status === 'failed' ? (
          <ErrorState
            title={t('cannotList')}
            action={
              <Button icon={<RefreshCw {...icon} />} onClick={() => void tree.load('')}>
                {t('tryAgain')}
              </Button>
            }
          />
        ) : (
          <FileTree onUpload={upload} onDropFiles={send} touch={touch} />
        )}
      </div>
      <UploadStatus />
      <input
        ref={filePicker}
        type="file"
        multiple
        hidden
        aria-label={t('uploadFiles')}
        onChange={(event) => picked(event.target)}
      />
      <input
        ref={folderPicker}
        type="file"
        hidden
        aria-label={t('uploadFolder')}
        {...{ webkitdirectory: '' }}
        onChange={(event) => picked(event.target)}
      />
    </section>
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
