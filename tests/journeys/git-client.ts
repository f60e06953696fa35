import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from './client.ts';

export interface Outcome {
  readonly code: number;
  readonly said: string;
}

/** The stock git client of one person, with the configuration of nobody. Keys come from a credential helper. */
export class GitClient {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<GitClient> {
    return new GitClient(await mkdtemp(join(tmpdir(), 'git-client-')));
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  /** Makes `id` and `id.pub`, with which this client comes over SSH. */
  async makeSshKey(): Promise<void> {
    await this.#run('ssh-keygen', ['-q', '-N', '', '-t', 'ed25519', '-f', join(this.folder, 'id')]);
  }

  /** Runs a command over SSH. @returns what it said */
  async ssh(port: number, command: string): Promise<string> {
    return (await this.#run('ssh', [...this.#sshWords(), '-p', String(port), 'git@127.0.0.1', command])).said;
  }

  #sshWords(): string[] {
    const options = ['IdentitiesOnly=yes', 'IdentityAgent=none', 'BatchMode=yes', 'StrictHostKeyChecking=no'];
    const hosts = `UserKnownHostsFile=${join(this.folder, 'known_hosts')}`;
    const words = [...options, hosts, 'LogLevel=ERROR'].flatMap((option) => ['-o', option]);
    return ['-F', 'none', '-i', join(this.folder, 'id'), ...words];
  }

  /** Runs git in a folder below this client's. */
  git(directory: string, words: readonly string[], key?: string): Promise<Outcome> {
    const helper = key === undefined ? '' : '!f() { echo username=git; echo "password=$KEY"; }; f';
    const settings = ['-c', 'credential.helper=', '-c', `credential.helper=${helper}`];
    return this.#run('git', [...settings, ...words], { directory, key });
  }

  #run(
    program: string,
    words: readonly string[],
    { directory = '.', key }: { directory?: string; key?: string | undefined } = {},
  ): Promise<Outcome> {
    const env = {
      PATH: process.env['PATH'],
      HOME: this.folder,
      KEY: key,
      GIT_SSH_COMMAND: ['ssh', ...this.#sshWords()].join(' '),
      GIT_TERMINAL_PROMPT: '0',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Olga',
      GIT_AUTHOR_EMAIL: 'olga@example.org',
      GIT_COMMITTER_NAME: 'Olga',
      GIT_COMMITTER_EMAIL: 'olga@example.org',
      LC_ALL: 'C',
    };
    return new Promise((resolve) => {
      execFile(program, words, { cwd: join(this.folder, directory), env }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), said: stdout + stderr }),
      );
    });
  }

  /** @throws with what git said when it fails */
  async do(directory: string, words: readonly string[], key?: string): Promise<string> {
    const { code, said } = await this.git(directory, words, key);
    if (code !== 0) throw new Error(`git ${words.join(' ')} ended with ${code}: ${said}`);
    return said;
  }

  async commit(directory: string, path: string, content: string | Buffer): Promise<string> {
    await writeFile(join(this.folder, directory, path), content);
    await this.do(directory, ['add', '-f', path]);
    await this.do(directory, ['commit', '--quiet', '-m', `Write ${path}`]);
    return (await this.do(directory, ['rev-parse', '--short', 'HEAD'])).trim();
  }
}

/** An API key of a person. */
export async function makeApiKey(client: Client, ...scopes: string[]): Promise<string> {
  return (await client.do('POST', '/api-keys', { name: scopes.join(), scopes, expiresInDays: 1 })).secret;
}
