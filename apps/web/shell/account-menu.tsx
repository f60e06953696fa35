import {
  Avatar,
  Menu,
  useNavigation,
  useTheme,
  type MenuEntry,
  type NavigationEntry,
  type ShellPerson,
} from '@e-code/kernel/web';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { DoorOpen, LogIn, LogOut, Settings2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { features } from '../features.ts';
import { t } from '../texts.ts';
import { forgetCopies, unsentEdits } from './copies.ts';
import { GUEST_PAGE } from './guest-page.ts';
import { forgetPerson, session, sessionQuery } from './session.ts';

const SignOut = lazy(() => import('../sign-out/sign-out.tsx').then((file) => ({ default: file.SignOut })));

const icon = { size: 16, strokeWidth: 1.5 };

const accountPages: readonly NavigationEntry[] = features
  .flatMap((feature) => feature.navigation ?? [])
  .filter((entry) => entry.place === 'account')
  .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0));

/** Light, dark or as the system; kept in this browser. */
function useThemeEntry(): MenuEntry {
  const { choice, setTheme } = useTheme();
  const options = [
    { value: 'system', label: t('followSystem') },
    { value: 'light', label: t('lightTheme') },
    { value: 'dark', label: t('darkTheme') },
  ];
  return { label: t('theme'), value: choice, options, onValueChange: setTheme };
}

function usePersonEntries(person: ShellPerson | null | undefined): MenuEntry[] {
  const { go } = useNavigation();
  if (!person) return [];
  const heading = (
    <>
      <span className="block truncate font-medium text-text">{person.name}</span>
      <span className="block truncate">{person.guest ? t('noAccount') : person.email}</span>
    </>
  );
  if (person.guest) {
    const visit = { label: t('yourVisit'), icon: <DoorOpen {...icon} />, onSelect: () => go(GUEST_PAGE) };
    return [{ heading }, 'separator', visit, 'separator'];
  }
  const pages = accountPages
    .filter((page) => page.operatorsOnly !== true || person.operator === true)
    .map((page) => ({ label: page.title, icon: page.icon, onSelect: () => go(page.path) }));
  return [{ heading }, 'separator', ...pages, ...(pages.length > 0 ? ['separator' as const] : [])];
}

/** The person, the pages about them, the theme and the way out. */
export function AccountMenu() {
  const { data: person } = useQuery(sessionQuery);
  const theme = useThemeEntry();
  const personEntries = usePersonEntries(person);
  const queryClient = useQueryClient();
  const { go } = useNavigation();

  const [unsent, setUnsent] = useState<readonly string[]>([]);
  const [asking, setAsking] = useState(false);

  async function signOut(): Promise<void> {
    await session?.signOut();
    forgetPerson(queryClient);
    go('/sign-in');
    await forgetCopies('all');
  }

  async function askToSignOut(): Promise<void> {
    const files = await unsentEdits();
    if (files.length === 0) return signOut();
    setUnsent(files);
    setAsking(true);
  }

  const way: MenuEntry = person?.guest
    ? { label: t('signIn'), icon: <LogIn {...icon} />, onSelect: () => go('/sign-in') }
    : { label: t('signOut'), icon: <LogOut {...icon} />, onSelect: () => void askToSignOut() };
  const leave: MenuEntry[] = person ? ['separator', way] : [];
  const menu = (
    <Menu
      align="end"
      entries={[...personEntries, theme, ...leave]}
      trigger={
        <button
          type="button"
          aria-label={person ? t('account', { name: person.name }) : t('theme')}
          className="grid size-7 shrink-0 place-items-center rounded-full text-muted hover:bg-hover data-[popup-open]:bg-active"
        >
          {person ? <Avatar name={person.name} src={person.picture} /> : <Settings2 size={16} strokeWidth={1.5} />}
        </button>
      }
    />
  );
  return (
    <>
      {menu}
      {unsent.length > 0 && (
        <Suspense>
          <SignOut files={unsent} open={asking} onOpenChange={setAsking} onConfirm={signOut} />
        </Suspense>
      )}
    </>
  );
}
