import { toast, toProblem, useNavigation } from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { client } from '../queries.ts';
import type { ListedProject } from '../queries.ts';
import { t } from '../texts/texts.ts';
import { hideFromLists, renewLists } from './cached-lists.ts';

export type ProjectActions = {
  /** Into the trash, with ten seconds to take it back. */
  readonly trash: (project: ListedProject) => Promise<void>;
  readonly restore: (project: ListedProject) => Promise<void>;
  /** A copy of one's own, which then opens. */
  readonly fork: (project: ListedProject) => Promise<void>;
};

/** What can be done with a project at once. What needs an answer first is in `parts/`. */
export function useProjectActions(): ProjectActions {
  const queryClient = useQueryClient();
  const { go } = useNavigation();

  /** Hides the project at once, and shows it again when the server refuses. */
  async function takeAway(project: ListedProject, work: () => Promise<unknown>): Promise<boolean> {
    const putBack = hideFromLists(queryClient, project.id);
    try {
      await work();
      return true;
    } catch (error) {
      putBack();
      toast.error(toProblem(error).message);
      return false;
    } finally {
      void renewLists(queryClient);
    }
  }

  const giveBack = async ({ id: projectId }: ListedProject) => {
    await client.restore({ projectId });
    await renewLists(queryClient);
  };

  return {
    async trash(project) {
      const done = await takeAway(project, () => client.trash({ projectId: project.id }));
      if (done) toast.undo(t('trashed', { name: project.name }), () => giveBack(project));
    },
    async restore(project) {
      const done = await takeAway(project, () => client.restore({ projectId: project.id }));
      if (!done) return;
      const action = { label: t('open'), onClick: () => go(`/p/${project.slug}`) };
      toast.success(t('restored', { name: project.name }), { action });
    },
    async fork(project) {
      const working = toast.info(t('forking', { name: project.name }), { timeout: 0 });
      try {
        const copy = await client.fork({ projectId: project.id });
        await renewLists(queryClient);
        go(`/p/${copy.slug}`);
        toast.success(t('forked', { name: project.name }));
      } catch (error) {
        toast.error(toProblem(error).message);
      } finally {
        toast.close(working);
      }
    },
  };
}
