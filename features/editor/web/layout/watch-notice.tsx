import { Tooltip } from '@e-code/kernel/web';
import { EyeOff } from 'lucide-react';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';

/** Says that files are listed every few seconds because they cannot be watched, and why. */
export function WatchNotice() {
  const reason = useStore(useWorkspace().polling.reason);
  if (reason === undefined) return null;
  return (
    <Tooltip label={reason} side="top">
      <span role="status" className="inline-flex items-center gap-1.5 text-warning">
        <EyeOff className="size-3.5" aria-hidden />
        {t('notWatched')}
      </span>
    </Tooltip>
  );
}
