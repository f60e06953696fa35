import { and, desc, eq } from 'drizzle-orm';
import { kernelErrors } from '@e-code/kernel/contract';
import { makeId, personOf } from '@e-code/kernel/server';
import type { Handlers, Kernel } from '@e-code/kernel/server';
import { gitErrors, gitEvents } from '../contract/index.ts';
import type { SshKey, SshServer, sshKeysContract } from '../contract/index.ts';
import { readPublicKey } from './keys/public-key.ts';
import { publishEnded } from './keys/revocation.ts';
import { sshKeys } from './tables.ts';
import type { SshKeyRow } from './tables.ts';

const MOST_KEYS = 50;

/** A person's own SSH keys: list, add, remove. */
export function createService(kernel: Kernel, served: () => SshServer | undefined): Handlers<typeof sshKeysContract> {
  return {
    async listSshKeys({ actor, sql }) {
      const { id } = personOf(actor);
      const rows = await sql.select().from(sshKeys).where(eq(sshKeys.personId, id)).orderBy(desc(sshKeys.createdAt));
      return { keys: rows.map(present), server: served() ?? null };
    },

    async addSshKey({ actor, input, sql, emit }) {
      const { id: personId } = personOf(actor);
      const count = await sql.$count(sshKeys, eq(sshKeys.personId, personId));
      if (count >= MOST_KEYS) throw gitErrors.too_many_ssh_keys({ count });
      const { kind, fingerprint } = readPublicKey(input.publicKey);
      const createdAt = kernel.clock.now();
      const [added] = await sql
        .insert(sshKeys)
        .values({ id: makeId('ssh'), personId, name: input.name, kind, fingerprint, createdAt })
        .onConflictDoNothing({ target: sshKeys.fingerprint })
        .returning();
      if (added === undefined) throw gitErrors.ssh_key_taken();
      await emit(gitEvents.sshKeyAdded, { personId, sshKeyId: added.id, name: added.name, fingerprint });
      return present(added);
    },

    async removeSshKey({ actor, input, sql, emit, afterCommit }) {
      const { id: personId } = personOf(actor);
      const [gone] = await sql
        .delete(sshKeys)
        .where(and(eq(sshKeys.id, input.id), eq(sshKeys.personId, personId)))
        .returning();
      if (gone === undefined) throw kernelErrors.not_found();
      const { id: sshKeyId, name, fingerprint } = gone;
      await emit(gitEvents.sshKeyRemoved, { personId, sshKeyId, name, fingerprint });
      afterCommit(() => publishEnded(kernel, { ids: [sshKeyId], reason: 'The SSH key was removed.' }));
      return {};
    },
  };
}

function present({ id, name, kind, fingerprint, createdAt, lastUsedAt, lastUsedFrom }: SshKeyRow): SshKey {
  return {
    id,
    name,
    kind,
    fingerprint,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    lastUsedFrom,
  };
}
