import type { TooltipSide } from './tooltip.tsx';

type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
type Size = { readonly width: number; readonly height: number };

const gap = 6;
const margin = 4;
const opposite: Record<TooltipSide, TooltipSide> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' };

function at(anchor: Box, own: Size, side: TooltipSide): { left: number; top: number } {
  const middle = {
    left: anchor.left + (anchor.width - own.width) / 2,
    top: anchor.top + (anchor.height - own.height) / 2,
  };
  if (side === 'top') return { left: middle.left, top: anchor.top - own.height - gap };
  if (side === 'bottom') return { left: middle.left, top: anchor.top + anchor.height + gap };
  if (side === 'left') return { left: anchor.left - own.width - gap, top: middle.top };
  return { left: anchor.left + anchor.width + gap, top: middle.top };
}

function overflows(point: { left: number; top: number }, own: Size, view: Size, side: TooltipSide): boolean {
  if (side === 'top') return point.top < margin;
  if (side === 'left') return point.left < margin;
  if (side === 'bottom') return point.top + own.height > view.height - margin;
  return point.left + own.width > view.width - margin;
}

/** Where a box goes beside its anchor: on the wished side, else on the opposite one, moved along to stay in view. In pixels. */
export function place(anchor: Box, own: Size, side: TooltipSide, view: Size): { left: number; top: number } {
  const wished = at(anchor, own, side);
  const point = overflows(wished, own, view, side) ? at(anchor, own, opposite[side]) : wished;
  const within = (value: number, size: number, limit: number) =>
    Math.round(Math.max(margin, Math.min(value, limit - size - margin)));
  return { left: within(point.left, own.width, view.width), top: within(point.top, own.height, view.height) };
}
