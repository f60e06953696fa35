import { execFile, execFileSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { createSocket } from 'node:dgram';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Sandbox } from '../port.ts';
import { NODE, perl, sh, useFixture, type Subject } from './subject.ts';

/** Where npm on this machine gets packages from: the one place outside that the suite may ask. */
const REGISTRY = new URL(execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim()).hostname;

export function describeNetwork(subject: Subject): void {
  describe('network', () => {
    const fixture = useFixture(subject);
    let sandbox: Sandbox;
    let listener: Server;

    beforeAll(async () => {
      sandbox = await fixture().start({ network: 'egress' });
      listener = createServer((socket) => socket.end('secret'));
      await new Promise<void>((resolve) => listener.listen(0, '0.0.0.0', resolve));
    }, 60_000);
    afterAll(async () => {
      await sandbox.stop({ graceMs: 0 });
      listener.close();
    });

    it('reaches the internet by name, with certificates checked', async ({ skip }) => {
      const direct = await fetch(`https://${REGISTRY}/`, { signal: AbortSignal.timeout(10_000) }).catch(
        () => undefined,
      );
      if (direct === undefined) skip('This machine itself does not reach the npm registry.');
      const program = `fetch('https://${REGISTRY}/').then((answer) => console.log('status', answer.status))`;
      expect(await sh(sandbox, `${NODE} -e "${program}"`)).toEqual({ code: 0, out: `status ${direct?.status}` });
    });

    it('refuses every address of the machine, whatever listens there', async () => {
      const { port } = listener.address() as AddressInfo;
      const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
      const own = addresses.filter((entry) => entry.family === 'IPv4' && !entry.internal).map((entry) => entry.address);
      const gateway = (
        await sh(
          sandbox,
          `perl -ne '@f = split; print join(".", reverse map hex, $f[2] =~ /../g) if $f[1] eq "00000000"' /proc/net/route`,
        )
      ).out;
      expect(gateway).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
      for (const address of [...own, gateway]) expect(await connects(sandbox, address, port), address).toBe(false);
      expect(await udpArrives(sandbox, own[0] ?? gateway)).toBe(false);
    });

    it.each([
      ['the metadata service of clouds', '169.254.169.254', 80],
      ['a private network', '10.0.0.1', 80],
      ['another private network', '172.17.0.1', 5432],
      ['a third private network', '192.168.1.1', 443],
      ['shared address space', '100.64.0.1', 80],
      ['a broadcast', '255.255.255.255', 80],
    ])('refuses %s', async (_, address, port) => {
      expect(await connects(sandbox, address, port)).toBe(false);
    });

    it('refuses to send mail by SMTP', async () => {
      const { address } = await lookup(REGISTRY, { family: 4 }).catch(() => ({ address: '198.51.100.1' }));
      expect(await connects(sandbox, address, 25)).toBe(false);
    });

    it('lets a program listen on a low port and reach itself by both loopback addresses', async () => {
      const program = `
        const http = require('http');
        const server = http.createServer((_, answer) => answer.end('ok')).listen(80, '::', async () => {
          for (const host of ['127.0.0.1', '[::1]', 'localhost']) console.log(host, await (await fetch('http://' + host + '/')).text());
          server.close(); server.closeAllConnections();
        });`;
      const { stdout } = await sandbox.exec({ command: [NODE, '-e', program] });
      expect(String(stdout)).toBe('127.0.0.1 ok\n[::1] ok\nlocalhost ok\n');
    });

    it('refuses raw and packet sockets', async () => {
      const program =
        'for ([2,3,1],[2,3,255],[17,3,768]) { print socket(my $s, $_->[0], $_->[1], $_->[2]) ? "open " : "refused " }';
      expect((await perl(sandbox, program)).out).toBe('refused refused refused');
    });
  });
}

