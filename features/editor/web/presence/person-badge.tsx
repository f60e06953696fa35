import type { PresentPage } from '@e-code/host/contract';
import { initials } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { personColour } from './person-colour.ts';

type PersonBadgeProps = { person: PresentPage['person']; size?: 'tiny' | 'small'; faint?: boolean };

/** A person as a disc in their colour: the one of their cursor. */
export function PersonBadge({ person, size = 'small', faint = false }: PersonBadgeProps) {
  return (
    // The letters are drawn by the style sheet: as text they would be a visible label that differs from the name.
    <span
      role="img"
      aria-label={person.name}
      data-initials={initials(person.name)}
      style={{ background: personColour(person.colour) }}
      className={clsx(
        'inline-grid shrink-0 place-items-center rounded-full font-semibold text-bg before:content-[attr(data-initials)]',
        size === 'small' ? 'size-6 text-[10px]' : 'size-4 text-[8px]',
        faint && 'opacity-50',
      )}
    />
  );
}
