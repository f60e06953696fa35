import { timingSafeEqual } from 'node:crypto';
import { accountsErrors, accountsEvents } from '@e-code/accounts/contract';
import type { Handlers, Kernel } from '@e-code/kernel/server';
import type { accountsContract } from '@e-code/accounts/contract';
import { hashPassword } from '../passwords/hash.ts';
import { refuseCommonPassword } from '../passwords/guessed-first.ts';
import { insertPerson } from '../people/store.ts';
import { inTransaction } from '../service.ts';
import type { Accounts } from '../service.ts';
import { ownership } from '../tables.ts';
import { hashSecret, makeSecret } from '../tokens/secret.ts';

const LIFETIME_MS = 24 * 3_600_000;

/** The one-time permission to become owner. It lives in this process only: each start makes another one. */
export interface SetupToken {
  /** Makes the link anew. @returns nothing when the installation has its owner */
  link(): Promise<string | undefined>;
  /** @throws setup_link_wrong or setup_link_expired */
  check(secret: string): void;
  isOpen(): Promise<boolean>;
}

export function createSetupToken(kernel: Kernel): SetupToken {
  let current: { hash: Buffer; expiresAt: number } | undefined;
  // An owner does not go away, so the question is asked until the answer is yes and never again.
  let owned = false;
  const isOpen = async (): Promise<boolean> => {
    if (owned) return false;
    const [row] = await kernel.database.read.select().from(ownership);
    owned = row !== undefined;
    return !owned;
  };
  return {
    isOpen,
    async link() {
      if (!(await isOpen())) return undefined;
      const secret = makeSecret();
      current = { hash: hashSecret(secret), expiresAt: kernel.clock.now().getTime() + LIFETIME_MS };
      // Behind the #, so that it reaches no log and no Referer.
      return `${kernel.site.publicOrigin}/setup#${secret}`;
    },
    check(secret) {
      if (current === undefined || !timingSafeEqual(hashSecret(secret), current.hash)) {
        throw accountsErrors.setup_link_wrong();
      }
      if (kernel.clock.now().getTime() > current.expiresAt) throw accountsErrors.setup_link_expired();
    },
  };
}

/** The first person of an installation. */
export function setupHandlers(
  { kernel, sessions, throttle }: Accounts,
  setup: SetupToken,
): Pick<Handlers<typeof accountsContract>, 'setUp'> {
  return {
    async setUp({ input, ...visit }) {
      const { token, name, email, password } = input;
      await throttle.enterNetwork(sessions.originOf(visit.request));
      if (!(await setup.isOpen())) throw accountsErrors.setup_already_done();
      setup.check(token);
      refuseCommonPassword(password, [name, email]);
      const passwordHash = await hashPassword(password);
      await inTransaction(kernel, visit.actor, async (work) => {
        const now = kernel.clock.now();
        const owner = await insertPerson(work.sql, now, { name, email, operator: true, passwordHash });
        if (owner === undefined) throw accountsErrors.setup_already_done();
        // The table holds one row at most. A second claim waits here for the first and then finds it taken.
        const claimed = await work.sql
          .insert(ownership)
          .values({ personId: owner.id })
          .onConflictDoNothing()
          .returning();
        if (claimed.length === 0) throw accountsErrors.setup_already_done();
        await work.emit(accountsEvents.ownerCreated, { personId: owner.id });
        await sessions.open(work, visit, { person: owner, method: 'setup', secondFactor: false });
      });
      return {};
    },
  };
}
