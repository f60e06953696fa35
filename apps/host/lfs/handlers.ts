import type { Host } from '../host.ts';
import type { HandlersOf } from '../routes.ts';
import { findObjects, receiveObject, sendObject } from './objects.ts';

/** The routes under /lfs: large files of the project's repository. */
export const lfsHandlers = (host: Host): HandlersOf<'lfs'> => ({
  'lfs.find': async ({ input }) => ({
    sizes: await findObjects(host, input.oids),
    room: await host.space.room(input.wanted),
  }),
  'lfs.download': ({ input, request, response }) => sendObject(host, input.oid, { request, response }),
  'lfs.upload': ({ input, request }) => receiveObject(host, input.oid, request),
});
