import { AlertDialog, toast, toProblem } from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useWorkspace } from '../workspace/context.ts';
import { store, storeQueries } from './endpoints.ts';
import { inRequests, readImport, type ImportedEntry } from './import-entries.ts';
import { t } from './texts.ts';

/** Says how many keys a file holds, and sets them when the person wants that. */
export function ImportStore({ file, onClose }: { file: File; onClose: () => void }) {
  const { project } = useWorkspace();
  const queryClient = useQueryClient();
  const [entries, setEntries] = useState<readonly ImportedEntry[]>();
  useEffect(() => {
    void file.text().then((text) => {
      const read = readImport(text);
      if (read !== undefined) return setEntries(read);
      toast.error(t('notImported'), { description: t('notImportedHint') });
      onClose();
    });
    // oxlint-disable-next-line react/exhaustive-deps -- once for each file
  }, [file]);

  async function set(all: readonly ImportedEntry[]): Promise<void> {
    let done = 0;
    try {
      for (const group of inRequests(all)) {
        await store.set({ projectId: project.id, entries: group });
        done += group.length;
      }
      toast.success(t('imported', { count: done }));
    } catch (error) {
      throw new Error(t('partImported', { done, all: all.length, reason: toProblem(error).message }), { cause: error });
    } finally {
      await queryClient.invalidateQueries({ queryKey: storeQueries.key() });
    }
  }
  if (entries === undefined) return null;
  return (
    <AlertDialog
      open
      onOpenChange={onClose}
      title={t('importAsk', { count: entries.length, name: file.name })}
      confirmLabel={t('importConfirm')}
      onConfirm={() => set(entries)}
    >
      {t('importHint')}
    </AlertDialog>
  );
}
