import type { IncomingMessage } from 'node:http';
import { createSeal, defineFeature } from '@e-code/kernel/server';
import type { Kernel, Origin, ServerFeature, Sql } from '@e-code/kernel/server';
import type { MailPort } from '@e-code/port-mail';
import { accountsChannel, accountsContract, outboxChannel } from '@e-code/accounts/contract';
import { access } from './access.ts';
import { providerDoor } from './identities/answer.ts';
import { identityHandlers } from './identities/handlers.ts';
import { createProvider } from './identities/provider.ts';
import { accountsJobs } from './mail/jobs.ts';
import { announceMail, outboxHandlers } from './mail/outbox.ts';
import type { Outbox } from './mail/outbox.ts';
import { passkeyHandlers } from './passkeys/handlers.ts';
import { passkeySignInHandlers } from './passkeys/sign-in.ts';
import { passwordHandlers } from './passwords/handlers.ts';
import { peopleHandlers } from './people/handlers.ts';
import { emailHandlers } from './people/email.ts';
import { invitationHandlers } from './people/invitations.ts';
import { profileHandlers } from './people/profile.ts';
import { registrationHandlers } from './people/registration.ts';
import { findByEmail, findById, namesOf } from './people/store.ts';
import type { Accounts } from './service.ts';
import { sessionHandlers } from './sessions/handlers.ts';
import { createOriginReader } from './sessions/origin.ts';
import { createSessions } from './sessions/sessions.ts';
import type { AccountsSettings } from './settings.ts';
import { createSetupToken, setupHandlers } from './setup/setup.ts';
import { confirmHandlers } from './sign-in/confirm.ts';
import { signInHandlers } from './sign-in/handlers.ts';
import { createThrottle } from './throttle/throttle.ts';
import { twoFactorHandlers } from './two-factor/handlers.ts';

export { accountsSettings } from './settings.ts';
export { networkOf } from './throttle/network.ts';
export type { AccountsSettings } from './settings.ts';

export interface AccountsDependencies {
  settings: AccountsSettings;
  mail: MailPort;
  /** The store of the outbox driver, when that is the mail driver; its page shows it. */
  outbox?: Outbox | undefined;
}

/** What other features may ask about people. Composition hands it over. */
export interface People {
  /** Names by id; unknown ids are left out. */
  names(sql: Sql, ids: string[]): Promise<Map<string, string>>;
  findByEmail(sql: Sql, email: string): Promise<{ id: string; name: string } | undefined>;
  /** Where they read mail; undefined for unknown people and for those whose account is switched off. */
  addressOf(sql: Sql, id: string): Promise<string | undefined>;
  /** Undefined for unknown people and for those whose account is switched off. */
  findActive(sql: Sql, id: string): Promise<{ id: string; name: string } | undefined>;
}

export interface AccountsFeature extends ServerFeature {
  identify: NonNullable<ServerFeature['identify']>;
  people: People;
  /** Where a request came from, as TRUSTED_PROXIES lets it be read. */
  originOf(request: IncomingMessage): Origin;
  /** A new one-time link for the first person. @returns nothing when the installation has its owner */
  setupLink(): Promise<string | undefined>;
}

/**
 * Accounts: who is here, how they prove it, and on which devices.
 * @throws ProviderSettingsError, TrustedProxiesError when settings do not fit together
 */
export function createAccounts(kernel: Kernel, { settings, mail, outbox }: AccountsDependencies): AccountsFeature {
  const sessions = createSessions(kernel, createOriginReader(settings.trustedProxies));
  const accounts: Accounts = {
    kernel,
    settings,
    sessions,
    mail,
    outbox,
    throttle: createThrottle(kernel),
    provider: createProvider(kernel, settings),
    seal: createSeal(kernel.dataDirectory, 'accounts'),
  };
  const setup = createSetupToken(kernel);
  let stopWatching: (() => void) | undefined;
  const feature = defineFeature({
    name: 'accounts',
    contract: accountsContract,
    access,
    migrations: new URL('./migrations/', import.meta.url),
    handlers: {
      ...setupHandlers(accounts, setup),
      ...signInHandlers(accounts, setup),
      ...confirmHandlers(accounts),
      ...passkeySignInHandlers(accounts),
      ...passkeyHandlers(accounts),
      ...twoFactorHandlers(accounts),
      ...passwordHandlers(accounts),
      ...identityHandlers(accounts),
      ...sessionHandlers(accounts),
      ...profileHandlers(accounts),
      ...emailHandlers(accounts),
      ...registrationHandlers(accounts),
      ...peopleHandlers(accounts),
      ...invitationHandlers(accounts),
      ...outboxHandlers(accounts),
    },
    doors: [providerDoor(accounts)],
    channels: [accountsChannel, outboxChannel],
    jobs: accountsJobs(accounts),
    async start() {
      sessions.start();
      stopWatching = announceMail(accounts);
    },
    async stop() {
      stopWatching?.();
      await sessions.stop();
    },
  });
  return {
    ...feature,
    identify: (request) => sessions.identify(request),
    people,
    originOf: (request) => sessions.originOf(request),
    setupLink: () => setup.link(),
  };
}

const people: People = {
  names: namesOf,
  async findByEmail(sql, email) {
    const known = await findByEmail(sql, email);
    return known === undefined ? undefined : { id: known.person.id, name: known.person.name };
  },
  async addressOf(sql, id) {
    const person = (await findById(sql, id))?.person;
    return person === undefined || person.disabledAt !== null ? undefined : person.email;
  },
  async findActive(sql, id) {
    const person = (await findById(sql, id))?.person;
    return person === undefined || person.disabledAt !== null ? undefined : { id, name: person.name };
  },
};
