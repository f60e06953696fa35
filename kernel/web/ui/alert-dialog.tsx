import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { clsx } from 'clsx';
import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { backdropClass, dialogClass } from './dialog.tsx';
import { TextField } from './text-field.tsx';
import { t } from './texts.ts';

export type AlertDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question that names the thing: "Delete weather-app for ever?" */
  title: string;
  /** What is lost, said exactly. */
  children: ReactNode;
  /** The verb of the title: "Delete". */
  confirmLabel: string;
  /** The name to type before the button works. Left out for what is easily made again. */
  confirmName?: string;
  /** May return a promise: the dialog stays open and busy until it resolves; a rejection is shown and leaves it open. */
  onConfirm: () => void | Promise<unknown>;
  danger?: boolean;
};

/** Asks before something that cannot be undone. What can be undone is done at once, with `toast.undo`. */
export function AlertDialog(props: AlertDialogProps) {
  return (
    <Base.Root open={props.open} onOpenChange={(next) => props.onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup className={clsx(dialogClass, 'sm:max-w-[440px]')}>
          <AlertBody {...props} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function AlertBody({
  title,
  children,
  confirmLabel,
  confirmName,
  onConfirm,
  onOpenChange,
  danger = true,
}: AlertDialogProps) {
  const [typed, setTyped] = useState('');
  const [state, setState] = useState<{ busy: boolean; error?: string }>({ busy: false });
  const ready = confirmName === undefined || typed === confirmName;

  async function confirm(): Promise<void> {
    setState({ busy: true });
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (error) {
      setState({ busy: false, error: error instanceof Error ? error.message : String(error) });
    }
  }

  return (
    <form
      className="flex min-h-0 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !state.busy) void confirm();
      }}
    >
      <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pt-5 pb-5">
        <div className="flex flex-col gap-1.5">
          <Base.Title className="text-title font-semibold break-words">{title}</Base.Title>
          <Base.Description render={<div />} className="text-ui text-muted">
            {children}
          </Base.Description>
        </div>
        {confirmName !== undefined && (
          <TextField
            label={t('typeToConfirm', { name: confirmName })}
            value={typed}
            onValueChange={setTyped}
            autoComplete="off"
            spellCheck={false}
            mono
          />
        )}
        {state.error && (
          <p role="alert" className="text-ui text-danger">
            {state.error}
          </p>
        )}
      </div>
      <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">
        <Base.Close render={<Button>{t('cancel')}</Button>} />
        <Button type="submit" variant={danger ? 'danger' : 'primary'} disabled={!ready} loading={state.busy}>
          {confirmLabel}
        </Button>
      </footer>
    </form>
  );
}
