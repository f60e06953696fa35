import type { PresentPage } from '@e-code/host/contract';
import { Menu, type MenuEntry } from '@e-code/kernel/web';
import { EyeOff, Megaphone } from 'lucide-react';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { peopleOf } from './people-of.ts';
import { PersonBadge } from './person-badge.tsx';
import { placeText } from './place-text.ts';

/** So many discs stand in the bar; the rest is a number. */
const mostShown = 4;

const icon = { size: 16, strokeWidth: 1.5 };

/** Who else is here, in the top bar: where each is, following one, and bringing everybody here. */
export function People({ compact }: { compact: boolean }) {
  const { presence, rights } = useWorkspace();
  const people = peopleOf(useStore(presence.pages));
  const following = useStore(presence.following);
  if (people.length === 0) return null;
  const shown = people.slice(0, compact ? 1 : mostShown);
  const entries: MenuEntry[] = [
    ...people.map((page) => ({
      label: t('followPerson', { name: page.person.name }),
      detail: placeOf(page),
      icon: <PersonBadge person={page.person} size="tiny" faint={!page.active} />,
      onSelect: () => presence.follow(page),
    })),
    'separator',
    ...(following
      ? [
          {
            label: t('unfollowPerson', { name: following.person.name }),
            icon: <EyeOff {...icon} />,
            onSelect: () => presence.unfollow(),
          },
        ]
      : []),
    ...(rights.write
      ? [{ label: t('bringEverybody'), icon: <Megaphone {...icon} />, onSelect: () => presence.summon() }]
      : []),
  ];
  return (
    <Menu
      align="end"
      entries={entries}
      trigger={
        <button
          type="button"
          aria-label={t('peopleHere', { count: people.length })}
          title={people.map((page) => `${page.person.name}: ${placeOf(page)}`).join('\n')}
          className="flex h-8 items-center rounded-control px-1 hover:bg-hover"
        >
          {shown.map((page) => (
            <span key={page.page} aria-hidden className="-ml-1.5 rounded-full border-2 border-bg first:ml-0">
              <PersonBadge person={page.person} faint={!page.active} />
            </span>
          ))}
          {people.length > shown.length && (
            <span className="pl-1 text-small text-muted">+{people.length - shown.length}</span>
          )}
        </button>
      }
    />
  );
}

/** Where somebody is, and whether they only look. */
function placeOf({ place, active, writes }: PresentPage): string {
  const where = active ? placeText(place) : t('away');
  return writes ? where : t('looksOnly', { place: where });
}
