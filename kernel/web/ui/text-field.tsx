import { Field as Base } from '@base-ui/react/field';
import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { controlClass, controlHeights, Field, type FieldProps } from './field.tsx';

export type TextFieldProps = FieldProps &
  Omit<ComponentProps<'input'>, 'size' | 'prefix' | 'className' | 'value' | 'defaultValue'> & {
    value?: string | undefined;
    defaultValue?: string;
    onValueChange?: (value: string) => void;
    size?: 'medium' | 'large';
    /** An icon or a fixed text before what is typed. */
    prefix?: ReactNode;
    /** A control or a state after it. */
    suffix?: ReactNode;
    mono?: boolean;
  };

/** One line of text. */
export function TextField(props: TextFieldProps) {
  const { label, hideLabel, hint, error, optional, aside, className } = props;
  const field = { label, ...(hideLabel && { hideLabel }), hint, error, ...(optional && { optional }), aside };
  return (
    <Field {...field} {...(className && { className })}>
      <TextInput {...props} />
    </Field>
  );
}

function TextInput(props: TextFieldProps) {
  const {
    label: _label,
    hideLabel: _hide,
    hint: _hint,
    error: _error,
    optional: _optional,
    aside: _aside,
    className: _class,
    ...rest
  } = props;
  const { onValueChange, size = 'medium', prefix, suffix, mono, ...input } = rest;
  return (
    <div className="relative flex items-center">
      {prefix && <span className="pointer-events-none absolute left-2.5 flex text-faint">{prefix}</span>}
      <Base.Control
        {...input}
        {...(onValueChange && { onValueChange: (value: string) => onValueChange(value) })}
        className={clsx(controlClass, controlHeights[size], prefix && 'pl-8', suffix && 'pr-13', mono && 'font-mono')}
      />
      {suffix && <span className="absolute right-1 flex items-center">{suffix}</span>}
    </div>
  );
}
