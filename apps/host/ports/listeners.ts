import { readFile } from 'node:fs/promises';

export interface Listener {
  readonly port: number;
  readonly address: 'loopback' | 'any' | 'other';
  readonly inode: string;
}

const listening = '0A';

/** Listening TCP sockets of our network namespace, one for each port, the most reachable address first. */
export async function readListeners(): Promise<Listener[]> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'latin1').catch(() => '')),
  );
  const byPort = new Map<number, Listener>();
  for (const listener of tables.flatMap(parseTable)) {
    const before = byPort.get(listener.port);
    if (before === undefined || reach[listener.address] > reach[before.address]) byPort.set(listener.port, listener);
  }
  return [...byPort.values()].toSorted((left, right) => left.port - right.port);
}

const reach = { other: 0, loopback: 1, any: 2 } as const;

/** Rows of proc(5) net/tcp: index, local address, remote address, state, ..., inode as the tenth field. */
export function parseTable(table: string): Listener[] {
  const found: Listener[] = [];
  for (const row of table.split('\n').slice(1)) {
    const [, local, , state, , , , , , inode] = row.trim().split(/\s+/);
    if (state !== listening || local === undefined || inode === undefined) continue;
    const [address = '', port = ''] = local.split(':');
    found.push({ port: Number.parseInt(port, 16), address: classify(address), inode });
  }
  return found;
}

/** Addresses are 32-bit words in host byte order, so on the little-endian machines we run on 127.0.0.1 is 0100007F. */
function classify(address: string): Listener['address'] {
  if (/^0+$/.test(address)) return 'any';
  const loopback =
    address.length === 8
      ? address.endsWith('7F')
      : loopback6.includes(address) || /^0{16}FFFF0000.{6}7F$/.test(address);
  return loopback ? 'loopback' : 'other';
}

const loopback6 = ['00000000000000000000000001000000'];
