import { Button as BaseButton } from '@base-ui/react/button';
import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { Spinner } from './spinner.tsx';
import { tooltipAttributes, type TooltipSide } from './tooltip.tsx';

export type IconButtonProps = Omit<ComponentProps<'button'>, 'ref' | 'aria-label' | 'children'> & {
  /** The accessible name, shown as the tooltip too. */
  label: string;
  icon: ReactNode;
  size?: 'small' | 'medium' | 'large';
  /** A shortcut in the notation of commands, shown in the tooltip: `mod+k`. */
  shortcut?: string;
  /** Stays pressed, for a toggle; sets `aria-pressed`. */
  pressed?: boolean;
  loading?: boolean;
  danger?: boolean;
  /** Where the tooltip opens. */
  side?: TooltipSide;
};

const sizes = { small: 'size-6', medium: 'size-7', large: 'size-8' };

/** An action shown by an icon alone; its name is always there as label and tooltip. */
export function IconButton(props: IconButtonProps) {
  const {
    label,
    icon,
    size = 'medium',
    shortcut,
    pressed,
    loading = false,
    danger,
    side,
    className,
    disabled,
    ...rest
  } = props;
  return (
    <BaseButton
      type="button"
      focusableWhenDisabled
      aria-label={label}
      {...tooltipAttributes(label, shortcut, side)}
      aria-pressed={pressed}
      aria-busy={loading || undefined}
      disabled={disabled === true || loading}
      className={clsx(
        'inline-grid shrink-0 place-items-center rounded-control text-muted transition-colors duration-(--duration-press)',
        'hover:bg-hover hover:text-text active:bg-active aria-pressed:bg-selected aria-pressed:text-accent-text',
        'data-[popup-open]:bg-active data-[popup-open]:text-text aria-disabled:pointer-events-none aria-disabled:opacity-45',
        danger && 'hover:bg-danger-soft hover:text-danger',
        sizes[size],
        className,
      )}
      {...rest}
    >
      {loading ? <Spinner /> : icon}
    </BaseButton>
  );
}
