/** Addresses of one sandbox: its own, and the one of the machine that its packets are sent to. */
export interface SlotAddresses {
  readonly guest: string;
  readonly gateway: string;
}

/** How many sandboxes a range holds; the last four addresses are kept for the name server and the gateway. */
export function slotCount(range: string): number {
  return 2 ** (32 - prefixOf(range)) / 4 - 1;
}

/** Every fourth address is given out: none ends in .0 or .255, which some programs take for networks and broadcasts. */
export function slotAddresses(range: string, slot: number): SlotAddresses {
  return { guest: formatAddress(baseOf(range) + slot * 4 + 2), gateway: gatewayAddress(range) };
}

/** The name server that sandboxes are told: an address that exists nowhere and is translated to the real one. */
export function nameserverAddress(range: string): string {
  return formatAddress(baseOf(range) + slotCount(range) * 4 + 1);
}

/** The address of the machine towards all sandboxes. */
export function gatewayAddress(range: string): string {
  return formatAddress(baseOf(range) + slotCount(range) * 4 + 2);
}

/** A locally administered hardware address that follows from the IPv4 address, so that both ends know it beforehand. */
export function hardwareAddress(address: string): string {
  const bytes = address.split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'));
  return ['02', 'ec', ...bytes].join(':');
}

function prefixOf(range: string): number {
  return Number(range.split('/')[1]);
}

function baseOf(range: string): number {
  const bytes = (range.split('/')[0] ?? '').split('.').map(Number);
  const address = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const size = 2 ** (32 - prefixOf(range));
  return Math.floor(address / size) * size;
}

function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
