import { accountsErrors } from '@e-code/accounts/contract';
import type { accountsContract } from '@e-code/accounts/contract';
import { personOf } from '@e-code/kernel/server';
import type { Handlers } from '@e-code/kernel/server';
import { verifyPassword } from '../passwords/hash.ts';
import { findById } from '../people/store.ts';
import { inTransaction } from '../service.ts';
import type { Accounts } from '../service.ts';
import { acceptSecondFactor } from '../two-factor/accept.ts';
import { recordFailure } from './failed.ts';

type Own = 'confirmWithPassword' | 'confirmWithCode';

/** Proofs of identity within a session, for what asks for a fresh one. */
export function confirmHandlers(accounts: Accounts): Pick<Handlers<typeof accountsContract>, Own> {
  const { kernel, sessions, throttle } = accounts;
  return {
    async confirmWithPassword({ input, actor, request }) {
      const person = personOf(actor);
      const origin = sessions.originOf(request);
      const account = `confirm:${person.id}`;
      await throttle.enter(account, origin);
      const known = await findById(kernel.database.read, person.id);
      if (!(await verifyPassword(input.password, known?.passwordHash))) {
        await recordFailure(accounts, actor, {
          personId: person.id,
          method: 'password',
          reason: 'confirmation refused',
        });
        throw accountsErrors.password_wrong();
      }
      await throttle.succeed(account, origin);
      await inTransaction(kernel, actor, (work) => sessions.confirm(work, person, 'password'));
      return {};
    },
    async confirmWithCode({ input, actor, request }) {
      const person = personOf(actor);
      const origin = sessions.originOf(request);
      const account = `second:${person.id}`;
      await throttle.enter(account, origin);
      const accepted = await inTransaction(kernel, actor, async (work) => {
        const right = await acceptSecondFactor(accounts, work, person.id, input.code);
        if (right) await sessions.confirm(work, person, 'code');
        return right;
      });
      if (!accepted) {
        await recordFailure(accounts, actor, { personId: person.id, method: 'code', reason: 'confirmation refused' });
        throw accountsErrors.code_refused();
      }
      await throttle.succeed(account, origin);
      return {};
    },
  };
}
