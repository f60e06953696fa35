import { Switch as Base } from '@base-ui/react/switch';
import type { ReactNode } from 'react';

export type SwitchProps = {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
};

/** A setting that takes effect at once. The whole line is the target. */
export function Switch({ label, hint, checked, onCheckedChange, disabled }: SwitchProps) {
  return (
    <label className="flex items-start justify-between gap-4 text-ui has-[[data-disabled]]:opacity-50">
      <span>
        {label}
        {hint && <span className="block text-small text-muted">{hint}</span>}
      </span>
      <Base.Root
        checked={checked}
        onCheckedChange={(next) => onCheckedChange(next)}
        disabled={disabled === true}
        className="mt-0.5 h-4.5 w-8 shrink-0 rounded-full bg-faint p-0.5 transition-colors duration-(--duration-press) data-[checked]:bg-accent"
      >
        <Base.Thumb className="block size-3.5 rounded-full bg-on-accent transition-transform duration-(--duration-panel) ease-spring data-[checked]:translate-x-3.5" />
      </Base.Root>
    </label>
  );
}
