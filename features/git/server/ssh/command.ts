import type { Service } from '../../contract/index.ts';

/** What a client asks for: `git-upload-pack '/weather.git'`, as git quotes it. People write `/git/` before it too. */
const COMMAND =
  /^git[- ](upload-pack|receive-pack) (?:'\/?(?:git\/)?(\w[\w-]*)(?:\.git)?\/?'|\/?(?:git\/)?(\w[\w-]*)(?:\.git)?\/?)$/;

export interface Command {
  service: Service;
  repository: string;
}

export interface LfsCommand {
  repository: string;
  operation: 'download' | 'upload';
}

/** `git-lfs-authenticate weather.git upload`, by which git lfs asks how to go on over HTTP. */
const LFS_COMMAND = /^git-lfs-authenticate (?:'([^']{1,200})'|(\S{1,200})) (download|upload)(?: [\w-]{0,100})?$/;
const NAME = /^\/?(?:git\/)?(\w[\w-]*)(?:\.git)?\/?$/;

/** @returns undefined for every other command */
export function readLfsCommand(text: string): LfsCommand | undefined {
  const [, quoted, plain, operation] = LFS_COMMAND.exec(text) ?? [];
  const [, repository] = NAME.exec(quoted ?? plain ?? '') ?? [];
  if (repository === undefined) return undefined;
  return { repository, operation: operation === 'upload' ? 'upload' : 'download' };
}

/** @returns undefined for everything but a fetch or a push of one project */
export function readCommand(text: string): Command | undefined {
  const [, verb, quoted, plain] = COMMAND.exec(text) ?? [];
  const repository = quoted ?? plain;
  if (repository === undefined) return undefined;
  return { service: verb === 'upload-pack' ? 'git-upload-pack' : 'git-receive-pack', repository };
}
