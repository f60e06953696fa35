import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { isMissing } from '../../failure.ts';
import { isAbsolute, join } from 'node:path';
import { temporaryPath } from '../../files/stage.ts';
import { git } from '../run-git.ts';

/** A repository beside that of the project, with its objects and references and nothing of its configuration. */
export interface SideRepository {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Does work in a repository of the operation's own: whoever writes into the project decides by its configuration and hooks
 * what git runs and whom it asks, and none of that is at work while a credential is. Objects go to the project right away;
 * references are the caller's to take over.
 */
export async function inSideRepository<Result>(
  project: { readonly root: string; readonly state: string },
  work: (side: SideRepository) => Promise<Result>,
): Promise<Result> {
  const { root, state } = project;
  const [common = '', format = 'sha1'] = (
    await git({ root, words: ['rev-parse', '--git-common-dir', '--show-object-format'] })
  ).split('\n');
  const own = isAbsolute(common) ? common : join(root, common);
  const folder = await temporaryPath(state);
  const place = join(folder, 'repository');
  try {
    await mkdir(join(place, 'refs'), { recursive: true, mode: 0o700 });
    await mkdir(join(place, 'objects'));
    await writeFile(join(place, 'HEAD'), 'ref: refs/heads/none\n');
    await writeFile(join(place, 'config'), configurationFor(format));
    await writeFile(join(place, 'packed-refs'), await git({ root, words: references }));
    await copyShallow(own, place);
    return await work({ folder, environment: environmentOf(folder, place, join(own, 'objects')) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where the history of a shallow clone ends; most repositories have no such file. */
async function copyShallow(from: string, to: string): Promise<void> {
  await copyFile(join(from, 'shallow'), join(to, 'shallow')).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
}

const references = ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads', 'refs/remotes', 'refs/tags'];

/** A minute of silence ends a transfer; nothing but https, ssh, and http for what runs in the sandbox itself. */
function configurationFor(format: string): string {
  const sha256 = format === 'sha256';
  return [
    `[core]\nrepositoryFormatVersion = ${sha256 ? 1 : 0}\nbare = true\nhooksPath = /dev/null`,
    ...(sha256 ? ['[extensions]\nobjectFormat = sha256'] : []),
    '[gc]\nauto = 0\n[maintenance]\nauto = false',
    '[fetch]\nrecurseSubmodules = false\n[push]\nrecurseSubmodules = no',
    '[http]\nlowSpeedLimit = 1\nlowSpeedTime = 60',
    '[protocol]\nallow = never\n[protocol "https"]\nallow = always\n[protocol "http"]\nallow = always\n[protocol "ssh"]\nallow = always\n',
  ].join('\n');
}

function environmentOf(folder: string, place: string, objects: string): Record<string, string> {
  return {
    GIT_DIR: place,
    GIT_OBJECT_DIRECTORY: objects,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    HOME: folder,
    LC_ALL: 'C',
  };
}
