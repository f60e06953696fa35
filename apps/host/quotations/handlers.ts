import type { Host } from '../host.ts';
import type { HandlersOf } from '../routes.ts';
import { findQuotations } from './find.ts';

/** The routes under /quotations. */
export const quotationHandlers = (host: Host): HandlersOf<'quotations'> => ({
  'quotations.find': async ({ input }) => ({
    placed: await findQuotations(host.root, await host.documents.load(), input.quotations),
  }),
});
