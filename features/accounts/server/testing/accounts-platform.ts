import { vi } from 'vitest';
import { createFileStore, createOutboxMail } from '@e-code/port-mail/drivers';
import { readSettings, systemClock } from '@e-code/kernel/server';
import type { Clock } from '@e-code/kernel/server';
import { startTestPlatform } from '@e-code/kernel/server/testing';
import type { TestPlatform } from '@e-code/kernel/server/testing';
import { accountsSettings, createAccounts } from '../feature.ts';
import type { AccountsFeature } from '../feature.ts';
import { hashPassword } from '../passwords/hash.ts';
import { passwords } from '../tables.ts';
import { createTestPerson } from './index.ts';
import type { TestPerson } from './index.ts';

export const PASSWORD = 'a lake behind seven hills';

/** A clock that runs as all clocks do, that tests move on, and that stands while they look at waits. */
export interface TestClock extends Clock {
  advance(seconds: number): void;
  stand(): void;
  run(): void;
}

export function createTestClock(): TestClock {
  let ahead = 0;
  let standing: number | undefined;
  return {
    now: () => new Date((standing ?? systemClock.now().getTime()) + ahead),
    advance(seconds) {
      ahead += seconds * 1_000;
    },
    stand() {
      standing = systemClock.now().getTime();
    },
    run() {
      standing = undefined;
    },
  };
}

export interface AccountsPlatform extends TestPlatform {
  clock: TestClock;
  accounts: AccountsFeature;
  /** Posts JSON below /api and answers with status, body and the session cookie that was set. */
  post(path: string, json?: unknown, options?: CallOptions): Promise<Answer>;
  call(method: string, path: string, json?: unknown, options?: CallOptions): Promise<Answer>;
  /** The newest mail to an address whose subject has these words; waits until it is there. */
  mailTo(address: string, words: string): Promise<string>;
  mailCount(): Promise<number>;
  /** A person who can sign in with PASSWORD. */
  personWithPassword(about?: Parameters<typeof createTestPerson>[1]): Promise<TestPerson>;
  /** Events of this name that were recorded since the platform started. */
  events(name: string): unknown[];
}

interface CallOptions {
  cookie?: string | undefined;
  from?: string;
}

/** What tests read of bodies; each endpoint's own contract says what is there. */
export interface AnswerBody {
  code?: string;
  message?: string;
  data?: Record<string, unknown>;
  [field: string]: unknown;
}

export interface Answer {
  status: number;
  body: AnswerBody;
  cookie: string | undefined;
}

/** The platform with accounts alone, its own database, clock and outbox. */
export async function startAccountsPlatform(environment: Record<string, string> = {}): Promise<AccountsPlatform> {
  const clock = createTestClock();
  const told: { name: string; payload: unknown }[] = [];
  let accounts: AccountsFeature | undefined;
  let outbox: Awaited<ReturnType<typeof createFileStore>> | undefined;
  const platform = await startTestPlatform(
    async (kernel) => {
      outbox = await createFileStore(`${kernel.dataDirectory}/outbox`);
      const from = { name: 'E-Code', address: 'code@example.org' };
      const mail = createOutboxMail({ store: outbox, from, now: () => clock.now() });
      // Tests say where a request comes from with the header of a proxy on this machine.
      const settings = readSettings(accountsSettings, { TRUSTED_PROXIES: '127.0.0.1', ...environment });
      accounts = createAccounts(kernel, { settings, mail, outbox });
      accounts.subscriptions = [
        { name: 'test.listen', event: '*', handle: ({ name, payload }) => void told.push({ name, payload }) },
      ];
      return [accounts];
    },
    { clock },
  );
  if (accounts === undefined || outbox === undefined) throw new Error('The accounts were not created');
  const store = outbox;

  async function call(method: string, path: string, json?: unknown, options: CallOptions = {}): Promise<Answer> {
    const headers = { 'x-forwarded-for': options.from ?? '192.0.2.1' };
    const init = { method, headers, cookie: options.cookie, ...(method === 'GET' ? {} : { json: json ?? {} }) };
    const response = await platform.request(`/api${path}`, init);
    const text = await response.text();
    const set = response.headers.getSetCookie().find((value) => value.includes('ecode_session='));
    return {
      status: response.status,
      body: text === '' ? {} : (JSON.parse(text) as AnswerBody),
      cookie: set?.split(';')[0],
    };
  }

  return {
    ...platform,
    clock,
    accounts,
    call,
    post: (path, json, options) => call('POST', path, json, options),
    mailTo: (address, words) =>
      vi.waitFor(async () => {
        const wanted = ({ to, subject }: { to: string; subject: string }) => to === address && subject.includes(words);
        const found = (await store.list({ limit: 100 })).find(wanted);
        const mail = found && (await store.get(found.id));
        if (mail === undefined) throw new Error(`No mail to ${address} about "${words}" was written`);
        return mail.text;
      }, 10_000),
    mailCount: async () => (await store.list({ limit: 1000 })).length,
    async personWithPassword(about) {
      const person = await createTestPerson(platform.kernel, about);
      const hash = await hashPassword(PASSWORD);
      await platform.kernel.database.read
        .insert(passwords)
        .values({ personId: person.id, hash, changedAt: clock.now() });
      return person;
    },
    events: (name) => told.filter((event) => event.name === name).map(({ payload }) => payload),
  };
}

/** The secret behind the # of the first link in a mail. */
export function secretIn(mail: string): string {
  return /#(?:\w+=)?([\w-]{43})/.exec(mail)?.[1] ?? '';
}
