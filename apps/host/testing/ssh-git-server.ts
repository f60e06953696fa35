import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { onTestFinished } from 'vitest';

/** A bare repository that stock git serves over SSH to whoever has the key. */
export interface SshGitServer {
  readonly address: string;
  git(...words: string[]): string;
  /** Comes again at the same address with another host key. */
  changeHostKey(): Promise<void>;
}

/** @param allowed the public key as SSH writes it. Starts a server that ends with the test. */
export async function startSshGitServer(allowed: Buffer): Promise<SshGitServer> {
  const folder = await mkdtemp(join(tmpdir(), 'ssh-git-server-'));
  const repository = join(folder, 'far.git');
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', repository]);
  let server = await listen(allowed, repository, 0);
  const { port } = server.address() as AddressInfo;
  onTestFinished(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    address: `ssh://git@127.0.0.1:${port}/far.git`,
    git: (...words) => execFileSync('git', ['-C', repository, ...words], { encoding: 'utf8' }),
    async changeHostKey() {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      server = await listen(allowed, repository, port);
    },
  };
}

async function listen(allowed: Buffer, repository: string, port: number): Promise<ssh2.Server> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const hostKeys = [privateKey.export({ type: 'sec1', format: 'pem' }).toString()];
  const server = new ssh2.Server({ hostKeys }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      if (context.method !== 'publickey' || context.username !== 'git' || !context.key.data.equals(allowed)) {
        return context.reject(['publickey']);
      }
      const key = ssh2.utils.parseKey(`${context.key.algo} ${context.key.data.toString('base64')}`);
      const { signature, blob } = context;
      if (signature === undefined || blob === undefined) return context.accept();
      if (!(key instanceof Error) && key.verify(blob, signature)) return context.accept();
      return context.reject();
    });
    client.on('session', (accept) =>
      accept().on('exec', (take, _refuse, { command }) => {
        const [verb = ''] = command.split(' ');
        const channel = take();
        const child = spawn(verb, [repository]);
        channel.pipe(child.stdin.on('error', () => undefined));
        child.stdout.pipe(channel, { end: false });
        child.stderr.pipe(channel.stderr, { end: false });
        child.once('close', (code) => {
          channel.exit(code ?? 1);
          channel.end();
        });
      }),
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
