import {
  Button,
  EmptyState,
  IconButton,
  QueryError,
  Skeleton,
  TextField,
  formatBytes,
  formatNumber,
  toProblem,
  useLiveQuery,
} from '@e-code/kernel/web';
import { keyValueChannel } from '@e-code/key-value/contract';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Database, Download, Plus, Upload } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '../workspace/context.ts';
import { storeQueries } from './endpoints.ts';
import { EntryDialog } from './entry-dialog.tsx';
import { exportStore } from './export-store.ts';
import { ImportStore } from './import-store.tsx';
import { KeyList } from './key-list.tsx';
import { t } from './texts.ts';

const icon = { size: 15, strokeWidth: 1.5 };

/** What programs of the project keep in its key-value store. */
export function DataPanel() {
  const { project, rights } = useWorkspace();
  const [prefix, setPrefix] = useState('');
  const [opened, setOpened] = useState<{ readonly key: string | undefined }>();
  const [importing, setImporting] = useState<File>();
  if (!rights.run || !rights.share) {
    return (
      <EmptyState icon={<Database size={20} strokeWidth={1.5} />} title={t('notAllowed')}>
        {t('notAllowedHint')}
      </EmptyState>
    );
  }
  return (
    <section aria-label={t('data')} className="flex h-full min-w-0 flex-col">
      <header className="flex h-10 shrink-0 items-center gap-1 pr-1.5 pl-3">
        <h2 className="min-w-0 flex-1 truncate font-medium">{t('data')}</h2>
        <span className="mr-1 rounded-small bg-active px-1.5 text-small text-muted">{t('development')}</span>
        {rights.git && <ImportButton onChoose={setImporting} />}
        <IconButton
          label={t('export')}
          icon={<Download {...icon} />}
          onClick={() => void exportStore(project, prefix)}
        />
        {rights.git && (
          <IconButton label={t('add')} icon={<Plus {...icon} />} onClick={() => setOpened({ key: undefined })} />
        )}
      </header>
      <TextField
        hideLabel
        mono
        label={t('filter')}
        placeholder={t('filter')}
        value={prefix}
        onValueChange={setPrefix}
        className="mx-3 mb-2"
      />
      <Keys prefix={prefix} onOpen={(key) => setOpened({ key })} onAdd={() => setOpened({ key: undefined })} />
      {opened && <EntryDialog name={opened.key} prefix={prefix} onClose={() => setOpened(undefined)} />}
      {importing && <ImportStore file={importing} onClose={() => setImporting(undefined)} />}
    </section>
  );
}

function ImportButton({ onChoose }: { onChoose: (file: File) => void }) {
  return (
    <IconButton
      label={t('import')}
      icon={<Upload {...icon} />}
      onClick={() => {
        const input = document.createElement('input');
        input.type = 'file';
        input.accept = 'application/json,.json';
        input.addEventListener('change', () => input.files?.[0] && onChoose(input.files[0]));
        input.click();
      }}
    />
  );
}

function Keys({ prefix, onOpen, onAdd }: { prefix: string; onOpen: (key: string) => void; onAdd: () => void }) {
  const { project, rights } = useWorkspace();
  const query = useInfiniteQuery(
    storeQueries.list.infiniteOptions({
      input: (after: string | undefined) => ({ projectId: project.id, prefix, ...(after !== undefined && { after }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => (page.more ? page.keys.at(-1)?.key : undefined),
      placeholderData: keepPreviousData,
    }),
  );
  useLiveQuery(keyValueChannel.name, { projectId: project.id }, storeQueries.list.key());
  const { data, error, refetch, hasNextPage, fetchNextPage } = query;
  if (error) return <QueryError title={t('cannotLoad')} error={toProblem(error)} onRetry={() => void refetch()} />;
  const usage = data?.pages[0]?.usage;
  if (data === undefined || usage === undefined) return <Skeleton className="m-3 h-24" />;
  const keys = data.pages.flatMap((page) => page.keys);
  return (
    <>
      {keys.length === 0 && (prefix === '' ? <Nothing onAdd={rights.git ? onAdd : undefined} /> : <NoMatch />)}
      {keys.length > 0 && <KeyList keys={keys} onOpen={onOpen} onEnd={() => hasNextPage && void fetchNextPage()} />}
      <p className="mt-auto shrink-0 border-t border-line px-3 py-1.5 text-small text-muted tabular-nums">
        {t('usage', {
          keys: formatNumber(usage.keys),
          mostKeys: formatNumber(usage.mostKeys),
          bytes: formatBytes(usage.bytes),
          mostBytes: formatBytes(usage.mostBytes),
        })}
      </p>
    </>
  );
}

function Nothing({ onAdd }: { onAdd: (() => void) | undefined }) {
  return (
    <EmptyState
      icon={<Database size={20} strokeWidth={1.5} />}
      title={t('empty')}
      {...(onAdd && { action: <Button onClick={onAdd}>{t('add')}</Button> })}
    >
      {t('emptyHint')}
    </EmptyState>
  );
}

function NoMatch() {
  return (
    <EmptyState icon={<Database size={20} strokeWidth={1.5} />} title={t('noMatch')}>
      {t('noMatchHint')}
    </EmptyState>
  );
}
