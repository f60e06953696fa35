import type { Entry } from '../../port.ts';

const HEADER_BYTES = 16;

/** One string for an entry: revision, moment of expiry (0 for never), value. */
export function pack({ revision, expiresAt, value }: Entry): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeBigUInt64BE(BigInt(revision), 0);
  header.writeBigUInt64BE(BigInt(expiresAt ?? 0), 8);
  return Buffer.concat([header, value]);
}

export function unpack(packed: Buffer): Entry {
  return {
    revision: Number(packed.readBigUInt64BE(0)),
    expiresAt: readExpiry(packed),
    value: packed.subarray(HEADER_BYTES),
  };
}

export function readExpiry(packed: Buffer): number | null {
  return Number(packed.readBigUInt64BE(8)) || null;
}

/** A member of the set of all that expires. Names of spaces hold no zero byte; keys may. */
export function writeExpiry(space: string, key: string): string {
  return `${space}\0${key}`;
}

export function unpackExpiry(member: Buffer): { space: string; key: string } {
  const text = member.toString();
  const end = text.indexOf('\0');
  return { space: text.slice(0, end), key: text.slice(end + 1) };
}
