import { eq, sql as query } from 'drizzle-orm';
import { createUseWriter } from '@e-code/kernel/server';
import type { Kernel, Origin, Person, Sql, UseWriter } from '@e-code/kernel/server';
import { sshKeys } from '../tables.ts';

export interface People {
  /** Undefined for unknown people and for those whose account is switched off. */
  findActive(sql: Sql, id: string): Promise<{ id: string; name: string } | undefined>;
}

/** What a connection under an SSH key may do of what its person may: what git needs, on all of their projects. */
const scopes = ['project:read', 'project:write'] as const;

/** Who comes with a public key. @returns undefined when the key is not known or the account is switched off */
export async function findPerson(
  { database }: Pick<Kernel, 'database'>,
  people: People,
  fingerprint: string,
  origin: Origin,
): Promise<Person | undefined> {
  const [key] = await database.read.select().from(sshKeys).where(eq(sshKeys.fingerprint, fingerprint));
  const person = key && (await people.findActive(database.read, key.personId));
  if (key === undefined || person === undefined) return undefined;
  return {
    kind: 'person',
    id: person.id,
    name: person.name,
    operator: false,
    // Removing the key ends what is open under it, and the audit trail names it.
    sessionId: key.id,
    authenticatedAt: new Date(0),
    origin,
    token: { scopes, subjects: undefined },
  };
}

/** Writes when keys were last used and from where. */
export function createSshKeyUses(kernel: Kernel): UseWriter {
  return createUseWriter(kernel, 'SSH keys', ({ ids, addresses, at }) =>
    kernel.database.read.execute(query`
      UPDATE git.ssh_keys SET last_used_at = ${at.toISOString()}::timestamptz, last_used_from = used.address
      FROM unnest(${query.param(ids)}::text[], ${query.param(addresses)}::text[]) AS used (id, address)
      WHERE ssh_keys.id = used.id`),
  );
}
