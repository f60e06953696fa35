import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitEntry } from '../../contract/git.ts';
import { startKeyAgent } from './key-agent.ts';

/** What one call of git needs to get in. */
export interface WayIn {
  /** Never holds a secret: every program of the same user can read it. */
  readonly environment: Readonly<Record<string, string>>;
  /** For descriptor 3 of git, from which the helper reads once. */
  readonly handed: string | undefined;
  /** Host keys that are known after the call. */
  knownHosts(): Promise<string>;
  close(): void;
}

/** Opens the way for one operation. @param folder of the operation, which is removed after it */
export async function openWayIn(entry: GitEntry, folder: string): Promise<WayIn> {
  return entry.address.startsWith('http') ? overHttp(entry) : overSsh(entry, folder);
}

/**
 * The credential comes through a socket that git and its helpers inherit: no name, no argument and no variable leads to it, and
 * what was read once is gone. The helper is asked for the address's own origin only, so that a redirect elsewhere gets nothing.
 */
function overHttp({ address, credential }: GitEntry): WayIn {
  const { origin } = new URL(address);
  const secret =
    credential.kind === 'token' ? `username=${credential.name}\npassword=${credential.secret}\n` : undefined;
  const helper = '!f() { test "$1" = get && cat <&3; }; f';
  return {
    environment: secret === undefined ? {} : configuration({ [`credential.${origin}.helper`]: helper }),
    handed: secret,
    knownHosts: async () => '',
    close: () => undefined,
  };
}

async function overSsh({ address, credential, knownHosts }: GitEntry, folder: string): Promise<WayIn> {
  const hosts = join(folder, 'known_hosts');
  const door = join(folder, 'door');
  await mkdir(door, { mode: 0o700 });
  await writeFile(hosts, knownHosts);
  const agent =
    credential.kind === 'key'
      ? await startKeyAgent(Buffer.from(credential.secret, 'base64'), userOf(address), join(door, 'agent'))
      : undefined;
  return {
    environment: { GIT_SSH_COMMAND: sshCommand(hosts, agent?.path ?? 'none'), GIT_SSH_VARIANT: 'ssh' },
    handed: undefined,
    knownHosts: async () => readFile(hosts, 'utf8').catch(() => knownHosts),
    close: () => agent?.close(),
  };
}

/** Nothing of the files in `~/.ssh` counts: neither their keys nor their commands. */
function sshCommand(hosts: string, agent: string): string {
  const options = {
    BatchMode: 'yes',
    ConnectTimeout: '20',
    ControlPath: 'none',
    ForwardAgent: 'no',
    GlobalKnownHostsFile: '/dev/null',
    HashKnownHosts: 'no',
    IdentityAgent: agent,
    IdentityFile: 'none',
    // A host that was never seen is remembered and shown; one whose key changed is refused.
    StrictHostKeyChecking: 'accept-new',
    UpdateHostKeys: 'no',
    UserKnownHostsFile: hosts,
  };
  return ['ssh', '-F', 'none', ...Object.entries(options).map(([name, value]) => `-o '${name}=${value}'`)].join(' ');
}

/** The user of `ssh://git@host/path` and `git@host:path`. */
function userOf(address: string): string {
  return /^(?:ssh:\/\/)?([\w.-]+)@/.exec(address)?.[1] ?? 'git';
}

function configuration(settings: Record<string, string>): Record<string, string> {
  const entries = Object.entries(settings);
  return {
    GIT_CONFIG_COUNT: String(entries.length),
    ...Object.fromEntries(
      entries.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}
