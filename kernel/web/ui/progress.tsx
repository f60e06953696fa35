import { Progress as Base } from '@base-ui/react/progress';
import type { ReactNode } from 'react';
import { formatNumber } from '../i18n/format.ts';

/** How far work has come. `value` is 0..1, or null while it is not known; `label` names the stage. */
export function Progress({ label, value, detail }: { label: string; value: number | null; detail?: ReactNode }) {
  return (
    <Base.Root
      value={value === null ? null : Math.round(value * 100)}
      getAriaValueText={(_, percent) => (percent === null ? label : `${label}, ${percent} %`)}
      className="flex flex-col gap-1.5"
    >
      <div className="flex items-baseline justify-between gap-3 text-small">
        <Base.Label className="truncate font-medium text-text">{label}</Base.Label>
        <span className="shrink-0 text-muted tabular-nums">
          {detail ?? (value === null ? undefined : formatNumber(value, { style: 'percent' }))}
        </span>
      </div>
      <Base.Track className="h-1 overflow-hidden rounded-full bg-active">
        <Base.Indicator className="h-full rounded-full bg-accent transition-[width] duration-(--duration-panel) data-[indeterminate]:w-1/3 data-[indeterminate]:[animation:progress-slide_1.4s_ease-in-out_infinite]" />
      </Base.Track>
    </Base.Root>
  );
}
