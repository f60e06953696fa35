import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox, Service } from '../port.ts';
import { NODE, useFixture, type Subject } from './subject.ts';

/** Connects, and prints what the other side says until the end. */
const ask = ({ host, port }: Service['address']): string[] => [
  NODE,
  '-e',
  `const socket = require('net').connect(${port}, '${host}');
   socket.on('data', (data) => process.stdout.write(data)).on('error', () => console.log('refused')).on('close', () => process.exit());
   setTimeout(() => { console.log('silence'); process.exit(); }, 3000);`,
];

export function describeServices(subject: Subject): void {
  describe('services of the platform', () => {
    const fixture = useFixture(subject);
    let service: Service;

    beforeAll(async () => {
      service = await fixture().port.offer({ port: 0 }, (connection, sandboxId) =>
        connection.end(`for ${sandboxId}\n`),
      );
    });
    afterAll(() => service.close());

    const heard = async (sandbox: Sandbox, address = service.address): Promise<string> =>
      String((await sandbox.exec({ command: ask(address) })).stdout).trim();

    it('are told by the network which sandbox asks', async () => {
      const [one, other] = await Promise.all([
        fixture().start({ network: 'egress' }),
        fixture().start({ network: 'egress' }),
      ]);
      expect([await heard(one), await heard(other)]).toEqual([`for ${one.id}`, `for ${other.id}`]);
      await Promise.all([one.stop({ graceMs: 0 }), other.stop({ graceMs: 0 })]);
    });

    it('turn away programs of the machine, and sandboxes without a network', async () => {
      const socket = connect(service.address.port, service.address.host);
      let text = '';
      socket.on('data', (data) => (text += String(data))).on('error', () => undefined);
      await once(socket, 'close');
      expect(text).toBe('');
      const lonely = await fixture().start({ network: 'none' });
      expect(await heard(lonely)).toBe('refused');
      await lonely.stop({ graceMs: 0 });
    });

    it('end with the sandbox that they were talking to', async () => {
      const arrived = Promise.withResolvers<Socket>();
      const held = await fixture().port.offer({ port: 0 }, (connection) => arrived.resolve(connection));
      const sandbox = await fixture().start({ network: 'egress', command: ask(held.address) });
      const connection = await arrived.promise;
      const [exit] = await Promise.all([sandbox.stop({ graceMs: 0 }), once(connection, 'close')]);
      expect(exit.reason).toBe('stopped');
      await held.close();
    });

    it('take another port when somebody has the one that was wished for, and free it at the end', async () => {
      const other = createServer().listen(0, service.address.host);
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const moved = await fixture().port.offer({ port }, (connection) => connection.end('moved\n'));
      expect(moved.address.port).not.toBe(port);
      const sandbox = await fixture().start({ network: 'egress' });
      expect(await heard(sandbox, moved.address)).toBe('moved');
      await moved.close();
      expect(await heard(sandbox, moved.address)).toBe('refused');
      other.close();
      await sandbox.stop({ graceMs: 0 });
    });
  });
}
