import {
  cloneElement,
  lazy,
  Suspense,
  useId,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import { loadMenus, prefetchOn, useLongPress, useMenuRequest, type TriggerProps } from './menu-request.ts';

export type MenuAction = {
  label: string;
  icon?: ReactNode;
  shortcut?: string;
  /** A state beside the label, such as a size or a name. */
  detail?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
};

/** A line of a menu: an action, a link, a box to tick, a choice of one, a menu inside, or a heading; `separator` divides. */
export type MenuEntry =
  | MenuAction
  | { label: string; icon?: ReactNode; href: string; external?: boolean }
  | { label: string; checked: boolean; onCheckedChange: (checked: boolean) => void }
  | {
      label: string;
      value: string;
      options: readonly { value: string; label: string }[];
      onValueChange: (value: string) => void;
    }
  | { label: string; icon?: ReactNode; entries: readonly MenuEntry[] }
  | { heading: ReactNode }
  | 'separator';

export type MenuProps = {
  /** The button that opens it. */
  trigger: ReactElement;
  entries: readonly MenuEntry[];
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'left' | 'right';
};

// Menus, their layers and their placing weigh 35 KiB, and most pages are used without opening one.
const MenuLayer = lazy(() => loadMenus().then((file) => ({ default: file.MenuLayer })));
const ContextMenuLayer = lazy(() => loadMenus().then((file) => ({ default: file.ContextMenuLayer })));

/** Actions on one thing, under a button. */
export function Menu({ trigger, entries, ...place }: MenuProps) {
  const { request, open, setOpen, ask } = useMenuRequest();
  const ownId = useId();
  const own = trigger.props as TriggerProps;
  const button = cloneElement(trigger as ReactElement<Record<string, unknown>>, {
    id: own.id ?? ownId,
    'aria-haspopup': 'menu',
    'aria-expanded': open,
    'data-popup-open': open ? '' : undefined,
    ...prefetchOn(own, ['onPointerEnter', 'onFocus']),
    onClick: (event: MouseEvent<HTMLElement>) => {
      own.onClick?.(event);
      if (!event.defaultPrevented) ask(event.nativeEvent, event.currentTarget);
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      own.onKeyDown?.(event);
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      event.currentTarget.click();
    },
  });
  return (
    <>
      {button}
      {request && (
        <Suspense>
          <MenuLayer entries={entries} onOpenChange={setOpen} {...request} {...place} />
        </Suspense>
      )}
    </>
  );
}

/** The same actions on right click, long press or the menu key of what is inside. */
export function ContextMenu({ entries, children }: { entries: readonly MenuEntry[]; children: ReactElement }) {
  const { request, open, setOpen, ask } = useMenuRequest();
  const own = children.props as TriggerProps;
  const area = cloneElement(children as ReactElement<Record<string, unknown>>, {
    'data-popup-open': open ? '' : undefined,
    ...prefetchOn(own, ['onPointerDown']),
    ...useLongPress(own),
    onContextMenu: (event: MouseEvent<HTMLElement>) => {
      // React also tells of what happens in layers that are drawn elsewhere in the document.
      if (!(event.target instanceof Node && event.currentTarget.contains(event.target))) return;
      own.onContextMenu?.(event);
      event.preventDefault();
      event.stopPropagation();
      ask(event.nativeEvent, event.currentTarget);
    },
  });
  return (
    <>
      {area}
      {request && (
        <Suspense>
          <ContextMenuLayer entries={entries} onOpenChange={setOpen} request={request.request} />
        </Suspense>
      )}
    </>
  );
}
