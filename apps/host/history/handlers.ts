import type { Host } from '../host.ts';
import type { HandlersOf } from '../routes.ts';

/** The routes under /history. */
export async function historyHandlers(host: Host): Promise<HandlersOf<'history'>> {
  const history = await host.history.load();
  return {
    'history.timeline': async ({ input }) => ({ timeline: await history.timeline(input.path) }),
    'history.text': ({ input }) => history.textAt(input.id, input.point),
    'history.part': ({ input }) => history.part(input.id, input.point),
    'history.diff': ({ input }) => history.diff(input.id, input.from, input.to),
    'history.restore': ({ input, actor }) => history.restore(input.id, input.point, actor),
    'history.deleted': async () => ({ files: await history.deleted() }),
    'history.usage': () => history.usage(),
    'history.keep': ({ input }) => history.keep(input),
  };
}
