import { kernelErrors } from '@e-code/kernel/contract';
import type { Handlers } from '@e-code/kernel/server';
import { accountsErrors, accountsEvents } from '@e-code/accounts/contract';
import type { accountsContract } from '@e-code/accounts/contract';
import type { Accounts } from '../service.ts';

const PAGE = 50;

/** What the outbox page reads; the outbox driver of the mail port keeps it. */
export interface Outbox {
  list(page: { limit: number; before?: string }): Promise<MailSummary[]>;
  get(id: string): Promise<(MailSummary & { from: string; text: string; html?: string | undefined }) | undefined>;
}

interface MailSummary {
  id: string;
  writtenAt: string;
  to: string;
  subject: string;
}

/** Mail that stayed on this machine, for operators. Reading one is recorded: it may hold a link into an account. */
export function outboxHandlers({
  outbox,
  mail,
}: Accounts): Pick<Handlers<typeof accountsContract>, 'listMail' | 'readMail'> {
  const kept = (): Outbox => {
    if (outbox === undefined) throw accountsErrors.mail_not_kept({ destination: mail.describe().destination });
    return outbox;
  };
  return {
    listMail: ({ input }) => kept().list({ limit: PAGE, ...(input.before !== undefined && { before: input.before }) }),
    async readMail({ input, emit }) {
      const found = await kept().get(input.id);
      if (found === undefined) throw kernelErrors.not_found();
      await emit(accountsEvents.mailRead, { mailId: found.id });
      const { id, writtenAt, to, subject, from, text, html } = found;
      return { id, writtenAt, to, subject, from, text, ...(html !== undefined && { html }) };
    },
  };
}
