import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';
import type { Origin } from '@e-code/kernel/server';

const LONGEST_AGENT = 300;

/** Thrown at start when TRUSTED_PROXIES holds something that is neither an address nor a network. */
export class TrustedProxiesError extends Error {
  override readonly name = 'TrustedProxiesError';
}

/**
 * Reads where requests come from. X-Forwarded-For is read from its end, as each proxy appends the peer it saw, and only
 * as far as those who wrote it are trusted; everything before may be made up by the visitor.
 * @param trustedProxies addresses and networks, divided by commas
 */
export function createOriginReader(trustedProxies: string): (request: IncomingMessage) => Origin {
  const trusted = readNetworks(trustedProxies);
  const isTrusted = (address: string): boolean =>
    isIP(address) !== 0 && trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  return (request) => {
    let address = plain(request.socket.remoteAddress ?? '');
    const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',');
    while (isTrusted(address)) {
      const before = plain(forwarded.pop()?.trim() ?? '');
      if (isIP(before) === 0) break;
      address = before;
    }
    return { address, agent: (request.headers['user-agent'] ?? '').slice(0, LONGEST_AGENT) };
  };
}

/** An IPv4 address that a socket for both families shows as IPv6. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

function readNetworks(text: string): BlockList {
  const list = new BlockList();
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const [address = '', bits] = entry.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    const whole = family === 'ipv6' ? 128 : 32;
    const length = bits === undefined ? whole : Number(bits);
    if (isIP(address) === 0 || !Number.isInteger(length)) {
      throw new TrustedProxiesError(`TRUSTED_PROXIES holds "${entry}", which is no address and no network.`);
    }
    list.addSubnet(address, length, family);
  }
  return list;
}
