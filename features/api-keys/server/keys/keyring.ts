import type { IncomingMessage } from 'node:http';
import { eq } from 'drizzle-orm';
import { RevocableCache } from '@e-code/kernel/server';
import type { Kernel, Person, Sql } from '@e-code/kernel/server';
import type { Outside } from '../service.ts';
import { keys } from '../tables.ts';
import type { KeyRow } from '../tables.ts';
import { createExpiries } from './expiries.ts';
import { listenForRevocations } from './revocation.ts';
import { hashKey, looksLikeKey } from './secret.ts';
import { createKeyUses } from './uses.ts';

/** Recognises keys: one map lookup when the key was seen lately, two indexed queries otherwise. */
export interface Keyring {
  /** @returns undefined when the key is not known, has expired, or its person's account is switched off */
  identify(token: string, request: IncomingMessage): Promise<Person | undefined>;
  start(): void;
  stop(): Promise<void>;
}

interface KnownKey extends Pick<KeyRow, 'id' | 'personId' | 'scopes' | 'projectIds' | 'expiresAt'> {
  personName: string;
}

export function createKeyring(kernel: Kernel, { people, originOf }: Pick<Outside, 'people' | 'originOf'>): Keyring {
  const cache = new RevocableCache<KnownKey>();
  const uses = createKeyUses(kernel);
  const expiries = createExpiries(kernel);
  let stopListening: (() => void) | undefined;

  async function find(token: string): Promise<KnownKey | undefined> {
    const now = kernel.clock.now().getTime();
    const tokenHash = hashKey(token);
    const name = tokenHash.toString('base64');
    const cached = cache.get(name, now);
    if (cached !== undefined) return cached;
    const mark = cache.mark();
    const key = await readKey(kernel.database.read, people, tokenHash);
    if (key !== undefined) cache.keep(name, key, now, mark);
    return key;
  }

  return {
    async identify(token, request) {
      const key = looksLikeKey(token) ? await find(token) : undefined;
      if (key === undefined) return undefined;
      if (key.expiresAt !== null) {
        if (key.expiresAt <= kernel.clock.now()) return undefined;
        expiries.note(key.id, key.expiresAt);
      }
      const origin = originOf(request);
      uses.note(key.id, origin.address);
      return asPerson(key, origin);
    },
    start() {
      uses.start();
      expiries.start();
      stopListening = listenForRevocations(kernel, (ids) => cache.forget(({ id }) => ids.includes(id)));
    },
    async stop() {
      stopListening?.();
      expiries.stop();
      await uses.stop();
    },
  };
}

/** The bearer of a key: never an operator and never freshly proven, whatever a rule may ask. */
function asPerson({ id, personId, personName, scopes, projectIds }: KnownKey, origin: Person['origin']): Person {
  return {
    kind: 'person',
    id: personId,
    name: personName,
    operator: false,
    sessionId: id,
    authenticatedAt: new Date(0),
    origin,
    token: { scopes, subjects: projectIds ?? undefined },
  };
}

async function readKey(sql: Sql, people: Outside['people'], tokenHash: Buffer): Promise<KnownKey | undefined> {
  const [row] = await sql.select().from(keys).where(eq(keys.tokenHash, tokenHash));
  const person = row && (await people.findActive(sql, row.personId));
  return person && { ...row, personName: person.name };
}
