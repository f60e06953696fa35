import { join, resolve } from 'node:path';
import { createFileStore, createOutboxMail, createSmtpMail } from '@e-code/port-mail/drivers';
import type { OutboxStore } from '@e-code/port-mail/drivers';
import { mailSender } from '@e-code/port-mail';
import type { MailPort } from '@e-code/port-mail';
import { createOciSandboxPort } from '@e-code/port-sandbox/drivers';
import type { SandboxPort } from '@e-code/port-sandbox';
import { createPostgresKv, createRedisKv } from '@e-code/port-kv/drivers';
import type { KvPort } from '@e-code/port-kv';
import type { Database } from '@e-code/kernel/server';
import type { ServerSettings } from './settings.ts';

export interface Ports {
  mail: MailPort;
  /** Present when mail stays on this machine. */
  outbox: OutboxStore | undefined;
  sandboxes: SandboxPort;
  kv: KvPort;
}

/**
 * Chooses the drivers. Nothing is started yet.
 * @param database the platform's own, for drivers that keep something there
 */
export async function choosePorts(settings: ServerSettings, database: () => Database): Promise<Ports> {
  const data = resolve(settings.dataDirectory);
  const outbox = settings.smtpUrl === undefined ? await createFileStore(join(data, 'outbox')) : undefined;
  return {
    mail: outbox === undefined ? smtp(settings) : local(outbox, settings),
    outbox,
    sandboxes: createOciSandboxPort({
      dataDirectory: join(data, 'sandboxes'),
      egressAllow: settings.sandboxEgressAllow,
      ...(settings.sandboxRuntime === undefined ? {} : { runtime: settings.sandboxRuntime }),
    }),
    kv:
      settings.redisUrl === undefined
        ? createPostgresKv({ pool: () => database().pool })
        : createRedisKv({ server: { url: settings.redisUrl } }),
  };
}

function smtp({ smtpUrl, mailFrom }: ServerSettings): MailPort {
  return createSmtpMail({ url: smtpUrl, from: mailFrom });
}

function local(store: OutboxStore, settings: ServerSettings): MailPort {
  const from = mailSender.parse(settings.mailFrom ?? 'E-Code <e-code@localhost.localdomain>');
  return createOutboxMail({ store, from, now: () => new Date() });
}
