import { once } from 'node:events';
import { readdir, readlink, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { HostError, toHostError } from '../failure.ts';
import { generatedFolders } from './all.ts';
import { follow, openFile } from './paths.ts';
import { attachment } from './read.ts';

/**
 * Answers a folder as a zip stream, one file open at a time, so memory stays flat. A file that vanishes meanwhile is left
 * out; links are stored as links; sockets and devices are left out.
 */
export async function sendArchive(root: string, path: string, all: boolean, response: ServerResponse): Promise<void> {
  const place = await follow(root, path);
  if (!(await stat(place.absolute)).isDirectory()) throw new HostError('not_a_directory', { path });
  const zip = new ZipFile();
  response.writeHead(200, {
    'content-type': 'application/zip',
    'content-disposition': attachment(`${path === '' ? 'project' : basename(path)}.zip`),
  });
  const sending = pipeline(zip.outputStream, response);
  const filling = addFolder({ root, zip, all, response }, path, '').then(() => zip.end());
  filling.catch(() => response.destroy());
  await Promise.all([sending, filling]);
}

interface Work {
  readonly root: string;
  readonly zip: ZipFile;
  readonly all: boolean;
  readonly response: ServerResponse;
}

async function addFolder(work: Work, path: string, prefix: string): Promise<void> {
  const place = await follow(work.root, path);
  const entries = await readdir(place.absolute, { withFileTypes: true }).catch((error: unknown) => {
    throw toHostError(error, path);
  });
  if (entries.length === 0 && prefix !== '') work.zip.addEmptyDirectory(prefix);
  for (const entry of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    const inside = path === '' ? entry.name : `${path}/${entry.name}`;
    const name = `${prefix}${entry.name}`;
    if (entry.isSymbolicLink()) {
      work.zip.addBuffer(await readlink(join(place.absolute, entry.name), 'buffer'), name, { mode: 0o120_777 });
    }
    if (entry.isFile()) await addFile(work, inside, name);
    const generated = (generatedFolders as readonly string[]).includes(entry.name);
    if (entry.isDirectory() && (work.all || !generated)) await addFolder(work, inside, `${name}/`);
  }
}

async function addFile({ root, zip, response }: Work, path: string, name: string): Promise<void> {
  const handle = await openFile(root, path).catch((error: unknown) => {
    if (error instanceof HostError && error.code === 'path_not_found') return undefined;
    throw error;
  });
  if (handle === undefined) return;
  const { mtime, mode } = await handle.stat();
  const stream = handle.createReadStream();
  const stop = (): void => void stream.destroy();
  response.once('close', stop);
  zip.addReadStream(stream, name, { mtime, mode });
  await once(stream, 'close');
  response.off('close', stop);
  if (response.destroyed) throw new Error('The receiver of the archive has gone.');
}
