import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './icon-button.tsx';
import { t } from './texts.ts';

/** Puts a text on the clipboard and shows a tick for two seconds. */
export function CopyButton({
  text,
  label = t('copy'),
  size = 'small',
}: {
  text: string;
  label?: string;
  size?: 'small' | 'medium' | 'large';
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <IconButton
        label={copied ? t('copied') : label}
        size={size}
        icon={
          copied ? <Check size={14} strokeWidth={2} className="text-success" /> : <Copy size={14} strokeWidth={1.5} />
        }
        onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      />
      <span role="status" className="sr-only">
        {copied ? t('copied') : ''}
      </span>
    </>
  );
}
