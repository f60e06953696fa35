import { sql as query } from 'drizzle-orm';
import { kernelErrors } from '@e-code/kernel/contract';
import type { Kernel, Origin } from '@e-code/kernel/server';
import { networkOf } from './network.ts';

/** How many tries are free, and how the wait grows after them: 1, 2, 4, … seconds up to the longest. */
interface Allowance {
  free: number;
  longestSeconds: number;
}

const account: Allowance = { free: 5, longestSeconds: 900 };
const network: Allowance = { free: 15, longestSeconds: 900 };
// One mail in a while is what a person needs; a flood of them is an attack on somebody's inbox.
const mail: Allowance = { free: 3, longestSeconds: 3_600 };

/** Quiet time after which tries are forgotten. */
const FORGET_SECONDS = 3_600;

export interface Throttle {
  /**
   * Takes one try for an account and one for the network. It counts before the proof is checked, in one statement, so
   * that a thousand parallel requests get as many tries as one after the other.
   * @throws too_many_requests with the seconds to wait
   */
  enter(account: string, origin: Origin): Promise<void>;
  /** Takes one try for the network alone, where no account is named. */
  enterNetwork(origin: Origin): Promise<void>;
  /** Takes one mail to an address. @throws too_many_requests */
  enterMail(address: string, origin: Origin): Promise<void>;
  /** The proof was right: forgets the account's tries and gives the network its try back. */
  succeed(account: string | undefined, origin: Origin): Promise<void>;
  sweep(): Promise<void>;
}

/** Counts tries in PostgreSQL, so that they hold over restarts and over several processes. */
export function createThrottle(kernel: Kernel): Throttle {
  const { clock } = kernel;
  const run = (statement: ReturnType<typeof query>) => kernel.database.read.execute<{ wait: string }>(statement);

  async function take(key: string, { free, longestSeconds }: Allowance): Promise<void> {
    const now = clock.now().toISOString();
    const fresh = query`throttles.tried_at < ${now}::timestamptz - make_interval(secs => ${FORGET_SECONDS})`;
    const tries = query`CASE WHEN ${fresh} THEN 1 ELSE throttles.tries + 1 END`;
    const { rows } = await run(query`
      INSERT INTO accounts.throttles AS throttles (key, tries, open_at, tried_at)
      VALUES (${key}, 1, ${now}::timestamptz, ${now}::timestamptz)
      ON CONFLICT (key) DO UPDATE SET
        tries = ${tries},
        tried_at = ${now}::timestamptz,
        open_at = ${now}::timestamptz + make_interval(secs => CASE
          WHEN (${tries}) < ${free} THEN 0
          ELSE least(${longestSeconds}, 2 ^ least(20, (${tries}) - ${free})) END)
      WHERE throttles.open_at <= ${now}::timestamptz
      RETURNING '0' AS wait`);
    if (rows.length === 0) throw kernelErrors.too_many_requests({ seconds: await waitOf(key, now) });
  }

  async function waitOf(key: string, now: string): Promise<number> {
    const { rows } = await run(query`
      SELECT ceil(extract(epoch FROM open_at - ${now}::timestamptz))::text AS wait
      FROM accounts.throttles WHERE key = ${key}`);
    return Math.max(1, Number(rows[0]?.wait ?? 1));
  }

  const networkKey = ({ address }: Origin): string => `network:${networkOf(address)}`;
  return {
    async enter(name, origin) {
      await take(networkKey(origin), network);
      await take(`account:${name}`, account);
    },
    enterNetwork: (origin) => take(networkKey(origin), network),
    async enterMail(address, origin) {
      await take(networkKey(origin), network);
      await take(`mail:${address}`, mail);
    },
    async succeed(name, origin) {
      if (name !== undefined) await run(query`DELETE FROM accounts.throttles WHERE key = ${`account:${name}`}`);
      await run(query`
        UPDATE accounts.throttles SET tries = greatest(0, tries - 1), open_at = ${clock.now().toISOString()}::timestamptz
        WHERE key = ${networkKey(origin)}`);
    },
    async sweep() {
      await run(query`DELETE FROM accounts.throttles
        WHERE greatest(open_at, tried_at) < ${clock.now().toISOString()}::timestamptz - make_interval(secs => ${FORGET_SECONDS})`);
    },
  };
}
