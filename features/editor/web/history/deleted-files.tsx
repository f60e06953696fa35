import { Button, Disclosure, formatRelative } from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { baseName } from '../parts/paths.ts';
import { useWorkspace } from '../workspace/context.ts';
import type { FileHistory } from './file-history.ts';
import { t } from './texts.ts';

/** Files that are gone and whose text is not. */
export function DeletedFiles({ history, onSelect }: { history: FileHistory; onSelect: () => void }) {
  const { client, project, rights } = useWorkspace();
  const query = useQuery({
    queryKey: ['editor', 'history-deleted', project.id],
    queryFn: () => client.ask('history.deleted', {}),
    refetchInterval: 10_000,
    retry: false,
  });
  const files = query.data?.files;
  if (files === undefined) return null;
  async function restore(id: string, path: string, last: number): Promise<void> {
    await history.restore(id, last, t('deletedBack', { name: baseName(path) }));
    await query.refetch();
  }
  return (
    <Disclosure label={t('deleted', { count: files.length })}>
      {files.length === 0 ? (
        <p className="text-small text-muted">{t('noDeleted')}</p>
      ) : (
        <ul className="flex max-h-48 flex-col overflow-y-auto">
          {files.map(({ id, path, at, last }) => (
            <li key={id} className="flex items-center gap-2 py-1">
              <button
                type="button"
                className="min-w-0 flex-1 rounded-small text-left hover:text-accent-text"
                title={path}
                onClick={() => {
                  history.open(path);
                  onSelect();
                }}
              >
                <span className="block truncate">{path}</span>
                <span className="block truncate text-small text-muted">
                  {t('deletedFile', { when: formatRelative(at) })}
                </span>
              </button>
              {rights.write && (
                <Button size="small" onClick={() => void restore(id, path, last)}>
                  {t('restoreDeleted')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Disclosure>
  );
}
