import { CopyButton } from './copy-button.tsx';
import { TextField } from './text-field.tsx';

/** A value to take elsewhere: an address, a key. One click copies it, a click into it selects it. */
export function CopyField({
  label,
  value,
  hint,
  hideLabel,
}: {
  label: string;
  value: string;
  hint?: string;
  hideLabel?: boolean;
}) {
  return (
    <TextField
      label={label}
      {...(hideLabel && { hideLabel })}
      hint={hint}
      value={value}
      readOnly
      mono
      onFocus={(event) => event.target.select()}
      suffix={<CopyButton text={value} />}
    />
  );
}
