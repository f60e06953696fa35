import { cloneElement, type ReactElement } from 'react';

export type TooltipSide = 'top' | 'bottom' | 'left' | 'right';

/** The attributes that the tooltip layer reads off the element under the pointer or focus. */
export type TooltipAttributes = {
  'data-tooltip': string;
  'data-tooltip-keys'?: string | undefined;
  'data-tooltip-side'?: TooltipSide | undefined;
};

export type TooltipProps = {
  label: string;
  /** A shortcut in the notation of commands: `mod+k`. */
  shortcut?: string | undefined;
  side?: TooltipSide | undefined;
  /** The one element that the tooltip describes; it has to pass unknown props on to the DOM. */
  children: ReactElement<TooltipAttributes & { 'aria-description'?: string }>;
};

/**
 * Gives an element a tooltip. It is attributes only: one `TooltipLayer` per page draws the tooltip of whatever is
 * hovered or focused, so a list of ten thousand buttons costs no component and no listener each.
 */
export function tooltipAttributes(label: string, shortcut?: string, side?: TooltipSide): TooltipAttributes {
  return { 'data-tooltip': label, 'data-tooltip-keys': shortcut, 'data-tooltip-side': side };
}

/** A short description on hover and on keyboard focus. It never holds what a person needs to know to go on. */
export function Tooltip({ label, shortcut, side, children }: TooltipProps) {
  return cloneElement(children, { ...tooltipAttributes(label, shortcut, side), 'aria-description': label });
}
