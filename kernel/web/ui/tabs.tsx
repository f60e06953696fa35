import { Tabs as Base } from '@base-ui/react/tabs';
import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export type TabItem = { value: string; label: ReactNode; icon?: ReactNode; badge?: ReactNode; content: ReactNode };

export type TabsProps = {
  label: string;
  items: readonly TabItem[];
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  className?: string;
};

/** Views of one thing. A panel is drawn when its tab is chosen. */
export function Tabs({ label, items, value, defaultValue = items[0]?.value, onValueChange, className }: TabsProps) {
  return (
    <Base.Root
      {...(value === undefined ? { defaultValue } : { value })}
      {...(onValueChange && { onValueChange: (next: string) => onValueChange(next) })}
      className={clsx('flex min-h-0 flex-col', className)}
    >
      <Base.List aria-label={label} className="relative flex shrink-0 gap-4 overflow-x-auto border-b border-line">
        {items.map((item) => (
          <Base.Tab
            key={item.value}
            value={item.value}
            className="flex h-9 items-center gap-1.5 text-ui font-medium whitespace-nowrap text-muted transition-colors duration-(--duration-press) outline-offset-[-2px] hover:text-text data-[active]:text-text"
          >
            {item.icon}
            {item.label}
            {item.badge}
          </Base.Tab>
        ))}
        <Base.Indicator className="absolute bottom-0 left-0 h-0.5 w-(--active-tab-width) translate-x-(--active-tab-left) rounded-full bg-accent transition-[translate,width] duration-(--duration-panel) ease-spring" />
      </Base.List>
      {items.map((item) => (
        <Base.Panel key={item.value} value={item.value} className="min-h-0 flex-1 pt-4 outline-offset-4">
          {item.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
