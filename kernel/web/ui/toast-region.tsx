import { Toast as Base } from '@base-ui/react/toast';
import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { IconButton } from './icon-button.tsx';
import { t } from './texts.ts';
import { takeToasts, type ToastKind, type ToastRequest } from './toast.ts';

const toasts = Base.createToastManager();

function add({ id, kind, title, description, action, timeout }: ToastRequest): void {
  toasts.add({
    id,
    title,
    description,
    type: kind,
    // An error stays until it is read; a screen reader is interrupted only for it.
    timeout: timeout ?? (kind === 'error' ? 0 : 5000),
    priority: kind === 'error' ? 'high' : 'low',
    ...(action && { actionProps: { children: action.label, onClick: action.onClick } }),
  });
}

const icons: Record<ToastKind, ReactNode> = {
  success: <CircleCheck size={16} strokeWidth={1.75} className="text-success" />,
  info: <Info size={16} strokeWidth={1.75} className="text-muted" />,
  error: <CircleAlert size={16} strokeWidth={1.75} className="text-danger" />,
};

/** The list of toasts. Heavy: load it with the first toast, by `toastDemand`. */
export function ToastRegion() {
  return (
    <Base.Provider toastManager={toasts} limit={3}>
      <Base.Portal>
        <Base.Viewport className="fixed right-4 bottom-4 z-60 flex w-[calc(100vw-32px)] flex-col gap-2 outline-none sm:w-90">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  useEffect(() => takeToasts({ show: add, close: (id) => toasts.close(id) }), []);
  const { toasts: list } = Base.useToastManager();
  return list.map((item) => (
    <Base.Root
      key={item.id}
      toast={item}
      swipeDirection={['right', 'down']}
      className={clsx(
        'relative rounded-panel bg-overlay shadow-float select-none data-[limited]:hidden',
        'translate-x-(--toast-swipe-movement-x) translate-y-(--toast-swipe-movement-y) transition-[opacity,translate] duration-(--duration-panel) ease-spring',
        'data-[ending-style]:translate-x-4 data-[ending-style]:opacity-0 data-[starting-style]:translate-y-3 data-[starting-style]:opacity-0',
      )}
    >
      <Base.Content className="flex items-start gap-2.5 py-2.5 pr-2 pl-3">
        <span className="mt-0.5 shrink-0" aria-hidden>
          {icons[item.type === 'success' || item.type === 'error' ? item.type : 'info']}
        </span>
        <div className="min-w-0 flex-1">
          <Base.Title className="text-ui font-medium break-words text-text" />
          <Base.Description className="text-ui break-words text-muted" />
        </div>
        <Base.Action className="h-6 shrink-0 rounded-control border border-line-strong px-2 text-small font-medium text-text hover:bg-hover active:bg-active" />
        {/* The library hides the button from screen readers while the list is folded; ours never is, and Tab reaches it. */}
        <Base.Close
          aria-hidden={undefined}
          render={<IconButton label={t('close')} size="small" icon={<X size={14} strokeWidth={1.5} />} />}
        />
      </Base.Content>
    </Base.Root>
  ));
}
