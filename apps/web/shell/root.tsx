import {
  commands,
  Layers,
  NavigationProvider,
  proofStore,
  startDispatcher,
  toastDemand,
  TooltipLayer,
  type Navigation,
} from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useState, useSyncExternalStore, type ComponentType } from 'react';
import { features } from '../features.ts';
import { OfflineBanner } from './offline-banner.tsx';
import { session, sessionQuery } from './session.ts';
import { shellCommands } from './shell-commands.tsx';

type Openable = ComponentType<{ open: boolean; onOpenChange: (open: boolean) => void }>;

// What opens over every page is fetched when it is first opened.
const Palette = lazy(() => import('../palette/palette.tsx').then((file) => ({ default: file.Palette })));
const Shortcuts = lazy(() => import('../shortcuts/shortcuts.tsx').then((file) => ({ default: file.Shortcuts })));
const ConfirmIdentity = lazy(async () => ({ default: session ? await session.confirm() : () => null }));
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
        void router
          .preloadRoute({ href: to } as Parameters<typeof router.preloadRoute>[0])
          // A preload is a guess: what fails here is shown when the person really goes there.
          .catch(() => undefined),
    }),
    [router, location.pathname, location.searchStr],
  );
}

/** Holds a lazy layer: nothing is fetched until it is opened once, and it stays so that it can close with movement. */
function useLayer(Layer: Openable) {
  const [state, setState] = useState<'unused' | 'open' | 'closed'>('unused');
  const element = state !== 'unused' && (
    <Suspense>
      <Layer open={state === 'open'} onOpenChange={(open) => setState(open ? 'open' : 'closed')} />
    </Suspense>
  );
  return [element, setState] as const;
}

/** What features offer on every page, to everybody but guests, for whom nothing of it is there. */
function useFeatureCommands(): void {
  const { data: person } = useQuery(sessionQuery);
  const guest = person?.guest === true;
  useEffect(() => {
    if (guest) return undefined;
    const unregister = features.map((feature) => commands.register(feature.commands ?? []));
    return () => {
      for (const remove of unregister) remove();
    };
  }, [guest]);
}

/** What is on every page: navigation, keyboard, palette, tooltips, toasts, the offline line. */
export function Root() {
  const navigation = useAppNavigation();
  const toasts = useSyncExternalStore(toastDemand.subscribe, toastDemand.needed);
  const proof = useSyncExternalStore(proofStore.subscribe, proofStore.current);
  const [palette, setPalette] = useLayer(Palette);
  const [shortcuts, setShortcuts] = useLayer(Shortcuts);

  useEffect(() => {
    const stop = startDispatcher(commands);
    const own = shellCommands(
      () => setPalette('open'),
      () => setShortcuts('open'),
    );
    const unregister = commands.register(own);
    return () => {
      stop();
      unregister();
    };
  }, [setPalette, setShortcuts]);
  useFeatureCommands();

  return (
    <NavigationProvider value={navigation}>
      <div className="flex h-dvh flex-col">
        <OfflineBanner />
        <div className="min-h-0 flex-1">
          <Outlet />
        </div>
      </div>
      <Layers />
      <TooltipLayer />
      {toasts && (
        <Suspense>
          <Toasts />
        </Suspense>
      )}
      {proof && (
        <Suspense>
          <ConfirmIdentity />
        </Suspense>
      )}
      {palette}
      {shortcuts}
    </NavigationProvider>
  );
}
