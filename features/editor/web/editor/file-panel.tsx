import { Button, ErrorState, Skeleton } from '@e-code/kernel/web';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Opened } from '../documents/documents.ts';
import { baseName } from '../parts/paths.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { NoCursor } from '../viewers/no-cursor.tsx';
import { isTextKind, viewerOf, type TextViewerKind } from '../viewers/kinds.ts';
import { useWorkspace } from '../workspace/context.ts';
import { FileNotice } from './file-notice.tsx';
import { TextEditor } from './text-editor.tsx';

const Viewer = lazy(() => import('../viewers/viewer.tsx').then((file) => ({ default: file.Viewer })));
const TextAndView = lazy(() => import('../viewers/text-and-view.tsx').then((file) => ({ default: file.TextAndView })));
const PagerFile = lazy(() => import('../viewers/pager/pager-file.tsx').then((file) => ({ default: file.PagerFile })));
const ByteFile = lazy(() => import('../viewers/byte-file.tsx').then((file) => ({ default: file.ByteFile })));

/** Files up to this size are read into the page to be looked at; larger ones are shown in parts. */
const viewableSize = 20 * 1024 * 1024;

type FilePanelProps = { path: string; active: boolean };

/** What a file is shown as: text, what it is a picture or table of, parts of something large, or its bytes. */
export function FilePanel({ path, active }: FilePanelProps) {
  const kind = viewerOf(path);
  return (
    <Suspense fallback={<TextSkeleton />}>
      {kind === undefined || isTextKind(kind) ? (
        <OpenedFile path={path} active={active} kind={kind} />
      ) : (
        <>
          <NoCursor active={active} />
          <Viewer kind={kind} path={path} />
        </>
      )}
    </Suspense>
  );
}

/** Opens a path as a document. `again` tries once more, `reload` forgets the document that is open. */
function useOpened(path: string): { opened: Opened | undefined; again: () => void; reload: () => void } {
  const { documents, socket } = useWorkspace();
  const connection = useStore(socket.state);
  const [opened, setOpened] = useState<Opened>();
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    // A renamed file keeps its document and with it its editor and its undo.
    let current = true;
    void documents.open(path).then((result) => current && setOpened(result));
    return () => {
      current = false;
    };
  }, [documents, path, attempt]);

  // What could not be read for want of a connection is read when there is one.
  const unreachable = opened?.kind === 'problem' && opened.problem.transient;
  useEffect(() => {
    if (!unreachable || connection !== 'open') return undefined;
    const timer = setTimeout(() => setAttempt((count) => count + 1), 300);
    return () => clearTimeout(timer);
  }, [unreachable, connection, opened]);
  const again = () => setAttempt((count) => count + 1);
  const reload = () => {
    setOpened(undefined);
    void documents.forget(path).then(again);
  };
  return { opened, again, reload };
}

function OpenedFile({ path, active, kind }: FilePanelProps & { kind: TextViewerKind | undefined }) {
  const { opened, again, reload } = useOpened(path);
  if (!opened) return <TextSkeleton />;
  if (opened.kind === 'problem') {
    return (
      <ErrorState
        title={t('cannotOpen', { name: baseName(path) })}
        action={<Button onClick={again}>{t('tryAgain')}</Button>}
      >
        {opened.problem.message}
      </ErrorState>
    );
  }
  const none = <NoCursor active={active} />;
  if (opened.kind === 'binary' || (opened.kind === 'large' && !opened.text)) {
    return (
      <>
        {none}
        <ByteFile path={path} />
      </>
    );
  }
  const text =
    opened.kind === 'text' ? (
      <Text opened={opened} active={active} onReload={reload} />
    ) : (
      <>
        {none}
        <PagerFile path={path} />
      </>
    );
  if (kind === undefined || (opened.kind === 'large' && opened.size > viewableSize)) return text;
  return (
    <TextAndView
      path={path}
      active={active}
      kind={kind}
      document={opened.kind === 'text' ? opened.document : undefined}
    >
      {text}
    </TextAndView>
  );
}

type TextProps = { opened: Opened & { kind: 'text' }; active: boolean; onReload: () => void };

function Text({ opened, active, onReload }: TextProps) {
  return (
    <div className="flex h-full flex-col">
      <FileNotice document={opened.document} onReload={onReload} />
      <div className="min-h-0 flex-1">
        <TextEditor document={opened.document} active={active} />
      </div>
    </div>
  );
}

/** The shape of code while it is fetched. */
export function TextSkeleton() {
  const widths = ['30%', '55%', '42%', '0', '38%', '62%', '47%', '20%', '0', '34%', '51%'];
  return (
    <div role="status" className="flex flex-col gap-2 px-14 py-3" aria-busy="true" aria-label={t('loading')}>
      {widths.map((width, index) => (
        <div key={index} className="h-3" style={{ width }}>
          <Skeleton className="h-3 w-full" />
        </div>
      ))}
    </div>
  );
}
