import { Field as Base } from '@base-ui/react/field';
import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import { controlClass, Field, type FieldProps } from './field.tsx';

export type TextAreaProps = FieldProps &
  Omit<ComponentProps<'textarea'>, 'className' | 'value' | 'defaultValue' | 'ref'> & {
    value?: string;
    defaultValue?: string;
    onValueChange?: (value: string) => void;
    mono?: boolean;
  };

/** Several lines of text; grows with what is typed. */
export function TextArea({
  label,
  hideLabel,
  hint,
  error,
  optional,
  aside,
  className,
  onValueChange,
  mono,
  rows = 3,
  ...rest
}: TextAreaProps) {
  const field = { label, ...(hideLabel && { hideLabel }), hint, error, ...(optional && { optional }), aside };
  return (
    <Field {...field} {...(className && { className })}>
      <Base.Control
        render={<textarea rows={rows} {...rest} onChange={(event) => onValueChange?.(event.target.value)} />}
        className={clsx(controlClass, 'field-sizing-content max-h-80 resize-y py-1.5', mono && 'font-mono')}
      />
    </Field>
  );
}
