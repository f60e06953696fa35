import type { Breakpoint } from '@e-code/host/contract';
import { IconButton, Select } from '@e-code/kernel/web';
import { Pencil, Trash2, X } from 'lucide-react';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import type { Debugger } from './debugger.ts';
import { placeText } from './place.ts';
import { Hint, Section } from './section.tsx';
import { debugWanted } from './wanted.ts';
import { t } from './texts.ts';

const icon = { size: 14, strokeWidth: 1.5 };

/** All breakpoints of the project, and whether exceptions stop it. */
export function BreakpointList({ owner }: { owner: Debugger }) {
  const { rights } = useWorkspace();
  const { breakpoints, exceptions } = useStore(owner.state);
  return (
    <Section
      title={t('breakpoints')}
      actions={
        rights.run &&
        breakpoints.length > 0 && (
          <IconButton
            size="small"
            label={t('removeAll')}
            icon={<Trash2 {...icon} />}
            onClick={() => void owner.removeAll()}
          />
        )
      }
    >
      {breakpoints.length === 0 && <Hint>{t('noBreakpoints')}</Hint>}
      <ul>
        {breakpoints.map((breakpoint) => (
          <Row key={breakpoint.id} owner={owner} breakpoint={breakpoint} mayChange={rights.run} />
        ))}
      </ul>
      <div className="px-3 pt-2">
        <Select
          label={t('exceptions')}
          value={exceptions}
          disabled={!rights.run}
          options={[
            { value: 'never', label: t('exceptionsNever') },
            { value: 'uncaught', label: t('exceptionsUncaught') },
            { value: 'all', label: t('exceptionsAll') },
          ]}
          onValueChange={(choice) => void owner.setExceptions(choice)}
        />
      </div>
    </Section>
  );
}

type RowProps = { owner: Debugger; breakpoint: Breakpoint; mayChange: boolean };

function Row({ owner, breakpoint, mayChange }: RowProps) {
  const place = placeText(breakpoint);
  const more = breakpoint.message ?? breakpoint.log ?? breakpoint.condition;
  return (
    <li className="flex min-h-7 items-center gap-1 pr-2 pl-3 hover:bg-hover pointer-coarse:min-h-11">
      <input
        type="checkbox"
        checked={breakpoint.enabled}
        disabled={!mayChange}
        aria-label={t('enabled', { place })}
        onChange={(event) => void owner.put(breakpoint.path, { ...breakpoint, enabled: event.target.checked })}
        className="size-4 shrink-0 accent-(--accent)"
      />
      <button
        type="button"
        onClick={() => owner.show(breakpoint)}
        className="flex min-h-7 min-w-0 flex-1 flex-col justify-center text-left text-small"
      >
        <span className="w-full truncate">{place}</span>
        {more !== undefined && <span className="w-full truncate text-caption text-muted">{more}</span>}
      </button>
      {mayChange && (
        <>
          <IconButton
            size="small"
            label={`${t('edit')}: ${place}`}
            icon={<Pencil {...icon} />}
            onClick={() => {
              debugWanted.set(true);
              owner.editing.set({ path: breakpoint.path, line: breakpoint.line });
            }}
          />
          <IconButton
            size="small"
            label={`${t('remove')}: ${place}`}
            icon={<X {...icon} />}
            onClick={() => void owner.remove(breakpoint)}
          />
        </>
      )}
    </li>
  );
}
