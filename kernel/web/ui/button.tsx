import { Button as BaseButton } from '@base-ui/react/button';
import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { Spinner } from './spinner.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'small' | 'medium' | 'large';

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover active:bg-accent-hover',
  secondary:
    'border border-line-strong bg-raised text-text hover:bg-hover active:bg-active data-[popup-open]:bg-active',
  ghost:
    'text-muted hover:bg-hover hover:text-text active:bg-active data-[popup-open]:bg-active data-[popup-open]:text-text',
  danger: 'bg-danger-fill text-on-danger hover:bg-danger-fill-hover active:bg-danger-fill-hover',
};

const sizes: Record<ButtonSize, string> = {
  small: 'h-7 gap-1.5 px-2.5',
  medium: 'h-8 gap-2 px-3',
  large: 'h-10 gap-2 px-4 text-body',
};

/** The look of a button, for links that lead somewhere: `<Link className={buttonClass({ variant: 'primary' })}>`. */
export function buttonClass(look: { variant?: ButtonVariant; size?: ButtonSize; wide?: boolean } = {}): string {
  return clsx(
    'relative inline-flex shrink-0 items-center justify-center rounded-control text-ui font-medium whitespace-nowrap select-none',
    'transition-colors duration-(--duration-press) aria-disabled:cursor-default aria-disabled:opacity-50 data-[busy]:opacity-100',
    variants[look.variant ?? 'secondary'],
    sizes[look.size ?? 'medium'],
    look.wide && 'w-full',
  );
}

export type ButtonProps = Omit<ComponentProps<'button'>, 'ref'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Takes the full width of its container. */
  wide?: boolean;
  /** A lucide icon before the label. */
  icon?: ReactNode;
  /** Work is under way: true keeps the label's width under a spinner, a text says what is happening instead of the label. */
  loading?: boolean | string;
};

/** An action with a word. A disabled or busy button keeps the focus, so that a keyboard user does not lose the place. */
export function Button({
  variant,
  size,
  wide,
  icon,
  loading = false,
  disabled,
  className,
  children,
  ...rest
}: ButtonProps) {
  const busy = loading !== false;
  const look = { ...(variant && { variant }), ...(size && { size }), ...(wide && { wide }) };
  return (
    <BaseButton
      type="button"
      focusableWhenDisabled
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      data-busy={busy || undefined}
      className={clsx(buttonClass(look), className)}
      {...rest}
    >
      {typeof loading === 'string' ? (
        <>
          <Spinner /> {loading}
        </>
      ) : (
        <>
          {busy && (
            <span className="absolute inset-0 grid place-items-center">
              <Spinner />
            </span>
          )}
          <span className={clsx('contents', busy && '*:opacity-0')}>
            {icon && <span className="-ml-0.5 inline-flex shrink-0">{icon}</span>}
            <span className="inline-flex items-center gap-2">{children}</span>
          </span>
        </>
      )}
    </BaseButton>
  );
}
