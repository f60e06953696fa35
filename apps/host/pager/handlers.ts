import type { Host } from '../host.ts';
import type { HandlersOf } from '../routes.ts';
import { findInFile } from './find.ts';
import { Pager } from './pager.ts';

const pagers = new WeakMap<Host, Pager>();

function pagerOf(host: Host): Pager {
  const pager = pagers.get(host) ?? new Pager(host.root);
  pagers.set(host, pager);
  return pager;
}

/** The routes under /pager: files of any size, read in rows. */
export const pagerHandlers = (host: Host): HandlersOf<'pager'> => ({
  'pager.rows': ({ input }) => pagerOf(host).rows(input),
  'pager.find': ({ input, response }) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    return findInFile(host.root, input, gone.signal);
  },
});
