import { Button, EmptyState, Select } from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { Database } from 'lucide-react';
import { useState } from 'react';
import { HostProblem } from '../../host/problem.ts';
import { t } from '../../texts.ts';
import { useWorkspace } from '../../workspace/context.ts';
import { ByteFile } from '../byte-file.tsx';
import { Busy, Unreadable } from '../states.tsx';
import { useFileVersion } from '../use-file.ts';
import { TableRows } from './table-rows.tsx';

/** The tables of a database, to look at. SQLite reads it in the sandbox of the project. */
export function SqliteFile({ path }: { path: string }) {
  const { client } = useWorkspace();
  const version = useFileVersion(path);
  const [bytes, setBytes] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const query = useQuery({
    queryKey: ['editor', 'sqlite', client.url('sqlite.tables', { path }), version],
    queryFn: () => client.ask('sqlite.tables', { path }),
    placeholderData: (before) => before,
    retry: false,
    gcTime: 0,
  });
  if (bytes) return <ByteFile path={path} />;
  if (query.error && !query.data) {
    // The ending promised a database: its bytes say what it is instead.
    if (query.error instanceof HostProblem && query.error.is('database_invalid')) {
      return (
        <div className="flex h-full flex-col overflow-auto">
          <Unreadable path={path} error={query.error} />
          <Button className="mx-auto" onClick={() => setBytes(true)}>
            {t('showBytes')}
          </Button>
        </div>
      );
    }
    return <Unreadable path={path} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <Busy />;
  const { tables } = query.data;
  const table = tables.find(({ name }) => name === chosen) ?? tables[0];
  if (!table) {
    return (
      <EmptyState icon={<Database size={20} strokeWidth={1.5} />} title={t('noTables')}>
        {t('noTablesHint')}
      </EmptyState>
    );
  }
  const choice = (
    <Select
      label={t('table')}
      hideLabel
      value={table.name}
      onValueChange={setChosen}
      options={tables.map(({ name, kind }) => ({
        value: name,
        label: kind === 'view' ? t('databaseView', { name }) : name,
      }))}
    />
  );
  return <TableRows key={table.name} path={path} table={table} version={version} choice={choice} />;
}
