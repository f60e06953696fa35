/** What the host reads from its environment. None of it is inherited by terminals and programs. */
export const hostEnvironment = {
  /** The project's folder. Default: /home/runner/workspace */
  root: 'ECODE_ROOT',
  /** Trash, unfinished uploads. Must be on the file system of the root. Default: /home/runner/.ecode */
  state: 'ECODE_STATE',
  /** Where language servers are installed. Default: /opt/ecode/languages */
  languageServers: 'ECODE_LANGUAGES',
  /** `unix:/path` or `tcp:127.0.0.1:7000`. Not needed when fd 3 is a listening socket (LISTEN_FDS=1). */
  listen: 'ECODE_LISTEN',
  /** When set, every stream must begin with `TOKEN <token>`. */
  token: 'ECODE_TOKEN',
} as const;

/** Where the built host is mounted, read-only, in a sandbox. */
export const hostDirectory = '/opt/ecode/host';

/** Where language servers are mounted, read-only, in a sandbox: a folder for each. */
export const languageServerDirectory = '/opt/ecode/languages';

/**
 * The argv that starts a host. `--max-semi-space-size` keeps the young generation of an idle host small;
 * `--max-old-space-size` bounds it, since it shares the memory limit of the sandbox with the user's program.
 */
export function hostCommand(node: string, directory: string = hostDirectory): string[] {
  return [node, '--max-semi-space-size=2', '--max-old-space-size=192', `${directory}/host.cjs`];
}
