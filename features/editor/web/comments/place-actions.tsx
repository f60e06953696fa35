import type { Placement } from '@e-code/host/contract';
import { Button } from '@e-code/kernel/web';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { attachToSelection, confirmPlace } from './attach.ts';
import type { Thread } from './endpoints.ts';
import { t } from './texts.ts';
import type { ThreadBook } from './thread-book.ts';

type PlaceProps = { book: ThreadBook; thread: Thread; placement: Placement | undefined };

/** What a person can say about a thread whose words changed or are gone: that the place is right, or another one. */
export function PlaceActions({ book, thread, placement }: PlaceProps) {
  const workspace = useWorkspace();
  const writes = useStore(book.reader)?.writes === true;
  const flagged = placement === 'moved' || placement === 'gone';
  if (!flagged || !writes || thread.resolved) return null;
  return (
    <div className="mt-2 flex flex-col gap-1.5">
      <p className="text-small text-muted">{t(placement === 'moved' ? 'movedHint' : 'goneHint')}</p>
      <div className="flex flex-wrap gap-2">
        {placement === 'moved' && (
          <Button size="small" onClick={() => void confirmPlace(workspace, thread)}>
            {t('placeRight')}
          </Button>
        )}
        <Button size="small" onClick={() => void attachToSelection(workspace, thread)}>
          {t('attachHere')}
        </Button>
      </div>
    </div>
  );
}
