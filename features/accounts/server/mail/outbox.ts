import { kernelErrors } from '@e-code/kernel/contract';
import { publish } from '@e-code/kernel/server';
import type { Handlers } from '@e-code/kernel/server';
import { accountsErrors, accountsEvents, outboxChannel } from '@e-code/accounts/contract';
import type { accountsContract } from '@e-code/accounts/contract';
import type { Accounts } from '../service.ts';

const PAGE = 50;

/** What the outbox page reads; the outbox driver of the mail port keeps it. */
export interface Outbox {
  list(page: { limit: number; before?: string }): Promise<MailSummary[]>;
  /** Calls when mail was written, by whichever process. @returns the function that ends it */
  watch(listener: () => void): () => void;
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

/** Tells the outbox page of each mail that is written. @returns the function that ends it */
export function announceMail({ kernel, outbox }: Accounts): () => void {
  try {
    return outbox?.watch(() => publish(kernel, outboxChannel, {}, {})) ?? (() => undefined);
  } catch (error) {
    // A machine may have no watch left to give; the page then shows mail when it is opened.
    kernel.log.warn({ err: error }, 'The outbox cannot be watched, so its page does not update by itself');
    return () => undefined;
  }
}
