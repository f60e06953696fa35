import { EmptyState, ErrorState } from '@e-code/kernel/web';
import { NotebookText } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { baseName } from '../../parts/paths.ts';
import { t } from '../../texts.ts';
import { highlight } from '../markdown/highlight.ts';
import { Prose } from '../markdown/prose.tsx';
import { Busy, Unreadable } from '../states.tsx';
import { useText } from '../use-file.ts';
import type { ViewerProps } from '../viewer.tsx';
import { readNotebook, type Cell } from './notebook.ts';
import { OutputView } from './output.tsx';

/** A Jupyter notebook with the results that are stored in it. Nothing in it is run. */
export function NotebookFile({ path, document }: ViewerProps) {
  const { text, error, retry } = useText(path, document);
  const notebook = useMemo(() => (text === undefined ? undefined : readNotebook(text)), [text]);
  if (error !== null && text === undefined) return <Unreadable path={path} error={error} onRetry={retry} />;
  if (text === undefined) return <Busy />;
  if (!notebook) {
    return <ErrorState title={t('notANotebook', { name: baseName(path) })}>{t('notANotebookWhy')}</ErrorState>;
  }
  if (notebook.cells.length === 0) {
    return (
      <EmptyState icon={<NotebookText size={20} strokeWidth={1.5} />} title={t('emptyNotebook')}>
        {t('emptyNotebookHint')}
      </EmptyState>
    );
  }
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label={t('notebookOf', { name: baseName(path) })}
      data-preview
      className="h-full overflow-auto px-3 py-4 outline-none focus-visible:ring-1 focus-visible:ring-focus focus-visible:ring-inset sm:px-6"
    >
      <ol className="mx-auto flex max-w-[92ch] flex-col gap-4">
        {notebook.cells.map((cell, index) => (
          <li key={index} className="sm:grid sm:grid-cols-[44px_1fr] sm:gap-2">
            <span className="pt-2 text-right font-mono text-small text-faint max-sm:hidden">
              {cell.cell_type === 'code' ? `[${cell.execution_count ?? ' '}]` : ''}
            </span>
            <CellView cell={cell} path={path} language={notebook.language} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function CellView({ cell, path, language }: { cell: Cell; path: string; language: string }) {
  if (cell.cell_type === 'markdown') return <Prose text={cell.source} path={path} />;
  if (cell.cell_type === 'raw') return <pre className="overflow-x-auto font-mono text-small">{cell.source}</pre>;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Code source={cell.source} language={language} />
      {cell.outputs.map((output, index) => output && <OutputView key={index} output={output} path={path} />)}
    </div>
  );
}

function Code({ source, language }: { source: string; language: string }) {
  const code = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!code.current) return;
    code.current.textContent = source;
    void highlight(code.current, language);
  }, [source, language]);
  return (
    <pre
      tabIndex={0}
      aria-label={t('code')}
      className="overflow-x-auto rounded-control border border-line bg-sunken px-3 py-2 font-mono text-ui outline-none focus-visible:ring-1 focus-visible:ring-focus"
    >
      <code ref={code} />
    </pre>
  );
}
