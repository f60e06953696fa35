import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { fingerprintOf } from '../keys/public-key.ts';

const KIND = 'ssh-ed25519';

export interface DeployKey {
  /** PKCS #8 in DER. */
  readonly privateKey: Buffer;
  /** The line to paste where the repository is kept. */
  readonly publicKey: string;
}

/** Makes an Ed25519 key. @param comment what the other side shows beside it */
export function makeDeployKey(comment: string): DeployKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const blob = Buffer.concat([text(KIND), text(Buffer.from(x, 'base64url'))]);
  return {
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }),
    publicKey: `${KIND} ${blob.toString('base64')} ${comment.replaceAll(/[^\w.@-]+/g, '-')}`,
  };
}

/** Fingerprints of the keys in lines such as `ssh-ed25519 AAAA… comment` and `host ssh-ed25519 AAAA…`. */
export function fingerprintsIn(lines: string): string[] {
  return lines.split('\n').flatMap((line) => {
    const blob = line.split(' ').find((word) => word.startsWith('AAAA'));
    return blob === undefined ? [] : [fingerprintOf(Buffer.from(blob, 'base64'))];
  });
}

function text(value: Buffer | string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(value));
  return Buffer.concat([length, Buffer.from(value)]);
}
