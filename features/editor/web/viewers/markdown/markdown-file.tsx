import { EmptyState } from '@e-code/kernel/web';
import { FileText } from 'lucide-react';
import { t } from '../../texts.ts';
import { Busy, Unreadable } from '../states.tsx';
import { useText } from '../use-file.ts';
import type { ViewerProps } from '../viewer.tsx';
import { Prose } from './prose.tsx';

/** A Markdown text as its readers will see it, with every keystroke. */
export function MarkdownFile({ path, document }: ViewerProps) {
  const { text, error, retry } = useText(path, document);
  if (error !== null && text === undefined) return <Unreadable path={path} error={error} onRetry={retry} />;
  if (text === undefined) return <Busy />;
  if (text.trim() === '') {
    return (
      <EmptyState icon={<FileText size={20} strokeWidth={1.5} />} title={t('emptyFile')}>
        {t('emptyMarkdownHint')}
      </EmptyState>
    );
  }
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label={t('preview')}
      data-preview
      className="h-full overflow-auto px-6 py-5 outline-none focus-visible:ring-1 focus-visible:ring-focus focus-visible:ring-inset"
    >
      <div className="mx-auto max-w-[76ch]">
        <Prose text={text} path={path} />
      </div>
    </div>
  );
}
