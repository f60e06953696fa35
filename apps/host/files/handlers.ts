import { bodyOf } from '../body.ts';
import type { Host } from '../host.ts';
import type { HandlersOf } from '../routes.ts';
import { listAll } from './all.ts';
import { listDirectory, statEntry } from './list.ts';
import { copyEntries, moveEntries } from './move.ts';
import { locateNew, makeDirectory } from './paths.ts';
import { readContent } from './read.ts';
import { dropUpload, receiveUpload } from './upload.ts';
import { readBasis, writeContent } from './write.ts';
import { HostError } from '../failure.ts';
import { exists } from './publish.ts';

/** The routes under /files. */
export const filesHandlers = (host: Host): HandlersOf<'files'> => ({
  'files.list': ({ input }) => listDirectory(host.root, input),
  'files.all': ({ input }) => listAll(host.root, input.limit),
  'files.stat': ({ input }) => statEntry(host.root, input.path),
  'files.read': ({ input, request, response }) => readContent(host.root, input, request, response),
  'files.write': async ({ input, request, actor }) => {
    const history = await host.history.load();
    return history.around(input.path, actor, () => writeContent(host, input.path, readBasis(request), bodyOf(request)));
  },
  'files.createDirectory': async ({ input }) => {
    const place = await locateNew(host.root, input.path);
    if (await exists(place.absolute)) throw new HostError('path_exists', { path: input.path });
    await makeDirectory(host.root, input.path);
    return { path: input.path };
  },
  'files.move': async ({ input }) => {
    const placed = await moveEntries(host, input.entries, input.conflict);
    await (await host.documents.load()).moved(placed.entries);
    await host.history.loaded?.moved(placed.entries);
    await host.debugging.moved(placed.entries);
    return placed;
  },
  'files.copy': ({ input }) => copyEntries(host, input.entries, input.conflict),
  'files.remove': ({ input }) => host.trash.remove(input.paths),
  'files.restore': async ({ input }) => ({ restored: await host.trash.restore(input.undo, input.conflict) }),
  'files.upload': ({ input, request }) => receiveUpload(host, input, request),
  'files.uploadState': async ({ input }) => ({ received: await host.partials.received(input.upload) }),
  'files.uploads': async () => ({ uploads: await host.partials.list() }),
  'files.dropUpload': async ({ input }) => {
    await dropUpload(host, input.upload);
    return {};
  },
  'files.trash': async () => ({ deletions: await host.trash.list() }),
  'files.emptyTrash': async ({ input }) => {
    await host.trash.empty(input.undo);
    return {};
  },
  'files.archive': async ({ input, response }) => {
    const { sendArchive } = await import('./archive.ts');
    await sendArchive(host.root, input.path, input.all, response);
  },
  'files.unpack': async ({ input, request }) => {
    const { unpackArchive } = await import('./unpack.ts');
    const report = host.progress(input.operation);
    const progress = (done: number, of: number, name: string): void =>
      report('Unpacking', Math.floor((done / of) * 100), name);
    return unpackArchive(host, { ...input, progress }, bodyOf(request));
  },
});
