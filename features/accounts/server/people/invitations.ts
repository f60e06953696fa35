import { desc, eq, gt } from 'drizzle-orm';
import { kernelErrors } from '@e-code/kernel/contract';
import { accountsErrors, accountsEvents } from '@e-code/accounts/contract';
import type { accountsContract, Invitation } from '@e-code/accounts/contract';
import { makeId, personOf } from '@e-code/kernel/server';
import type { Handlers } from '@e-code/kernel/server';
import { letters } from '../mail/letters.ts';
import type { Accounts } from '../service.ts';
import { invitations, people } from '../tables.ts';
import { hashSecret, makeSecret } from '../tokens/secret.ts';
import { findByEmail } from './store.ts';

const LIFETIME_DAYS = 7;
type Own = 'listInvitations' | 'invite' | 'withdrawInvitation';

/** Invitations: bound to an address, answered once, withdrawn at will. */
export function invitationHandlers({ kernel, mail }: Accounts): Pick<Handlers<typeof accountsContract>, Own> {
  return {
    async listInvitations({ sql }) {
      const rows = await sql
        .select({ invitation: invitations, invitedBy: people.name })
        .from(invitations)
        .innerJoin(people, eq(people.id, invitations.invitedBy))
        .where(gt(invitations.expiresAt, kernel.clock.now()))
        .orderBy(desc(invitations.createdAt));
      return rows.map(({ invitation, invitedBy }) => present(invitation, invitedBy));
    },
    async invite({ input, actor, sql, emit, afterCommit }) {
      const inviter = personOf(actor);
      if ((await findByEmail(sql, input.email)) !== undefined) throw accountsErrors.person_known();
      const secret = makeSecret();
      const createdAt = kernel.clock.now();
      const row = {
        id: makeId('inv'),
        tokenHash: hashSecret(secret),
        email: input.email,
        invitedBy: inviter.id,
        createdAt,
        expiresAt: new Date(createdAt.getTime() + LIFETIME_DAYS * 86_400_000),
      };
      await sql.insert(invitations).values(row);
      await emit(accountsEvents.personInvited, { invitationId: row.id, email: row.email });
      const site = kernel.site.publicOrigin;
      const letter = letters.invitation(site, secret, inviter.name);
      // The secret is shown to the operator anyway, so a mail that fails costs a log line and no invitation.
      afterCommit(() => {
        mail.send({ to: row.email, ...letter }).catch((error: unknown) => {
          kernel.log.warn({ err: error, invitation: row.id }, 'The mail of an invitation could not be sent');
        });
      });
      return { invitation: present(row, inviter.name), link: `${site}/register#${secret}` };
    },
    async withdrawInvitation({ input, sql, emit }) {
      const gone = await sql.delete(invitations).where(eq(invitations.id, input.id)).returning();
      if (gone.length === 0) throw kernelErrors.not_found();
      await emit(accountsEvents.invitationWithdrawn, { invitationId: input.id });
      return {};
    },
  };
}

function present(row: Omit<typeof invitations.$inferSelect, 'tokenHash'>, invitedBy: string): Invitation {
  const { id, email, createdAt, expiresAt } = row;
  return { id, email, invitedBy, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
}
