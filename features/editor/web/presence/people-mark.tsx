import type { PresentPage } from '@e-code/host/contract';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { peopleOf } from './people-of.ts';
import { PersonBadge } from './person-badge.tsx';

const mostShown = 3;

/** Who is in a file or a terminal, as small discs beside its name. */
export function PeopleMark({ path, terminal }: { path?: string | undefined; terminal?: number | undefined }) {
  const { presence } = useWorkspace();
  const pages = useStore(presence.pages);
  const here = peopleOf(pages.filter((page) => isIn(page, path, terminal)));
  if (here.length === 0) return null;
  return (
    <span className="ml-auto flex shrink-0 pl-1">
      {here.slice(0, mostShown).map(({ page, person, active }) => (
        <span key={page} className="-ml-1 rounded-full border border-bg first:ml-0">
          <PersonBadge person={person} size="tiny" faint={!active} />
        </span>
      ))}
    </span>
  );
}

function isIn({ place }: PresentPage, path: string | undefined, terminal: number | undefined): boolean {
  if (place.kind === 'file') return place.path === path;
  return place.kind === 'terminal' && place.terminal === terminal;
}
