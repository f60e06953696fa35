import { useTitle, type FeatureRoute, type ScreenProps } from '@e-code/kernel/web';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  useParams,
  type AnyRoute,
} from '@tanstack/react-router';
import { features } from './features.ts';
import { CrashPage, CrashScreen } from './shell/crash.tsx';
import { PlainLayout } from './shell/plain-layout.tsx';
import { LoadingScreen } from './shell/loading.tsx';
import { NotFound } from './shell/not-found.tsx';
import { Root } from './shell/root.tsx';
import { sessionQuery } from './shell/session.ts';
import { signInAddress } from './shell/sign-in-address.ts';

// The sign-in page needs no menu: the layouts with a top bar come with the first page that has one.
const withTopBar = () => import('./shell/layouts.tsx');
const layouts = {
  page: lazyRouteComponent(withTopBar, 'PageLayout'),
  window: lazyRouteComponent(withTopBar, 'WindowLayout'),
  plain: PlainLayout,
};

/** Loads a screen once and hands it the parts of its address. */
function screenComponent(route: FeatureRoute) {
  return lazyRouteComponent(async () => {
    const Screen = await route.screen();
    return {
      default: function RoutedScreen() {
        useTitle(route.title);
        const params: unknown = useParams({ strict: false });
        return <Screen params={params as ScreenProps['params']} />;
      },
    };
  });
}

async function requirePerson(queryClient: QueryClient, address: string, guests: boolean): Promise<void> {
  const person = await queryClient.query({ ...sessionQuery, staleTime: 'static' });
  // The router takes a thrown redirect, which is a Response and not an Error.
  // oxlint-disable-next-line typescript/only-throw-error
  if (!person || (person.guest && !guests)) throw redirect({ href: signInAddress(address), replace: true });
}

function featureRoute(parent: AnyRoute, route: FeatureRoute, queryClient: QueryClient): AnyRoute {
  const component = screenComponent(route);
  return createRoute({
    getParentRoute: () => parent,
    path: route.path,
    component,
    beforeLoad: ({ location }) => {
      // The code travels while the session is asked for.
      void component.preload?.();
      return route.access === 'public'
        ? undefined
        : requirePerson(queryClient, location.href, route.access === 'guests');
    },
  });
}

function developmentRoutes(): FeatureRoute[] {
  if (!import.meta.env.DEV) return [];
  const screen = () => import('./kit/gallery.tsx').then((file) => file.Gallery);
  return [{ path: '/__kit', access: 'public', layout: 'page', title: 'Kit', screen }];
}

/** The routes of all features under the layout that each asks for. */
export function createAppRouter(queryClient: QueryClient) {
  const root = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: CrashPage });
  const routes = [...features.flatMap((feature) => feature.routes), ...developmentRoutes()];
  const branches = Object.entries(layouts).map(([name, component]) => {
    const branch: AnyRoute = createRoute({ getParentRoute: () => root, id: name, component });
    const inside = routes.filter((route) => (route.layout ?? 'page') === name);
    return branch.addChildren(inside.map((route) => featureRoute(branch, route, queryClient)));
  });
  return createRouter({
    routeTree: root.addChildren(branches),
    defaultPendingComponent: LoadingScreen,
    defaultErrorComponent: CrashScreen,
    defaultPendingMs: 150,
    // Half a second by default, in which a page that is there already would not be shown.
    defaultPendingMinMs: 0,
    defaultPreload: false,
    scrollRestoration: true,
  });
}
