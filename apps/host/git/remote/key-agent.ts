import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';

/** Messages of the agent protocol (draft-ietf-sshm-ssh-agent, section 6.1). */
const FAILURE = 5;
const REQUEST_IDENTITIES = 11;
const IDENTITIES = 12;
const SIGN_REQUEST = 13;
const SIGNATURE = 14;
/** SSH_MSG_USERAUTH_REQUEST of RFC 4252: the only thing that is signed. */
const SIGN_IN = 50;
const LONGEST_MESSAGE = 64 * 1024;
const kind = 'ssh-ed25519';

export interface KeyAgent {
  readonly path: string;
  close(): void;
}

/**
 * An SSH agent for one operation: it holds one Ed25519 key in memory and signs in as one user with it, and signs nothing else.
 * @param key PKCS #8 in DER
 * @param path of the socket, in a folder that nobody else reads
 */
export async function startKeyAgent(key: Buffer, user: string, path: string): Promise<KeyAgent> {
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  const publicKey = publicBlob(privateKey);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => open.delete(socket));
    serve(socket, (message) => answer(message, { privateKey, publicKey, user }));
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    path,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function serve(socket: Socket, reply: (message: Buffer) => Buffer): void {
  let waiting = Buffer.alloc(0);
  socket.on('data', (piece: Buffer) => {
    waiting = Buffer.concat([waiting, piece]);
    while (waiting.length >= 4) {
      const length = waiting.readUInt32BE(0);
      if (length > LONGEST_MESSAGE) return void socket.destroy();
      if (waiting.length < 4 + length) return;
      socket.write(text(reply(waiting.subarray(4, 4 + length))));
      waiting = waiting.subarray(4 + length);
    }
  });
}

interface Held {
  readonly privateKey: KeyObject;
  readonly publicKey: Buffer;
  readonly user: string;
}

function answer(message: Buffer, { privateKey, publicKey, user }: Held): Buffer {
  const fields = new Fields(message);
  const type = fields.byte();
  if (type === REQUEST_IDENTITIES) {
    return Buffer.concat([Buffer.from([IDENTITIES]), number(1), text(publicKey), text('')]);
  }
  if (type !== SIGN_REQUEST || !fields.text().equals(publicKey)) return Buffer.from([FAILURE]);
  const data = fields.text();
  if (!isSignIn(data, user)) return Buffer.from([FAILURE]);
  const signature = Buffer.concat([text(kind), text(sign(undefined, data, privateKey))]);
  return Buffer.concat([Buffer.from([SIGNATURE]), text(signature)]);
}

function isSignIn(data: Buffer, user: string): boolean {
  const fields = new Fields(data);
  fields.text();
  return fields.byte() === SIGN_IN && fields.text().toString() === user;
}

/** The key as SSH writes it: RFC 8709, section 4. */
function publicBlob(privateKey: KeyObject): Buffer {
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return Buffer.concat([text(kind), text(Buffer.from(x, 'base64url'))]);
}

/** Reads the fields of a message one after another; what is too short reads as nothing. */
class Fields {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  byte(): number | undefined {
    return this.#bytes[this.#at++];
  }

  text(): Buffer {
    if (this.#at + 4 > this.#bytes.length) return Buffer.alloc(0);
    const from = this.#at + 4;
    this.#at = from + this.#bytes.readUInt32BE(this.#at);
    return this.#bytes.subarray(from, this.#at);
  }
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function text(value: Buffer | string): Buffer {
  return Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)]);
}
