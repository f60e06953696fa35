import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export type SegmentedControlProps<Value extends string> = {
  /** Names the group for screen readers. */
  label: string;
  options: readonly { value: Value; label: string; icon?: ReactNode; hideLabel?: boolean }[];
  value: Value;
  onValueChange: (value: Value) => void;
  size?: 'small' | 'medium';
  className?: string;
};

/** One of two to four short choices, all in view: a view mode, a device, a theme. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  const { label, options, value, onValueChange, size = 'medium', className } = props;
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => onValueChange(next)}
      className={clsx('inline-flex rounded-control bg-active p-0.5', className)}
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          aria-label={option.label}
          title={option.hideLabel ? option.label : undefined}
          className={clsx(
            'inline-flex flex-1 items-center justify-center gap-1.5 rounded-small px-2.5 text-small font-medium whitespace-nowrap text-muted transition-colors duration-(--duration-press)',
            'hover:text-text data-[checked]:bg-raised data-[checked]:text-text data-[checked]:ring-1 data-[checked]:ring-line-strong',
            size === 'small' ? 'h-6' : 'h-7',
          )}
        >
          {option.icon}
          {!option.hideLabel && option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
