import { hostEnvironment } from './contract/start.ts';

export type Listen =
  | { readonly fd: number }
  | { readonly path: string }
  | { readonly host: string; readonly port: number };

export interface Settings {
  /** Absolute, of the project's folder. */
  readonly root: string;
  /** Absolute, for the trash and unfinished uploads; on the file system of the root. */
  readonly state: string;
  /** Where language servers are installed. */
  readonly languageServers?: string;
  /** Where programs look for temporary files. Default: /tmp */
  readonly temporary?: string;
  readonly listen: Listen;
  readonly token: string | undefined;
}

/** What the launcher asked for. Removes it from `environment`, so that programs of the user do not inherit it. */
export function takeSettings(environment: NodeJS.ProcessEnv): Settings {
  const languageServers = environment[hostEnvironment.languageServers];
  const settings: Settings = {
    root: environment[hostEnvironment.root] ?? '/home/runner/workspace',
    state: environment[hostEnvironment.state] ?? '/home/runner/.ecode',
    ...(languageServers !== undefined && { languageServers }),
    listen: parseListen(environment),
    token: environment[hostEnvironment.token],
  };
  for (const name of [...Object.values(hostEnvironment), 'LISTEN_FDS', 'LISTEN_PID']) delete environment[name];
  return settings;
}

/** Three is the first passed descriptor in the socket activation protocol of systemd. */
function parseListen(environment: NodeJS.ProcessEnv): Listen {
  if (environment['LISTEN_FDS'] === '1') return { fd: 3 };
  const text = environment[hostEnvironment.listen] ?? '';
  if (text.startsWith('unix:')) return { path: text.slice('unix:'.length) };
  const tcp = /^tcp:(.+):(\d+)$/.exec(text);
  if (tcp?.[1] !== undefined) return { host: tcp[1], port: Number(tcp[2]) };
  throw new Error(
    `Set ${hostEnvironment.listen} to unix:<path> or tcp:<host>:<port>, or pass a listening socket as fd 3.`,
  );
}
