/** The first bytes that are behind every key with this prefix; null when none are, as for the empty prefix. */
export function afterPrefix(prefix: string): Buffer | null {
  const bytes = Buffer.from(prefix);
  for (let index = bytes.length - 1; index >= 0; index -= 1) {
    const byte = bytes[index] ?? 0xff;
    if (byte === 0xff) continue;
    return Buffer.concat([bytes.subarray(0, index), Buffer.from([byte + 1])]);
  }
  return null;
}
