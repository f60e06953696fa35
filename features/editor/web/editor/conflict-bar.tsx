import { Button } from '@e-code/kernel/web';
import { TriangleAlert } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { FileDocument } from '../documents/document.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';

const Compare = lazy(() => import('./compare.tsx').then((file) => ({ default: file.Compare })));

/** Above the text, while the file needs a decision. Typing goes on; nothing is lost whatever is chosen. */
export function ConflictBar({ document }: { document: FileDocument }) {
  const state = useStore(document.state);
  const [comparing, setComparing] = useState(false);
  if (state.kind === 'conflict') {
    return (
      <>
        <Bar text={t('conflict')}>
          <Button size="small" onClick={() => setComparing(true)}>
            {t('compare')}
          </Button>
          <Button size="small" onClick={() => document.takeTheirs()}>
            {t('takeTheirs')}
          </Button>
          <Button size="small" variant="primary" onClick={() => void document.keepMine()}>
            {t('keepMine')}
          </Button>
        </Bar>
        {comparing && (
          <Suspense>
            <Compare document={document} onClose={() => setComparing(false)} />
          </Suspense>
        )}
      </>
    );
  }
  if (state.kind === 'gone') {
    return (
      <Bar text={t('gone')}>
        <Button size="small" variant="primary" onClick={() => void document.keepMine()}>
          {t('bringBack')}
        </Button>
      </Bar>
    );
  }
  if (state.kind === 'disk-full' || state.kind === 'refused') {
    return (
      <Bar text={state.message}>
        <Button size="small" onClick={() => void document.flush()}>
          {t('tryAgain')}
        </Button>
      </Bar>
    );
  }
  return null;
}

function Bar({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 border-b border-line bg-warning-soft px-3 py-1.5">
      <TriangleAlert size={16} strokeWidth={1.5} className="shrink-0 text-warning" aria-hidden />
      <span className="min-w-40 flex-1 text-ui">{text}</span>
      <div className="flex flex-wrap gap-2">{children}</div>
    </div>
  );
}
