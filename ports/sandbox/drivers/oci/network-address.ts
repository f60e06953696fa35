/** Addresses of one sandbox: a /30 network has two usable ones, the first for the machine, the second for the sandbox. */
export interface SlotAddresses {
  readonly host: string;
  readonly guest: string;
}

/** How many /30 networks a range holds; the last is kept for {@link nameserverAddress}. */
export function slotCount(range: string): number {
  return 2 ** (32 - prefixOf(range)) / 4 - 1;
}

export function slotAddresses(range: string, slot: number): SlotAddresses {
  const base = baseOf(range) + slot * 4;
  return { host: formatAddress(base + 1), guest: formatAddress(base + 2) };
}

/** The name server that sandboxes are told: an address that exists nowhere and is translated to the real one. */
export function nameserverAddress(range: string): string {
  return formatAddress(baseOf(range) + slotCount(range) * 4 + 1);
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
