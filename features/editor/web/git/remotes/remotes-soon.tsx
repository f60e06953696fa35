import { lazy, Suspense } from 'react';
import type { Repository } from '../repository.ts';

const Remotes = lazy(() => import('./remotes-dialog.tsx').then((file) => ({ default: file.RemotesDialog })));

/** The dialog of remotes, whose code comes when somebody opens it. */
export function RemotesSoon(props: { repository: Repository; onClose: () => void }) {
  return (
    <Suspense>
      <Remotes {...props} />
    </Suspense>
  );
}
