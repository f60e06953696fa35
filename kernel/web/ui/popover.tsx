import { Popover as Base } from '@base-ui/react/popover';
import { clsx } from 'clsx';
import type { ReactElement, ReactNode } from 'react';

export type PopoverProps = {
  trigger: ReactElement;
  title?: ReactNode;
  description?: ReactNode;
  side?: 'top' | 'bottom' | 'left' | 'right';
  align?: 'start' | 'center' | 'end';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  children?: ReactNode;
};

/** Details or a small form beside what opened it; the page behind stays usable. */
export function Popover(props: PopoverProps) {
  const {
    trigger,
    title,
    description,
    side = 'bottom',
    align = 'start',
    open,
    onOpenChange,
    className,
    children,
  } = props;
  return (
    <Base.Root
      {...(open !== undefined && { open })}
      {...(onOpenChange && { onOpenChange: (next: boolean) => onOpenChange(next) })}
    >
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} collisionPadding={8} className="z-50 outline-none">
          <Base.Popup
            className={clsx(
              'w-72 max-w-[calc(100vw-16px)] origin-(--transform-origin) rounded-panel bg-overlay p-3 text-ui shadow-float outline-none',
              'transition-[opacity,scale] duration-(--duration-press) ease-out data-[ending-style]:opacity-0 data-[starting-style]:scale-[0.98] data-[starting-style]:opacity-0',
              className,
            )}
          >
            {title && <Base.Title className="text-ui font-semibold">{title}</Base.Title>}
            {description && <Base.Description className="mt-0.5 text-small text-muted">{description}</Base.Description>}
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
