import { execFileSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import { connect } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { GitEntry, RouteName } from '../../contract/index.ts';
import { openProject } from '../../testing/project.ts';
import { startSshGitServer } from '../../testing/ssh-git-server.ts';
import { startKeyAgent } from './key-agent.ts';

function makeKey(): { secret: Buffer; blob: Buffer } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const blob = Buffer.concat([text('ssh-ed25519'), text(Buffer.from(x, 'base64url'))]);
  return { secret: privateKey.export({ format: 'der', type: 'pkcs8' }), blob };
}

function text(value: string | Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(value));
  return Buffer.concat([length, Buffer.from(value)]);
}

describe('a remote with a deploy key', () => {
  it('takes a push, remembers the host, and is refused when the host key changed', async () => {
    const { secret, blob } = makeKey();
    const [project, server] = await Promise.all([openProject({ 'a.txt': 'one\n' }), startSshGitServer(blob)]);
    const ask = async (name: RouteName, body: object) => (await project.ask(name, { body })).json;
    await ask('git.init', {});
    await ask('git.stage', { paths: ['a.txt'] });
    await ask('git.commit', { message: 'First' });
    const credential = { kind: 'key', secret: secret.toString('base64') } as const;
    const carry = (name: RouteName, entry: GitEntry) => ask(name, { remote: 'origin', branch: 'main', entry });

    const first = await carry('git.push', { address: server.address, credential, knownHosts: '' });
    expect(first.knownHosts).toMatch(/^\[127\.0\.0\.1\]:\d+ ecdsa-sha2-nistp256 \S+\n$/);
    expect(server.git('log', '--format=%s', 'main')).toBe('First\n');

    const { knownHosts } = first;
    expect(await carry('git.fetch', { address: server.address, credential, knownHosts })).toEqual({
      said: '',
      knownHosts,
    });
    await server.changeHostKey();
    expect(await carry('git.fetch', { address: server.address, credential, knownHosts })).toMatchObject({
      code: 'remote_key_changed',
    });
    const stranger = { kind: 'key', secret: makeKey().secret.toString('base64') } as const;
    expect(await carry('git.fetch', { address: server.address, credential: stranger, knownHosts: '' })).toMatchObject({
      code: 'remote_unauthorized',
    });
    expect(execFileSync('git', ['status', '--short'], { cwd: project.root, encoding: 'utf8' })).toBe('');
  });
});

describe('the agent', () => {
  it('signs in as the one user, and signs nothing else', async () => {
    const { secret, blob } = makeKey();
    const folder = await mkdtemp(join(tmpdir(), 'agent-'));
    const path = join(folder, 'agent');
    const agent = await startKeyAgent(secret, 'git', path);
    onTestFinished(async () => {
      agent.close();
      await rm(folder, { recursive: true });
    });
    const signIn = (user: string): Buffer =>
      Buffer.concat([text(randomBytes(32)), Buffer.from([50]), text(user), text('ssh-connection'), text('publickey')]);
    const sign = (data: Buffer): Promise<Buffer> =>
      ask(path, Buffer.concat([Buffer.from([13]), text(blob), text(data), Buffer.alloc(4)]));

    const data = signIn('git');
    const answer = await sign(data);
    expect(answer[0]).toBe(14);
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: blob.subarray(-32).toString('base64url') },
      format: 'jwk',
    });
    expect(verify(undefined, data, key, answer.subarray(-64))).toBe(true);
    for (const refused of [signIn('root'), Buffer.from('a commit'), Buffer.alloc(0)]) {
      expect(await sign(refused)).toEqual(Buffer.from([5]));
    }
    expect(await ask(path, Buffer.from([17]))).toEqual(Buffer.from([5]));
  });
});

function ask(path: string, message: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => socket.write(text(message)));
    socket.once('error', reject).once('data', (answer: Buffer) => {
      socket.destroy();
      resolve(answer.subarray(4));
    });
  });
}