export function describeSeparation(subject: Subject): void {
  describe('separate networks', () => {
    const fixture = useFixture(subject);

    it('keeps sandboxes apart', async () => {
      const program = `require('http').createServer((_, answer) => answer.end('neighbour')).listen(8080)`;
      const neighbour = await fixture().start({ network: 'egress', command: [NODE, '-e', program] });
      const address = (
        await sh(
          neighbour,
          `${NODE} -p "Object.values(os.networkInterfaces()).flat().find((entry) => !entry.internal).address"`,
        )
      ).out;
      expect(address).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
      expect(await connectsWithin(neighbour, '127.0.0.1', 8080)).toBe(true);
      const sandbox = await fixture().start({ network: 'egress' });
      expect(await connects(sandbox, address, 8080)).toBe(false);
      await sandbox.stop({ graceMs: 0 });
      await neighbour.stop({ graceMs: 0 });
    });

    it('lets the platform reach a program on all addresses, and nobody else of the machine', async () => {
      const program = `const http = require('http'); const listen = (port, host) =>
        http.createServer((_, answer) => answer.end('for ' + port)).listen(port, host);
        listen(8080, '0.0.0.0'); listen(8081, '::'); listen(8082, '127.0.0.1');`;
      const sandbox = await fixture().start({ network: 'egress', command: [NODE, '-e', program] });
      const answers = async (port: number): Promise<string> => readHttp(await sandbox.dialPort(port));
      expect(await vi.waitFor(() => answers(8080), PATIENCE)).toContain('for 8080');
      expect(await vi.waitFor(() => answers(8081), PATIENCE)).toContain('for 8081');
      expect(await connectsWithin(sandbox, '127.0.0.1', 8082)).toBe(true);
      const closed = { code: 'sandbox_not_listening' };
      await expect(sandbox.dialPort(8082)).rejects.toMatchObject(closed);
      await expect(sandbox.dialPort(9999)).rejects.toMatchObject(closed);
      const address = (await sandbox.dialPort(8080)) as Socket;
      expect(await reachedByNobody(address.remoteAddress ?? '', 8080)).toMatch(/^refused/);
      address.destroy();
      await sandbox.stop({ graceMs: 0 });
      await expect(sandbox.dialPort(8080)).rejects.toMatchObject({ code: 'sandbox_stopped' });
    });

    it('has no network at all when none was asked for', async () => {
      const lonely = await fixture().start({ network: 'none' });
      expect((await sh(lonely, `${NODE} -p "Object.keys(os.networkInterfaces()).join()"`)).out).toMatch(/^(lo)?$/);
      const { address } = await lookup(REGISTRY, { family: 4 }).catch(() => ({ address: '198.51.100.1' }));
      expect(await connects(lonely, address, 443)).toBe(false);
      await expect(lonely.dialPort(8080)).rejects.toMatchObject({ code: 'sandbox_not_listening' });
      await lonely.stop({ graceMs: 0 });
    });
  });
}

const PATIENCE = { timeout: 20_000, interval: 50 };

async function readHttp(stream: Duplex): Promise<string> {
  stream.write('GET / HTTP/1.0\r\n\r\n');
  let text = '';
  for await (const piece of stream as AsyncIterable<Buffer>) text += String(piece);
  return text;
}

/** What a program of another user of this machine sees. */
async function reachedByNobody(address: string, port: number): Promise<string> {
  const command = ['-e', probe(address, port)];
  const { stdout } = await promisify(execFile)('setpriv', [
    '--reuid=65534',
    '--regid=65534',
    '--clear-groups',
    process.execPath,
    ...command,
  ]);
  return stdout.trim();
}

/** A program that says whether a TCP connection succeeds within 1.5 seconds. */
function probe(address: string, port: number): string {
  return `
    const socket = require('net').connect(${port}, '${address}');
    const end = (answer) => { console.log(answer); process.exit(); };
    socket.once('connect', () => end('connected')).once('error', (error) => end('refused ' + error.code));
    setTimeout(() => end('refused by silence'), 1500);`;
}

/** Whether a TCP connection succeeds within 1.5 seconds. */
async function connects(sandbox: Sandbox, address: string, port: number): Promise<boolean> {
  const { stdout } = await sandbox.exec({ command: [NODE, '-e', probe(address, port)] });
  const answer = String(stdout).trim();
  if (!/^(connected|refused)/.test(answer)) throw new Error(`The probe said nothing: ${answer}`);
  return answer === 'connected';
}

/** Like {@link connects}, for a server that is just being started. */
async function connectsWithin(sandbox: Sandbox, address: string, port: number): Promise<boolean> {
  for (let attempt = 0; attempt < 20; attempt += 1) if (await connects(sandbox, address, port)) return true;
  return false;
}

async function udpArrives(sandbox: Sandbox, address: string): Promise<boolean> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '0.0.0.0', resolve));
  let arrived = false;
  socket.on('message', () => (arrived = true));
  const { port } = socket.address();
  const program = `const s = require('dgram').createSocket('udp4'); s.on('error', () => {}); for (let i = 0; i < 5; i++) s.send('x', ${port}, '${address}'); setTimeout(() => process.exit(), 200)`;
  await sandbox.exec({ command: [NODE, '-e', program] });
  socket.close();
  return arrived;
}
