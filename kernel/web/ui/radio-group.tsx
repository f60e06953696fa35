import { Radio } from '@base-ui/react/radio';
import { RadioGroup as Base } from '@base-ui/react/radio-group';
import { clsx } from 'clsx';
import { useId, type ReactNode } from 'react';

export type RadioOption<Value extends string> = {
  value: Value;
  label: ReactNode;
  hint?: ReactNode;
  icon?: ReactNode;
  disabled?: boolean;
};

export type RadioGroupProps<Value extends string> = {
  label: string;
  hideLabel?: boolean;
  options: readonly RadioOption<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
  className?: string;
};

/** One of two to five choices that need a sentence each. */
export function RadioGroup<Value extends string>({
  label,
  hideLabel,
  options,
  value,
  onValueChange,
  className,
}: RadioGroupProps<Value>) {
  const id = useId();
  return (
    <div className={clsx('flex flex-col gap-1.5', className)}>
      <span id={id} className={clsx('text-ui font-medium', hideLabel && 'sr-only')}>
        {label}
      </span>
      <Base
        aria-labelledby={id}
        value={value}
        onValueChange={(next) => onValueChange(next)}
        className="divide-y divide-line overflow-hidden rounded-control border border-line-strong bg-raised"
      >
        {options.map((option) => (
          <label
            key={option.value}
            className="flex cursor-pointer items-start gap-2.5 px-3 py-2 text-ui transition-colors duration-(--duration-press) hover:bg-hover has-[[data-checked]]:bg-selected has-[[data-disabled]]:opacity-50"
          >
            <Radio.Root
              value={option.value}
              disabled={option.disabled === true}
              className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong bg-raised data-[checked]:border-accent data-[checked]:bg-accent"
            >
              <Radio.Indicator className="size-1.5 rounded-full bg-on-accent" />
            </Radio.Root>
            <span className="min-w-0">
              <span className="flex items-center gap-1.5">
                {option.icon}
                {option.label}
              </span>
              {option.hint && <span className="block text-small text-muted">{option.hint}</span>}
            </span>
          </label>
        ))}
      </Base>
    </div>
  );
}
