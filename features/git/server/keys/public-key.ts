import { createHash, createPublicKey } from 'node:crypto';
import ssh2 from 'ssh2';
import type { ParsedKey } from 'ssh2';
import { gitErrors } from '../../contract/index.ts';

/** Those that the server can check. Keys on security tokens (`sk-…`) are not among them: the library does not know them. */
const KINDS = new Set(['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'ssh-rsa']);
const LEAST_RSA_BITS = 2048;

/**
 * Reads a line of a .pub file.
 * @throws ssh_key_private, ssh_key_unreadable, ssh_key_weak
 */
export function readPublicKey(line: string): { kind: string; fingerprint: string } {
  if (line.includes('PRIVATE KEY')) throw gitErrors.ssh_key_private();
  const key = parseOne(line);
  if (key === undefined || key.isPrivateKey() || !KINDS.has(key.type)) throw gitErrors.ssh_key_unreadable();
  const bits = createPublicKey(key.getPublicPEM()).asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < LEAST_RSA_BITS) throw gitErrors.ssh_key_weak({ bits });
  return { kind: key.type, fingerprint: fingerprintOf(key.getPublicSSH()) };
}

/** The name by which people compare keys, as `ssh-keygen -l` writes it. */
export function fingerprintOf(publicKey: Buffer): string {
  return `SHA256:${createHash('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`;
}

export function parseOne(text: string | Buffer): ParsedKey | undefined {
  const parsed: unknown = ssh2.utils.parseKey(text);
  const [key] = [parsed].flat();
  return key instanceof Error ? undefined : (key as ParsedKey | undefined);
}
