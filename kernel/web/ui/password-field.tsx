import { useState, type KeyboardEvent } from 'react';
import { TextField, type TextFieldProps } from './text-field.tsx';
import { t } from './texts.ts';

/** A password that can be shown, with a hint while Caps Lock is on. Say `autoComplete="current-password"` or `"new-password"`. */
export function PasswordField({ hint, ...props }: Omit<TextFieldProps, 'type' | 'suffix'> & { autoComplete: string }) {
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const readCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      spellCheck={false}
      autoCapitalize="off"
      autoCorrect="off"
      onKeyDown={readCapsLock}
      onKeyUp={readCapsLock}
      hint={capsLock ? <span className="text-warning">{t('capsLock')}</span> : hint}
      suffix={
        <button
          type="button"
          aria-label={shown ? t('hidePassword') : t('showPassword')}
          onClick={() => setShown(!shown)}
          className="rounded-small px-2 py-1 text-small font-medium text-muted transition-colors duration-(--duration-press) hover:text-text"
        >
          {shown ? t('hide') : t('show')}
        </button>
      }
    />
  );
}
