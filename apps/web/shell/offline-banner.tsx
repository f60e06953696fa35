import { useConnection } from '@e-code/kernel/web';
import { WifiOff } from 'lucide-react';
import { t } from '../texts.ts';

/** One line above everything while the server cannot be reached. The region stays in place so that screen readers hear the change. */
export function OfflineBanner() {
  const offline = useConnection() === 'offline';
  return (
    <div role="status" className="shrink-0">
      {offline && (
        <p className="flex items-center justify-center gap-2 bg-warning-soft px-4 py-1 text-small text-text">
          <WifiOff size={14} strokeWidth={1.75} className="shrink-0 text-warning" aria-hidden /> {t('offline')}
        </p>
      )}
    </div>
  );
}
