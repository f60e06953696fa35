import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A passkey made of node:crypto, with knobs for what a hostile or broken device would do. */
export interface TestAuthenticator {
  id: string;
  register(challenge: string, quirks?: Quirks): Record<string, unknown>;
  prove(challenge: string, quirks?: Quirks): Record<string, unknown>;
}

interface Quirks {
  origin?: string;
  rpId?: string;
  /** False: nobody showed a finger, face or PIN. */
  userVerified?: boolean;
  counter?: number;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const CREDENTIAL_INCLUDED = 0x40;

/** @param origin the page that asks, such as `http://localhost:3000` */
export function createTestAuthenticator(origin: string): TestAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const credentialId = randomBytes(32);
  const id = credentialId.toString('base64url');
  let uses = 0;

  const clientData = (type: string, challenge: string, quirks: Quirks): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin: quirks.origin ?? origin, crossOrigin: false }));

  const authenticatorData = (flags: number, quirks: Quirks): Buffer => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(quirks.counter ?? (uses += 1));
    const relyingParty = quirks.rpId ?? new URL(origin).hostname;
    const verified = quirks.userVerified === false ? 0 : USER_VERIFIED;
    return Buffer.concat([sha256(relyingParty), Buffer.from([USER_PRESENT | verified | flags]), counter]);
  };

  const answer = (response: Record<string, string>): Record<string, unknown> => ({
    id,
    rawId: id,
    type: 'public-key',
    clientExtensionResults: {},
    response,
  });

  return {
    id,
    register(challenge, quirks = {}) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const key = coseKey(Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url'));
      const data = Buffer.concat([
        authenticatorData(CREDENTIAL_INCLUDED, quirks),
        Buffer.alloc(16),
        length,
        credentialId,
        key,
      ]);
      return answer({
        clientDataJSON: clientData('webauthn.create', challenge, quirks).toString('base64url'),
        attestationObject: attestation(data).toString('base64url'),
      });
    },
    prove(challenge, quirks = {}) {
      const client = clientData('webauthn.get', challenge, quirks);
      const data = authenticatorData(0, quirks);
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey);
      return answer({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
      });
    },
  };
}

function sha256(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

/** The CBOR map {1: 2, 3: -7, -1: 1, -2: x, -3: y}: an ES256 key on P-256 (RFC 9053). */
function coseKey(x: Buffer, y: Buffer): Buffer {
  const coordinate = (label: number, value: Buffer) => Buffer.concat([Buffer.from([label, 0x58, 32]), value]);
  return Buffer.concat([Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1]), coordinate(0x21, x), coordinate(0x22, y)]);
}

/** The CBOR map {"fmt": "none", "attStmt": {}, "authData": data}. */
function attestation(data: Buffer): Buffer {
  const text = (words: string) => Buffer.concat([Buffer.from([0x60 + words.length]), Buffer.from(words)]);
  const length = Buffer.from([0x59, data.length >> 8, data.length & 0xff]);
  return Buffer.concat([
    Buffer.from([0xa3]),
    text('fmt'),
    text('none'),
    text('attStmt'),
    Buffer.from([0xa0]),
    text('authData'),
    length,
    data,
  ]);
}
