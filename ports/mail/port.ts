import { z } from 'zod';

/**
 * The mail port: hand one message to one person. Drivers are in `drivers/`; each passes `suite.ts`.
 * `send` resolves when the message is somewhere durable (a mail server took it, or it is on disk), never before.
 */
export interface MailPort {
  /** Which driver was chosen and where its mail goes, for the start log and the operator's page. Holds no secrets. */
  describe(): MailReport;
  /** Rejects with {@link MailError}. The answered id is the driver's: a Message-ID, or the name in the outbox. */
  send(message: MailMessage): Promise<{ id: string }>;
  /** Ends connections. Sending afterwards is refused with `mail_closed`; closing again is harmless. */
  close(): Promise<void>;
}

export interface MailReport {
  readonly driver: 'outbox' | 'smtp';
  /** A sentence for the operator: where mail goes and what would change that. */
  readonly destination: string;
  /** What recipients see as the sender. */
  readonly from: string;
}

// Line breaks in a header begin another header; the other control characters have no business in one either.
const headerLine = z.string().regex(/^\P{Cc}*$/u, 'holds a line break or another control character');

/** Address of one person, without a display name; a list of addresses is refused. */
export const mailAddress = headerLine.max(254).pipe(z.email('is not a mail address'));

export const mailMessage = z.strictObject({
  to: mailAddress,
  subject: headerLine.trim().min(1, 'is empty').max(200),
  /** What every mail program can show. */
  text: z.string().min(1, 'is empty').max(100_000),
  /** The same for programs that show HTML. Whoever builds it escapes what people wrote. */
  html: z.string().max(500_000).optional(),
});
export type MailMessage = z.input<typeof mailMessage>;

/** A sender: an address, or `Name <address>`. */
export const mailSender = headerLine
  .transform(splitSender)
  .pipe(z.object({ name: z.string().regex(/^[^<>"]*$/), address: mailAddress }));
export type MailSender = z.output<typeof mailSender>;

function splitSender(text: string): { name: string; address: string } {
  const [, name = '', address = ''] = /^(.*)<(.*)>$/.exec(text.trim()) ?? [undefined, '', text.trim()];
  return { name: name.trim(), address };
}

/** The sender as people read it. */
export function formatSender({ name, address }: MailSender): string {
  return name === '' ? address : `${name} <${address}>`;
}

export const mailErrorCodes = [
  'port_not_configured',
  'mail_setting_invalid',
  'mail_message_invalid',
  /** The server will not take this message; trying again is of no use. */
  'mail_refused',
  /** Nobody took the message now; trying again later may help. */
  'mail_unavailable',
  'mail_closed',
  'outbox_unreadable',
] as const;
export type MailErrorCode = (typeof mailErrorCodes)[number];

/** An expected failure: a stable code, and a sentence that says what happened, why and what to do. */
export class MailError extends Error {
  override readonly name = 'MailError';
  readonly code: MailErrorCode;
  constructor(code: MailErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Checks a message before a driver touches it.
 * @throws MailError `mail_message_invalid`, naming the fields and never their values
 */
export function parseMessage(message: MailMessage): z.output<typeof mailMessage> {
  const parsed = mailMessage.safeParse(message);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'message'} ${issue.message}`);
  throw new MailError('mail_message_invalid', `The mail was not sent: ${problems.join('; ')}.`);
}
