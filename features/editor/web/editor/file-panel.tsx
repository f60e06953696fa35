import { Button, EmptyState, ErrorState, formatBytes, Skeleton } from '@e-code/kernel/web';
import { Download, FileQuestion } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Opened } from '../documents/documents.ts';
import { baseName } from '../parts/paths.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { ConflictBar } from './conflict-bar.tsx';
import { TextEditor } from './text-editor.tsx';

const LargeFile = lazy(() => import('./large-file.tsx').then((file) => ({ default: file.LargeFile })));

const pictures = /\.(?:png|jpe?g|gif|webp|avif|ico|bmp)$/i;

/** What a file is shown as: text, a picture, pieces of something large, or a notice with a download. */
export function FilePanel({ path, active }: { path: string; active: boolean }) {
  const { documents, socket } = useWorkspace();
  const connection = useStore(socket.state);
  const [opened, setOpened] = useState<Opened>();
  const [attempt, setAttempt] = useState(0);
  const picture = pictures.test(path);

  useEffect(() => {
    if (picture) return undefined;
    // A renamed file keeps its document and with it its editor and its undo.
    let current = true;
    void documents.open(path).then((result) => current && setOpened(result));
    return () => {
      current = false;
    };
  }, [documents, path, picture, attempt]);

  // What could not be read for want of a connection is read when there is one.
  const unreachable = opened?.kind === 'problem' && opened.problem.transient;
  useEffect(() => {
    if (!unreachable || connection !== 'open') return undefined;
    const timer = setTimeout(() => setAttempt((count) => count + 1), 300);
    return () => clearTimeout(timer);
  }, [unreachable, connection, opened]);

  if (picture) return <Picture path={path} />;
  if (!opened) return <TextSkeleton />;
  if (opened.kind === 'text') {
    return (
      <div className="flex h-full flex-col">
        <ConflictBar document={opened.document} />
        <div className="min-h-0 flex-1">
          <TextEditor document={opened.document} active={active} />
        </div>
      </div>
    );
  }
  if (opened.kind === 'problem') {
    return (
      <ErrorState
        title={t('cannotOpen', { name: baseName(path) })}
        action={<Button onClick={() => setAttempt((count) => count + 1)}>{t('tryAgain')}</Button>}
      >
        {opened.problem.message}
      </ErrorState>
    );
  }
  if (opened.kind === 'large' && opened.text) {
    return (
      <Suspense fallback={<TextSkeleton />}>
        <LargeFile path={path} size={opened.size} />
      </Suspense>
    );
  }
  return <Binary path={path} size={opened.size} />;
}

/** The shape of code while it is fetched. */
export function TextSkeleton() {
  const widths = ['30%', '55%', '42%', '0', '38%', '62%', '47%', '20%', '0', '34%', '51%'];
  return (
    <div className="flex flex-col gap-2 px-14 py-3" aria-busy="true" aria-label={t('loading')}>
      {widths.map((width, index) => (
        <div key={index} className="h-3" style={{ width }}>
          <Skeleton className="h-3 w-full" />
        </div>
      ))}
    </div>
  );
}

function Picture({ path }: { path: string }) {
  const { client } = useWorkspace();
  const [failed, setFailed] = useState(false);
  if (failed) return <Binary path={path} size={undefined} />;
  return (
    <div className="grid h-full place-items-center overflow-auto bg-sunken p-6">
      <img
        src={client.url('files.read', { path })}
        alt={baseName(path)}
        onError={() => setFailed(true)}
        className="max-h-full max-w-full rounded-control border border-line bg-[repeating-conic-gradient(var(--bg-active)_0_25%,var(--bg)_0_50%)] bg-[length:16px_16px] object-contain"
      />
    </div>
  );
}

function Binary({ path, size }: { path: string; size: number | undefined }) {
  const { client } = useWorkspace();
  return (
    <EmptyState
      icon={<FileQuestion size={20} strokeWidth={1.5} />}
      title={t('notText', { name: baseName(path) })}
      action={
        <Button
          icon={<Download size={16} strokeWidth={1.5} />}
          onClick={() => location.assign(client.url('files.read', { path, download: true }))}
        >
          {size === undefined ? t('download') : t('downloadSize', { size: formatBytes(size) })}
        </Button>
      }
    >
      {t('notTextWhy')}
    </EmptyState>
  );
}
