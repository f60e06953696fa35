import { git } from './run-git.ts';
import { hasCommit } from './stage.ts';

export interface Committing {
  readonly message: string;
  readonly amend: boolean;
  readonly signOff: boolean;
  readonly identity: Record<string, string>;
}

/** Commits what is staged. The message goes by standard input, hooks of the repository run in the sandbox. */
export async function commit(root: string, { message, amend, signOff, identity }: Committing): Promise<string> {
  const options = [...(amend ? ['--amend'] : []), ...(signOff ? ['--signoff'] : [])];
  const words = ['commit', '--quiet', '--cleanup=whitespace', '--file=-', ...options];
  // An amended commit keeps its author.
  const environment = amend ? { ...identity, GIT_AUTHOR_NAME: '', GIT_AUTHOR_EMAIL: '' } : identity;
  await git({ root, words, input: message, environment: withoutEmpty(environment) });
  return head(root);
}

const withoutEmpty = (environment: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));

export async function lastMessage(root: string): Promise<string> {
  if (!(await hasCommit(root))) return '';
  return (await git({ root, words: ['log', '-1', '--format=%B'] })).trimEnd();
}

export async function head(root: string): Promise<string> {
  return (await git({ root, words: ['rev-parse', 'HEAD'] })).trim();
}
