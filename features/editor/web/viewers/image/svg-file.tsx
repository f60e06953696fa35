import { EmptyState } from '@e-code/kernel/web';
import { ImageOff } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { baseName } from '../../parts/paths.ts';
import { t } from '../../texts.ts';
import { Busy, Unreadable } from '../states.tsx';
import { useText } from '../use-file.ts';
import type { ViewerProps } from '../viewer.tsx';
import { Picture } from './picture.tsx';

/** A drawing. As a picture it can neither run scripts nor fetch anything. */
export function SvgFile({ path, document }: ViewerProps) {
  const { text, error, retry } = useText(path, document);
  const drawn = useObjectUrl(text);
  const [failed, setFailed] = useState<string>();
  if (error !== null && text === undefined) return <Unreadable path={path} error={error} onRetry={retry} />;
  if (text === undefined || drawn === undefined) return <Busy />;
  if (failed === drawn) {
    return (
      <EmptyState icon={<ImageOff size={20} strokeWidth={1.5} />} title={t('notDrawn', { name: baseName(path) })}>
        {t('notDrawnWhy')}
      </EmptyState>
    );
  }
  const bytes = new TextEncoder().encode(text).length;
  return <Picture source={drawn} name={baseName(path)} bytes={bytes} onError={() => setFailed(drawn)} />;
}

/** An address of the drawing in the page, which is given back when there is another. */
function useObjectUrl(text: string | undefined): string | undefined {
  const url = useMemo(
    () => (text === undefined ? undefined : URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))),
    [text],
  );
  useEffect(() => () => void (url !== undefined && URL.revokeObjectURL(url)), [url]);
  return url;
}
