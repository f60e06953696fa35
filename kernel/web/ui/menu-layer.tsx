import { ContextMenu as BaseContext } from '@base-ui/react/context-menu';
import { Menu as Base } from '@base-ui/react/menu';
import { useEffect, useRef } from 'react';
import { Entries } from './menu-entries.tsx';
import { menuPopupClass } from './menu-look.ts';
import type { MenuEntry, MenuProps } from './menu.tsx';

type LayerProps = {
  entries: readonly MenuEntry[];
  onOpenChange: (open: boolean) => void;
  /** What the person did to open it; another one opens it again. */
  request: MouseEvent;
};

/**
 * Hands the request on to the trigger of the library, which was not there yet when the person acted: from it the library
 * knows the place, and whether a key or a pointer asked, which decides if the first line is highlighted.
 */
function useReplay<Trigger extends HTMLElement>(request: MouseEvent) {
  const trigger = useRef<Trigger>(null);
  const replayed = useRef<MouseEvent>(undefined);
  useEffect(() => {
    // Once: an effect may run again for the same request.
    if (replayed.current === request) return;
    replayed.current = request;
    const { type, clientX, clientY, detail, button } = request;
    trigger.current?.dispatchEvent(
      new MouseEvent(type, { bubbles: true, cancelable: true, clientX, clientY, detail, button }),
    );
  }, [request]);
  return trigger;
}

/** The menu under a button. */
export function MenuLayer(props: LayerProps & Pick<MenuProps, 'align' | 'side'> & { anchor: HTMLElement }) {
  const { entries, onOpenChange, request, anchor, align = 'start', side = 'bottom' } = props;
  const trigger = useReplay<HTMLButtonElement>(request);
  return (
    <Base.Root onOpenChange={(open) => onOpenChange(open)}>
      <Base.Trigger ref={trigger} hidden />
      <Base.Portal>
        <Base.Positioner anchor={anchor} align={align} side={side} sideOffset={4} className="z-50 outline-none">
          <Base.Popup finalFocus={() => anchor} aria-labelledby={anchor.id} className={menuPopupClass}>
            <Entries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** The menu at the pointer. */
export function ContextMenuLayer({ entries, onOpenChange, request }: LayerProps) {
  const trigger = useReplay<HTMLDivElement>(request);
  return (
    <BaseContext.Root onOpenChange={(open) => onOpenChange(open)}>
      <BaseContext.Trigger ref={trigger} hidden />
      <BaseContext.Portal>
        <BaseContext.Positioner className="z-50 outline-none">
          <BaseContext.Popup className={menuPopupClass}>
            <Entries entries={entries} />
          </BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  );
}
