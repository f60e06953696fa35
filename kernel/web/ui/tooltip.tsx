import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './kbd.tsx';

export type TooltipProps = {
  label: ReactNode;
  /** A shortcut in the notation of commands: `mod+k`. */
  shortcut?: string;
  side?: 'top' | 'bottom' | 'left' | 'right';
  /** The one element that the tooltip describes; it has to pass on props and ref. */
  children: ReactElement;
};

/** A short description on hover and on keyboard focus. It never holds what a person needs to know to go on. */
export function Tooltip({ label, shortcut, side = 'bottom', children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-50">
          <Base.Popup className="flex max-w-72 items-center gap-2 rounded-control bg-overlay px-2 py-1 text-small text-text shadow-float transition-opacity duration-(--duration-press) data-[ending-style]:opacity-0 data-[starting-style]:opacity-0">
            {label}
            {shortcut && <Kbd keys={shortcut} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Put once around the application: neighbouring tooltips then open without the delay of the first. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider delay={450} closeDelay={0} timeout={300}>
      {children}
    </Base.Provider>
  );
}
