import { IconButton, Link, runCommand, useNavigation, type NavigationEntry } from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { Search } from 'lucide-react';
import { lazy, Suspense, type Ref } from 'react';
import { features } from '../features.ts';
import { t } from '../texts.ts';
import { AccountMenu } from './account-menu.tsx';
import { Logo } from './logo.tsx';
import { sessionQuery } from './session.ts';

export const navigationEntries: readonly NavigationEntry[] = features
  .flatMap((feature) => feature.navigation ?? [])
  .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0));

type TopBarProps = {
  navigation: boolean;
  start: Ref<HTMLDivElement>;
  center: Ref<HTMLDivElement>;
  end: Ref<HTMLDivElement>;
};

/** 40 px: the mark, where one can go or what the screen puts there, the palette, the account. */
export function TopBar({ navigation, start, center, end }: TopBarProps) {
  return (
    <header className="flex h-10 shrink-0 items-center gap-2 border-b border-line bg-sunken px-2 sm:px-3">
      <Link to="/" aria-label={t('home')} className="-m-1 rounded-control p-1">
        <Logo size={20} />
      </Link>
      {navigation && <MainNavigation />}
      <div ref={start} className="flex min-w-0 flex-1 items-center gap-2" />
      <div ref={center} className="flex min-w-0 items-center justify-center gap-2" />
      <div className="flex min-w-0 items-center justify-end gap-1 sm:flex-1">
        <div ref={end} className="flex min-w-0 items-center gap-1" />
        <IconButton
          label={t('commandPalette')}
          shortcut="mod+k"
          icon={<Search size={16} strokeWidth={1.5} />}
          onClick={() => runCommand('palette.open')}
        />
        <PersonControls />
        <AccountMenu />
      </div>
    </header>
  );
}

// Fetched once each, and not by visitors and guests.
const controls = features.flatMap(({ name, topBar }) =>
  topBar ? [{ name, Control: lazy(async () => ({ default: await topBar() })) }] : [],
);

/** What features put beside the account menu of whoever is signed in. */
function PersonControls() {
  const { data: person } = useQuery(sessionQuery);
  if (!person || person.guest) return null;
  return controls.map(({ name, Control }) => (
    <Suspense key={name} fallback={<span className="size-7 shrink-0" />}>
      <Control />
    </Suspense>
  ));
}

function MainNavigation() {
  const { path } = useNavigation();
  const entries = navigationEntries.filter((entry) => entry.place === 'main');
  if (entries.length === 0) return null;
  return (
    <nav aria-label={t('mainNavigation')} className="ml-2 flex min-w-0 items-center gap-0.5 overflow-x-auto">
      {entries.map((entry) => {
        const here = path === entry.path || path.startsWith(`${entry.path}/`);
        return (
          <Link
            key={entry.id}
            to={entry.path}
            aria-current={here ? 'page' : undefined}
            className={clsx(
              'flex h-7 items-center rounded-control px-2 font-medium whitespace-nowrap transition-colors duration-(--duration-press) hover:bg-hover hover:text-text',
              here ? 'text-text' : 'text-muted',
            )}
          >
            {entry.title}
          </Link>
        );
      })}
    </nav>
  );
}
