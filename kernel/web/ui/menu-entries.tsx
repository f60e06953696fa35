import { Menu as Base } from '@base-ui/react/menu';
import { clsx } from 'clsx';
import { Check, ChevronRight } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { Kbd } from './kbd.tsx';
import { menuItemClass, menuPopupClass } from './menu-look.ts';
import type { MenuEntry } from './menu.tsx';

function Label({
  icon,
  label,
  detail,
  shortcut,
}: {
  icon?: ReactNode;
  label: string;
  detail?: ReactNode;
  shortcut?: string;
}) {
  return (
    <>
      <span className="hidden size-4 shrink-0 items-center justify-center text-muted group-data-[icons]/menu:flex">
        {icon}
      </span>
      <span className="flex-1 truncate">{label}</span>
      {detail && <span className="truncate text-small text-faint">{detail}</span>}
      {shortcut && <Kbd keys={shortcut} className="ml-3" />}
    </>
  );
}

const indicator = <Check size={14} strokeWidth={2} className="text-accent-text" />;

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry === 'separator') return <Base.Separator className="mx-1 my-1 h-px bg-line" />;
  if ('heading' in entry) return <div className="px-2 pt-1.5 pb-1 text-small text-muted">{entry.heading}</div>;
  if ('entries' in entry) return <Submenu {...entry} />;
  if ('options' in entry) return <Choice {...entry} />;
  if ('href' in entry) {
    const outside = entry.external ? { target: '_blank', rel: 'noreferrer' } : {};
    return (
      <Base.LinkItem href={entry.href} {...outside} closeOnClick className={menuItemClass}>
        <Label icon={entry.icon} label={entry.label} />
      </Base.LinkItem>
    );
  }
  if ('checked' in entry) {
    return (
      <Base.CheckboxItem
        checked={entry.checked}
        onCheckedChange={(next) => entry.onCheckedChange(next)}
        className={menuItemClass}
      >
        <Label label={entry.label} />
        <Base.CheckboxItemIndicator>{indicator}</Base.CheckboxItemIndicator>
      </Base.CheckboxItem>
    );
  }
  const { onSelect, danger, disabled, ...label } = entry;
  return (
    <Base.Item
      disabled={disabled === true}
      onClick={onSelect}
      className={clsx(menuItemClass, danger && 'text-danger data-[highlighted]:bg-danger-soft [&_span]:text-danger')}
    >
      <Label {...label} />
    </Base.Item>
  );
}

function Choice({ label, value, options, onValueChange }: Extract<MenuEntry, { options: unknown }>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next: string) => onValueChange(next)} aria-label={label}>
      <div className="px-2 pt-1.5 pb-1 text-caption font-medium text-faint">{label}</div>
      {options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} className={menuItemClass}>
          <Label label={option.label} />
          <Base.RadioItemIndicator>{indicator}</Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

function Submenu({ label, icon, entries }: Extract<MenuEntry, { entries: unknown }>) {
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger className={menuItemClass}>
        <Label icon={icon} label={label} />
        <ChevronRight size={14} strokeWidth={1.5} className="-mr-0.5 text-faint" />
      </Base.SubmenuTrigger>
      <Base.Portal>
        <Base.Positioner sideOffset={2} alignOffset={-4} className="z-50 outline-none">
          <Base.Popup className={menuPopupClass}>
            <Entries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  );
}

/** The lines of a menu. */
export function Entries({ entries }: { entries: readonly MenuEntry[] }) {
  // One icon in a menu gives every line the room for one, so that the labels stay on one edge.
  const icons = entries.some((entry) => entry !== 'separator' && 'icon' in entry && entry.icon !== undefined);
  return (
    <div data-icons={icons || undefined} className="group/menu contents">
      {entries.map((entry, index) => (
        <Fragment key={index}>
          <Entry entry={entry} />
        </Fragment>
      ))}
    </div>
  );
}
