import { toast, toProblem } from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { useWorkspace } from '../workspace/context.ts';
import { store, storeQueries } from './endpoints.ts';
import { t } from './texts.ts';

/** Deletes at once, and offers to take it back. True when it worked. */
export function useRemoval(): (keys: readonly string[]) => Promise<boolean> {
  const { project } = useWorkspace();
  const queryClient = useQueryClient();
  const projectId = project.id;
  return async (keys) => {
    try {
      const { removalId, removed } = await store.remove({ projectId, keys: [...keys] });
      await queryClient.invalidateQueries({ queryKey: storeQueries.key() });
      if (removed > 0) {
        toast.undo(t('deleted', { count: removed }), async () => {
          const { restored, kept } = await store.restore({ projectId, removalId });
          await queryClient.invalidateQueries({ queryKey: storeQueries.key() });
          if (kept > 0)
            toast.info(t('restored', { count: restored }), { description: t('restoredKept', { count: kept }) });
        });
      }
      return true;
    } catch (error) {
      toast.error(toProblem(error).message);
      return false;
    }
  };
}
