import type { Service } from '../../contract/index.ts';

/** What a client asks for: `git-upload-pack '/weather.git'`, as git quotes it. People write `/git/` before it too. */
const COMMAND =
  /^git[- ](upload-pack|receive-pack) (?:'\/?(?:git\/)?(\w[\w-]*)(?:\.git)?\/?'|\/?(?:git\/)?(\w[\w-]*)(?:\.git)?\/?)$/;

export interface Command {
  service: Service;
  repository: string;
}

/** @returns undefined for everything but a fetch or a push of one project */
export function readCommand(text: string): Command | undefined {
  const [, verb, quoted, plain] = COMMAND.exec(text) ?? [];
  const repository = quoted ?? plain;
  if (repository === undefined) return undefined;
  return { service: verb === 'upload-pack' ? 'git-upload-pack' : 'git-receive-pack', repository };
}
