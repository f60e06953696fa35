import { MergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { Button, Dialog, Skeleton } from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { CollisionNote } from '@e-code/host/contract';
import { baseName } from '../parts/paths.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { useDecision } from './file-notice.tsx';
import { loadLanguage } from './languages.ts';
import { authorName } from './outside-author.ts';
import { editorTheme } from './theme.ts';

type CompareProps = { note: CollisionNote; path: string; onClose: () => void };

/** Both versions of lines that collided, side by side, and which one stays. */
export function Compare({ note, path, onClose }: CompareProps) {
  const { client, rights } = useWorkspace();
  const { id } = note;
  const decide = useDecision();
  const { data } = useQuery({
    queryKey: ['collision', id],
    queryFn: ({ signal }) => client.ask('documents.collision', { id }, signal),
  });
  const choose = (choice: 'merged' | 'ours' | 'theirs') => () => void decide(id, choice).then(onClose);
  const name = authorName(note.by);
  return (
    <Dialog
      open
      size="large"
      onOpenChange={(open) => !open && onClose()}
      title={t('compareTitle', { name: baseName(path) })}
      description={t('compareHint')}
      footer={
        rights.write && (
          <>
            <Button onClick={choose('theirs')}>{t('takeTheirs', { name })}</Button>
            <Button onClick={choose('ours')}>{t('keepMine')}</Button>
            <Button variant="primary" onClick={choose('merged')}>
              {t('keepAsIs')}
            </Button>
          </>
        )
      }
    >
      <div className="grid grid-cols-2 pb-1 text-small text-muted">
        <span>{t('writtenBy', { name })}</span>
        <span>{t('typedHere')}</span>
      </div>
      {data ? <SideBySide path={path} theirs={data.theirs} ours={data.ours} /> : <Skeleton className="h-40 w-full" />}
    </Dialog>
  );
}

function SideBySide({ path, theirs, ours }: { path: string; theirs: string; ours: string }) {
  // A callback, since the dialog draws its content a moment later.
  const [parent, setParent] = useState<HTMLDivElement | null>(null);
  useEffect(() => {
    if (!parent) return undefined;
    let view: MergeView | undefined;
    let current = true;
    void loadLanguage(path).then((language) => {
      if (!current) return;
      const extensions = [
        lineNumbers(),
        editorTheme,
        EditorState.readOnly.of(true),
        EditorView.lineWrapping,
        ...(language ? [language] : []),
      ];
      view = new MergeView({
        parent,
        a: { doc: theirs, extensions },
        b: { doc: ours, extensions },
        collapseUnchanged: { margin: 3, minSize: 6 },
      });
    });
    return () => {
      current = false;
      view?.destroy();
    };
  }, [parent, path, theirs, ours]);
  return (
    <div ref={setParent} className="max-h-[48dvh] overflow-auto rounded-control border border-line font-mono text-ui" />
  );
}
