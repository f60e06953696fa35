import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';

export type CheckboxProps = {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  indeterminate?: boolean;
  disabled?: boolean;
  name?: string;
};

/** Something that is chosen or not, and takes effect with the form. For what takes effect at once use `Switch`. */
export function Checkbox({ label, hint, checked, onCheckedChange, indeterminate, disabled, name }: CheckboxProps) {
  return (
    <label className="flex items-start gap-2 text-ui has-[[data-disabled]]:opacity-50">
      <Base.Root
        checked={checked}
        onCheckedChange={(next) => onCheckedChange(next)}
        indeterminate={indeterminate === true}
        disabled={disabled === true}
        {...(name && { name })}
        className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-small border border-line-strong bg-raised text-on-accent transition-colors duration-(--duration-press) hover:border-faint data-[checked]:border-accent data-[checked]:bg-accent data-[indeterminate]:border-accent data-[indeterminate]:bg-accent"
      >
        <Base.Indicator className="grid place-items-center">
          {indeterminate ? <Minus size={12} strokeWidth={2.5} /> : <Check size={12} strokeWidth={2.5} />}
        </Base.Indicator>
      </Base.Root>
      <span>
        {label}
        {hint && <span className="block text-small text-muted">{hint}</span>}
      </span>
    </label>
  );
}
