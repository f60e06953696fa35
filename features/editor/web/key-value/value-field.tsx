import { Button, formatBytes, TextArea } from '@e-code/kernel/web';
import { t } from './texts.ts';

type Props = {
  text: string;
  /** How many, when the value is no text and `text` is its base64. */
  bytes: number | undefined;
  readOnly: boolean;
  onChange: (text: string) => void;
};

/** A value, with what it is and JSON laid out on request. */
export function ValueField({ text, bytes, readOnly, onChange }: Props) {
  const laidOut = bytes === undefined ? layOut(text) : undefined;
  const offered = !readOnly && laidOut !== undefined && laidOut !== text;
  return (
    <TextArea
      mono
      rows={10}
      label={t('value')}
      hint={hintOf(bytes, laidOut !== undefined)}
      value={text}
      readOnly={readOnly}
      spellCheck={false}
      onValueChange={onChange}
      aside={
        offered && (
          <Button size="small" variant="ghost" onClick={() => onChange(laidOut)}>
            {t('formatJson')}
          </Button>
        )
      }
    />
  );
}

function hintOf(bytes: number | undefined, isJson: boolean): string {
  if (bytes !== undefined) return t('bytesValue', { bytes: formatBytes(bytes) });
  return isJson ? t('isJson') : t('isNoJson');
}

/** Undefined when it is no JSON. */
function layOut(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}
