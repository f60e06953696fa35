import { PendingPicker } from '@e-code/kernel/web';
import { Suspense, useCallback, useEffect, useRef } from 'react';
import { lazyPart } from '../parts/lazy-part.tsx';
import { t } from '../texts.ts';

const QuickOpen = lazyPart(() => import('./quick-open.tsx').then((file) => file.QuickOpen));

type QuickOpenProps = {
  /** Says what to look for: nothing for files, `@` and `#` for names. */
  prefix: '' | '@' | '#';
  onClose: () => void;
};

/** Who holds Ctrl or Cmd may be about to press P: the code travels meanwhile. */
function usePreloadOnModifier(): void {
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent) => {
      if (key !== 'Control' && key !== 'Meta') return;
      removeEventListener('keydown', onKeyDown);
      // A guess: what fails here is told when files are really asked for.
      QuickOpen.preload().catch(() => undefined);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Quick open when it is wanted; a place to type into until its code is there. */
export function QuickOpenSoon({ open, ...rest }: { open: boolean } & QuickOpenProps) {
  usePreloadOnModifier();
  return open && <OpenedQuickOpen key={rest.prefix} {...rest} />;
}

function OpenedQuickOpen({ prefix, onClose }: QuickOpenProps) {
  const typed = useRef('');
  const take = useCallback((query: string) => {
    typed.current = query;
  }, []);
  const pending = (
    <PendingPicker label={t('openFile')} placeholder={t('openFileHint')} onQueryChange={take} onClose={onClose} />
  );
  return (
    <Suspense fallback={pending}>
      <QuickOpen initialQuery={() => prefix + typed.current} onClose={onClose} />
    </Suspense>
  );
}
