import type { CollisionNote } from '@e-code/host/contract';
import { Button, toast } from '@e-code/kernel/web';
import { TriangleAlert } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { FileDocument } from '../documents/document.ts';
import { toHostProblem } from '../host/problem.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { authorName } from './outside-author.ts';

const Compare = lazy(() => import('./compare.tsx').then((file) => ({ default: file.Compare })));

type FileNoticeProps = { document: FileDocument; onReload: () => void };

/** Above the text, while there is something to know or to decide about the file. Typing goes on; nothing is lost. */
export function FileNotice({ document, onReload }: FileNoticeProps) {
  return (
    <>
      <Collision document={document} />
      <State document={document} onReload={onReload} />
    </>
  );
}

/** Lines that this page and a program changed at once: the newest of them; a decision shows the next. */
function Collision({ document }: { document: FileDocument }) {
  const collision = useStore(document.collisions).at(-1);
  const { rights } = useWorkspace();
  const [comparing, setComparing] = useState<CollisionNote>();
  const decide = useDecision();
  if (!collision) return null;
  const { id } = collision;
  return (
    <>
      <Bar text={t('collision', { name: authorName(collision.by) })}>
        <Button size="small" onClick={() => setComparing(collision)}>
          {t('compare')}
        </Button>
        {rights.write && (
          <Button size="small" variant="primary" onClick={() => void decide(id, 'merged')}>
            {t('keepAsIs')}
          </Button>
        )}
      </Bar>
      {comparing && (
        <Suspense>
          <Compare note={comparing} path={document.path} onClose={() => setComparing(undefined)} />
        </Suspense>
      )}
    </>
  );
}

/** Tells the host what stays of a collision. */
export function useDecision(): (id: string, choice: 'merged' | 'ours' | 'theirs') => Promise<void> {
  const { client } = useWorkspace();
  return async (id, choice) => {
    try {
      await client.ask('documents.resolve', { id, choice });
    } catch (error) {
      toast.error(toHostProblem(error).message);
    }
  };
}

function State({ document, onReload }: FileNoticeProps) {
  const { documents, rights } = useWorkspace();
  const state = useStore(document.state);
  if (state.kind === 'deleted') {
    return (
      <Bar text={t('deletedFile')}>
        {rights.write && (
          <Button size="small" variant="primary" onClick={() => void documents.restore(document).catch(explain)}>
            {t('bringBack')}
          </Button>
        )}
      </Bar>
    );
  }
  if (state.kind === 'detached') {
    return (
      <Bar text={t('detachedFile')}>
        <Button size="small" onClick={onReload}>
          {t('showFile')}
        </Button>
      </Bar>
    );
  }
  if (state.kind === 'viewing') {
    return <Bar text={state.edits > 0 ? t('viewingDropped', { count: state.edits }) : t('viewingNow')} />;
  }
  if (state.kind === 'disk-full' || state.kind === 'failed') {
    return (
      <Bar text={state.message}>
        <Button size="small" onClick={() => void documents.flush()}>
          {t('tryAgain')}
        </Button>
      </Bar>
    );
  }
  return null;
}

const explain = (error: unknown) => void toast.error(toHostProblem(error).message);

function Bar({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 border-b border-line bg-warning-soft px-3 py-1.5">
      <TriangleAlert size={16} strokeWidth={1.5} className="shrink-0 text-warning" aria-hidden />
      <span className="min-w-40 flex-1 text-ui">{text}</span>
      <div className="flex flex-wrap gap-2">{children}</div>
    </div>
  );
}
