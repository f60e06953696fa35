import { Eye, EyeOff } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { IconButton } from './icon-button.tsx';
import { TextField, type TextFieldProps } from './text-field.tsx';
import { t } from './texts.ts';

/** A password that can be shown, with a hint while Caps Lock is on. Say `autoComplete="current-password"` or `"new-password"`. */
export function PasswordField({ hint, ...props }: Omit<TextFieldProps, 'type' | 'suffix'> & { autoComplete: string }) {
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const readCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));
  const toggleLabel = shown ? t('hidePassword') : t('showPassword');
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
        <IconButton
          label={toggleLabel}
          size={props.size === 'large' ? 'large' : 'small'}
          icon={shown ? <EyeOff size={16} strokeWidth={1.5} /> : <Eye size={16} strokeWidth={1.5} />}
          onClick={() => setShown(!shown)}
        />
      }
    />
  );
}
