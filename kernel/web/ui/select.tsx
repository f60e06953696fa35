import { Select as Base } from '@base-ui/react/select';
import { clsx } from 'clsx';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { controlClass, controlHeights, Field, type FieldProps } from './field.tsx';
import { menuItemClass, menuPopupClass } from './menu-look.ts';

export type SelectOption<Value extends string> = {
  value: Value;
  label: string;
  icon?: ReactNode;
  detail?: ReactNode;
  disabled?: boolean;
};

export type SelectProps<Value extends string> = FieldProps & {
  options: readonly SelectOption<Value>[];
  value: Value | null;
  onValueChange: (value: Value) => void;
  placeholder?: string;
  size?: 'medium' | 'large';
  disabled?: boolean;
  name?: string;
};

/** One of a few known values. Typing jumps to the option that begins so. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { options, value, onValueChange, placeholder, size = 'medium', disabled, name, ...field } = props;
  const chosen = options.find((option) => option.value === value);
  return (
    <Field {...field}>
      <Base.Root
        items={options.map(({ value: item, label }) => ({ value: item, label }))}
        value={value}
        onValueChange={(next) => next !== null && onValueChange(next)}
        disabled={disabled === true}
        {...(name && { name })}
      >
        <Base.Trigger className={clsx(controlClass, controlHeights[size], 'flex items-center gap-2 text-left')}>
          {chosen?.icon}
          <span className={clsx('flex-1 truncate', !chosen && 'text-faint')}>{chosen?.label ?? placeholder}</span>
          <Base.Icon className="text-faint">
            <ChevronsUpDown size={14} strokeWidth={1.5} />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-none">
            <Base.Popup className={clsx(menuPopupClass, 'min-w-(--anchor-width)')}>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.disabled === true}
                  className={menuItemClass}
                >
                  {option.icon}
                  <Base.ItemText className="flex-1 truncate">{option.label}</Base.ItemText>
                  {option.detail && <span className="text-small text-faint">{option.detail}</span>}
                  <Base.ItemIndicator className="text-accent-text">
                    <Check size={14} strokeWidth={2} />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </Field>
  );
}
