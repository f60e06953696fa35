import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Argon2Parameters } from 'node:crypto';
import { createGate } from './gate.ts';

// OWASP's first choice for argon2id with little memory: 19 MiB, two passes, one lane. 30 ms on one core of a small server.
const MEMORY_KIB = 19_456;
const PASSES = 2;
const HASH_BYTES = 32;

// Hashing takes a core and 19 MiB each; two at once leave the rest of the platform its share, and a queue of 100 is 1.5 s.
const gate = createGate({ atOnce: 2, waiting: 100 });

/** Hashes a password with argon2id. @returns the PHC form `$argon2id$v=19$m=…,t=…,p=1$salt$hash` */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, MEMORY_KIB, PASSES);
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${encode(salt)}$${encode(hash)}`;
}

/**
 * Checks a password. Without a stored hash the same work is done and the answer is no, so that the time it takes does not
 * tell whether an account exists.
 */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const { memory, passes, salt, hash } = read(stored ?? NOBODY);
  const derived = await derive(password, salt, memory, passes);
  return derived.length === hash.length && timingSafeEqual(derived, hash) && stored !== undefined;
}

const NOBODY = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${encode(Buffer.alloc(16))}$${encode(Buffer.alloc(HASH_BYTES))}`;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([\w+/]+)\$([\w+/]+)$/;

function read(stored: string): { memory: number; passes: number; salt: Buffer; hash: Buffer } {
  const [, memory, passes, salt, hash] = PHC.exec(stored) ?? [];
  if (salt === undefined || hash === undefined) throw new TypeError('A stored password hash is not readable');
  return {
    memory: Number(memory),
    passes: Number(passes),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

function derive(password: string, nonce: Buffer, memory: number, passes: number): Promise<Buffer> {
  // NFKC: the same letters typed on two keyboards are the same password (RFC 8265 names it for passwords as NFC's kin).
  const message = Buffer.from(password.normalize('NFKC'));
  const parameters: Argon2Parameters = { message, nonce, parallelism: 1, tagLength: HASH_BYTES, memory, passes };
  return gate(
    () =>
      new Promise((resolve, reject) => {
        argon2('argon2id', parameters, (error, derived) => (error === null ? resolve(derived) : reject(error)));
      }),
  );
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
