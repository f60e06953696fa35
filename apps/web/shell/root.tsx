import {
  commands,
  NavigationProvider,
  startDispatcher,
  toastDemand,
  TooltipLayer,
  type Navigation,
} from '@e-code/kernel/web';
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { features } from '../features.ts';
import { shellCommands } from './shell-commands.tsx';
import { OfflineBanner } from './offline-banner.tsx';

const Palette = lazy(() => import('../palette/palette.tsx').then((file) => ({ default: file.Palette })));

const Toasts = lazy(() => import('./toasts.tsx').then((file) => ({ default: file.Toasts })));

/** What kernel components know of the router. */
function useAppNavigation(): Navigation {
  const router = useRouter();
  const location = useRouterState({ select: (state) => state.location });
  return useMemo(
    () => ({
      path: location.pathname,
      search: new URLSearchParams(location.searchStr),
      go: (to, options) => void router.navigate({ href: to, ...(options?.replace && { replace: true }) }),
      preload: (to) =>
        void router.preloadRoute({ href: to } as Parameters<typeof router.preloadRoute>[0]).catch(() => undefined),
    }),
    [router, location.pathname, location.searchStr],
  );
}

/** What is on every page: navigation, keyboard, palette, the offline line. */
export function Root() {
  const navigation = useAppNavigation();
  const toasts = useSyncExternalStore(toastDemand.subscribe, toastDemand.needed);
  const [palette, setPalette] = useState<'unused' | 'open' | 'closed'>('unused');

  useEffect(() => {
    const stop = startDispatcher(commands);
    const unregister = [
      commands.register(shellCommands(() => setPalette('open'))),
      ...features.map((feature) => commands.register(feature.commands ?? [])),
    ];
    return () => {
      stop();
      for (const remove of unregister) remove();
    };
  }, []);

  return (
    <NavigationProvider value={navigation}>
      <div className="flex h-dvh flex-col">
        <OfflineBanner />
        <div className="min-h-0 flex-1">
          <Outlet />
        </div>
      </div>
      <TooltipLayer />
      {toasts && (
        <Suspense>
          <Toasts />
        </Suspense>
      )}
      {palette !== 'unused' && (
        <Suspense>
          <Palette open={palette === 'open'} onOpenChange={(open) => setPalette(open ? 'open' : 'closed')} />
        </Suspense>
      )}
    </NavigationProvider>
  );
}
