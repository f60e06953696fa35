import { readFile } from 'node:fs/promises';
import { isIPv4 } from 'node:net';

/** Where systemd-resolved keeps the servers behind its own address 127.0.0.53, which sandboxes cannot reach. */
const FILES = ['/etc/resolv.conf', '/run/systemd/resolve/resolv.conf'];

/** The first IPv4 name server of the machine that is not on loopback. */
export async function findNameserver(): Promise<string | undefined> {
  for (const file of FILES) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const servers = text.split('\n').flatMap((line) => /^\s*nameserver\s+(\S+)/.exec(line)?.[1] ?? []);
    const usable = servers.find((address) => isIPv4(address) && !address.startsWith('127.'));
    if (usable !== undefined) return usable;
  }
  return undefined;
}
