/** A number that two texts share when they are the same, and hardly otherwise: FNV-1a over UTF-16 units, with the length. */
export function digestOf(text: string): string {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);
  return `${text.length}.${(hash >>> 0).toString(36)}`;
}
