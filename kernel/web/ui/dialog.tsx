import { Dialog as Base } from '@base-ui/react/dialog';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { useRef, type ReactElement, type ReactNode, type RefObject } from 'react';
import { IconButton } from './icon-button.tsx';
import { t } from './texts.ts';

export type DialogProps = {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** The element that opens it, when the dialog is not controlled. */
  trigger?: ReactElement;
  title: ReactNode;
  description?: ReactNode;
  /** small 400 px, medium 520 px, large 720 px. */
  size?: 'small' | 'medium' | 'large';
  /** The buttons at the lower right; the last one is the primary. */
  footer?: ReactNode;
  initialFocus?: RefObject<HTMLElement | null>;
  children?: ReactNode;
};

const widths = { small: 'sm:max-w-[400px]', medium: 'sm:max-w-[520px]', large: 'sm:max-w-[720px]' };

export const backdropClass =
  'fixed inset-0 z-40 bg-[oklch(0_0_0/0.34)] transition-opacity duration-(--duration-panel) data-[ending-style]:opacity-0 data-[starting-style]:opacity-0';

export const dialogClass = clsx(
  'fixed z-40 flex flex-col overflow-hidden bg-overlay shadow-dialog outline-none',
  'inset-x-0 bottom-0 max-h-[92dvh] rounded-t-panel sm:inset-x-auto sm:top-[14dvh] sm:bottom-auto sm:left-1/2 sm:max-h-[72dvh] sm:w-[calc(100vw-32px)] sm:-translate-x-1/2 sm:rounded-panel',
  'transition-[opacity,translate,scale] duration-(--duration-panel) ease-spring',
  'data-[ending-style]:translate-y-4 data-[ending-style]:opacity-0 data-[starting-style]:translate-y-4 data-[starting-style]:opacity-0',
  'sm:data-[ending-style]:translate-y-0 sm:data-[ending-style]:scale-[0.98] sm:data-[starting-style]:translate-y-0 sm:data-[starting-style]:scale-[0.98]',
);

/** A task that needs its own place: focus stays inside, Escape and a click outside close it. On a phone it is a sheet. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, trigger, title, description, size = 'medium', footer, initialFocus, children } = props;
  const body = useRef<HTMLDivElement>(null);
  // A person who opens a form wants its first field, not the cross that closes it.
  const firstField = () =>
    body.current?.querySelector<HTMLElement>('input, textarea, [role=combobox], [role=radio][tabindex="0"]') ?? true;
  return (
    <Base.Root
      {...(open !== undefined && { open })}
      {...(onOpenChange && { onOpenChange: (next: boolean) => onOpenChange(next) })}
    >
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup className={clsx(dialogClass, widths[size])} initialFocus={initialFocus ?? firstField}>
          <header className="flex items-start gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-title font-semibold text-text">{title}</Base.Title>
              {description && <Base.Description className="mt-1 text-ui text-muted">{description}</Base.Description>}
            </div>
            <Base.Close
              render={<IconButton label={t('close')} icon={<X size={16} strokeWidth={1.5} />} className="-mr-1.5" />}
            />
          </header>
          {/* Focus rings of the controls at the edges need the inner padding: the body scrolls and would cut them. */}
          {children && (
            <div ref={body} className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">
              {children}
            </div>
          )}
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Wraps a button so that it closes the dialog it is in. */
export function DialogClose({ children }: { children: ReactElement }) {
  return <Base.Close render={children} />;
}
