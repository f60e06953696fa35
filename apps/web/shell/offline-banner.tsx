import { reportConnection, useConnection } from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { WifiOff } from 'lucide-react';
import { useEffect } from 'react';
import { t } from '../texts.ts';

/** How long between two tries to reach the server, in milliseconds. */
const tryEvery = 3000;

/** Any answer proves the server; the smallest file of the application is asked for, past every cache. */
async function serverAnswers(signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch('/icon.svg', { method: 'HEAD', cache: 'no-store', signal });
    return response.status < 500;
  } catch {
    return false;
  }
}

/** While the server is away, tries again; when it is back, everything on screen is read anew. */
function useReconnect(offline: boolean): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!offline) return undefined;
    const gone = new AbortController();
    const timer = setInterval(() => {
      const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(tryEvery)]);
      void serverAnswers(signal).then((back) => {
        if (back && !gone.signal.aborted) reportConnection('online');
      });
    }, tryEvery);
    return () => {
      clearInterval(timer);
      gone.abort();
      void queryClient.invalidateQueries();
    };
  }, [offline, queryClient]);
}

/** One line above everything while the server cannot be reached. The region stays in place so that screen readers hear the change. */
export function OfflineBanner() {
  const offline = useConnection() === 'offline';
  useReconnect(offline);
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
