import type { Host } from '../host.ts';
import type { HandlersOf } from '../routes.ts';
import { personOf } from './person.ts';

/** The routes under /documents. */
export const documentHandlers = (host: Host): HandlersOf<'documents'> => ({
  'documents.open': async ({ input }) => (await host.documents.load()).open(input.path),
  'documents.flush': () => host.documents.flush(),
  'documents.list': async () => ({ documents: host.documents.loaded?.list() ?? [] }),
  'documents.collision': async ({ input }) => (await host.documents.load()).collision(input.id),
  'documents.resolve': async ({ input, actor }) =>
    (await host.documents.load()).resolve(input.id, input.choice, personOf(actor)),
  'documents.restore': async ({ input }) => (await host.documents.load()).restore(input.id),
});
