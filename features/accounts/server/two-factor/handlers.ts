import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { accountsErrors, accountsEvents } from '@e-code/accounts/contract';
import type { accountsContract } from '@e-code/accounts/contract';
import { personOf } from '@e-code/kernel/server';
import type { Handlers, Sql } from '@e-code/kernel/server';
import { findById } from '../people/store.ts';
import { inTransaction } from '../service.ts';
import type { Accounts } from '../service.ts';
import { authenticators, recoveryCodes } from '../tables.ts';
import { replaceRecoveryCodes } from './recovery.ts';
import { makeTotpSecret, matchingStep, toBase32, totpUri } from './totp.ts';

type Own = 'startTwoFactor' | 'finishTwoFactor' | 'switchTwoFactorOff' | 'renewRecoveryCodes';

/** Two-factor sign-in with an authenticator app. It is on once a first code proved that the app has the secret. */
export function twoFactorHandlers(accounts: Accounts): Pick<Handlers<typeof accountsContract>, Own> {
  const { kernel, seal, sessions, throttle } = accounts;
  return {
    async startTwoFactor({ actor, sql }) {
      const { id } = personOf(actor);
      if (await isOn(sql, id)) throw accountsErrors.two_factor_on();
      const secret = makeTotpSecret();
      const sealedSecret = await seal.seal(secret, id);
      await sql
        .insert(authenticators)
        .values({ personId: id, sealedSecret })
        .onConflictDoUpdate({ target: authenticators.personId, set: { sealedSecret, lastStep: 0 } });
      const known = await findById(sql, id);
      const issuer = `E-Code (${new URL(kernel.site.publicOrigin).host})`;
      return { secret: toBase32(secret), uri: totpUri(secret, known?.person.email ?? id, issuer) };
    },
    async finishTwoFactor({ input, actor, request }) {
      const { id } = personOf(actor);
      const origin = sessions.originOf(request);
      await throttle.enter(`second:${id}`, origin);
      const codes = await inTransaction(kernel, actor, async (work) => {
        const [row] = await work.sql
          .select()
          .from(authenticators)
          .where(and(eq(authenticators.personId, id), isNull(authenticators.confirmedAt)))
          .for('update');
        if (row === undefined) throw accountsErrors.two_factor_off();
        const now = kernel.clock.now();
        const step = matchingStep(await seal.unseal(row.sealedSecret, id), input.code.replace(/\s/g, ''), now);
        if (step === undefined) throw accountsErrors.code_refused();
        await work.sql
          .update(authenticators)
          .set({ confirmedAt: now, lastStep: step })
          .where(eq(authenticators.personId, id));
        await work.emit(accountsEvents.twoFactorOn, { personId: id });
        return replaceRecoveryCodes(work.sql, id);
      });
      await throttle.succeed(`second:${id}`, origin);
      return { recoveryCodes: codes };
    },
    async switchTwoFactorOff({ actor, sql, emit }) {
      const { id } = personOf(actor);
      await sql.delete(recoveryCodes).where(eq(recoveryCodes.personId, id));
      const gone = await sql.delete(authenticators).where(eq(authenticators.personId, id)).returning();
      if (gone.some(({ confirmedAt }) => confirmedAt !== null))
        await emit(accountsEvents.twoFactorOff, { personId: id });
      return {};
    },
    async renewRecoveryCodes({ actor, sql, emit }) {
      const { id } = personOf(actor);
      if (!(await isOn(sql, id))) throw accountsErrors.two_factor_off();
      await emit(accountsEvents.recoveryCodesMade, { personId: id });
      return { recoveryCodes: await replaceRecoveryCodes(sql, id) };
    },
  };
}

async function isOn(sql: Sql, personId: string): Promise<boolean> {
  const condition = and(eq(authenticators.personId, personId), isNotNull(authenticators.confirmedAt));
  return (await sql.$count(authenticators, condition)) > 0;
}
