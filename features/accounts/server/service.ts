import { createEmit } from '@e-code/kernel/server';
import type { Actor, Call, Emit, Kernel, Seal, Sql } from '@e-code/kernel/server';
import type { MailPort } from '@e-code/port-mail';
import type { Outbox } from './mail/outbox.ts';
import type { Provider } from './identities/provider.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { AccountsSettings } from './settings.ts';
import type { Throttle } from './throttle/throttle.ts';

/** What the handlers of accounts share. */
export interface Accounts {
  kernel: Kernel;
  settings: AccountsSettings;
  sessions: Sessions;
  throttle: Throttle;
  mail: MailPort;
  /** Where mail is kept when the outbox driver is in use. */
  outbox: Outbox | undefined;
  provider: Provider | undefined;
  seal: Seal;
}

/** One transaction with the ways to tell what it did. A call of a transactional endpoint is one already. */
export interface Work {
  sql: Sql;
  emit: Emit;
  afterCommit(work: () => void): void;
}

/** What a handler knows of its request beside the input. */
export type Visit = Pick<Call<unknown>, 'actor' | 'request' | 'setCookie'>;

/**
 * Runs work in a transaction of its own. Endpoints that hash, ask the identity provider or must keep the count of a failed
 * try use it instead of the call's transaction, so that no connection is held meanwhile and the count stays.
 */
export async function inTransaction<Result>(
  kernel: Kernel,
  actor: Actor,
  perform: (work: Work) => Promise<Result>,
): Promise<Result> {
  const later: (() => void)[] = [];
  const result = await kernel.database.transaction((sql) =>
    perform({
      sql,
      emit: createEmit(sql, actor, () => kernel.clock.now()),
      afterCommit: (work) => later.push(work),
    }),
  );
  for (const work of later) work();
  return result;
}
