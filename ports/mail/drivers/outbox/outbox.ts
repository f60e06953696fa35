import { randomBytes } from 'node:crypto';
import { formatSender, MailError, type MailPort, type MailSender, parseMessage } from '../../port.ts';
import type { OutboxStore } from './store.ts';

interface OutboxOptions {
  store: OutboxStore;
  from: MailSender;
  now: () => Date;
}

/**
 * A driver for an installation without a mail server: every mail is kept for the operator, who reads it on the outbox
 * page. It is no imitation of delivery: {@link MailPort.describe} and the page say that nothing leaves the machine.
 */
export function createOutboxMail({ store, from, now }: OutboxOptions): MailPort {
  let closed = false;
  return {
    describe: () => ({
      driver: 'outbox',
      destination: 'Mail stays on this machine and is shown on the outbox page. Set SMTP_URL and MAIL_FROM to send it.',
      from: formatSender(from),
    }),
    async send(message) {
      if (closed) throw new MailError('mail_closed', 'The mail was not kept: E-Code is stopping. Try again.');
      const { html, ...rest } = parseMessage(message);
      const writtenAt = now();
      const id = makeMailId(writtenAt);
      const body = html === undefined ? rest : { ...rest, html };
      await store.append({ id, writtenAt: writtenAt.toISOString(), from: formatSender(from), ...body });
      return { id };
    },
    async close() {
      closed = true;
    },
  };
}

/** Sorts by time in a directory listing; the random half keeps two mails of one millisecond apart. */
function makeMailId(at: Date): string {
  return `${at.toISOString().replace(/[-:.]/g, '')}-${randomBytes(8).toString('hex')}`;
}
