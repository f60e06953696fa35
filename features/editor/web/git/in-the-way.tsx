import { AlertDialog } from '@e-code/kernel/web';
import { useStore } from '../parts/store.ts';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';

/** Changes that are not committed keep something from being done: says which, and offers to put them aside. */
export function InTheWay({ repository }: { repository: Repository }) {
  const stopped = useStore(repository.stopped);
  if (stopped === undefined) return null;
  const files = [...stopped.said.matchAll(/^\t(.+)$|Entry '(.+)' not uptodate/gm)].map(([, a, b]) => a ?? b ?? '');
  return (
    <AlertDialog
      open
      danger={false}
      onOpenChange={(open) => !open && repository.stopped.set(undefined)}
      title={t('inTheWay')}
      confirmLabel={t('stashAndGoOn')}
      onConfirm={() => void repository.stashAnd(stopped.go)}
    >
      <p>{t('inTheWayHint')}</p>
      <ul className="mt-2 max-h-40 overflow-y-auto font-mono text-small text-text">
        {(files.length > 0 ? files : [stopped.said]).map((line) => (
          <li key={line} className="break-words">
            {line}
          </li>
        ))}
      </ul>
    </AlertDialog>
  );
}
