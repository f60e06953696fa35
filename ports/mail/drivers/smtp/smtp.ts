import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { formatSender, MailError, type MailPort, mailSender, parseMessage } from '../../port.ts';
import { explain } from './failures.ts';

export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte (`smtps:`), instead of STARTTLS. */
  secure: boolean;
  auth: { user: string; pass: string } | undefined;
}

interface SmtpOptions {
  /** The setting SMTP_URL: `smtp://user:password@host:587` or `smtps://user:password@host:465`. */
  url: string | undefined;
  /** The setting MAIL_FROM: `address` or `Name <address>`. */
  from: string | undefined;
}

/** RFC 8314 section 3.3 and RFC 6409: where mail is handed in. */
const submissionPorts: Record<string, number> = { 'smtp:': 587, 'smtps:': 465 };

const sentMail = z.object({ messageId: z.string() });

/**
 * Reads SMTP_URL ourselves rather than handing it to the mail library, which lets query parameters of the address
 * change any of its options.
 *
 * @throws MailError that never repeats the address, because it holds the password
 */
export function readSmtpUrl(text: string): SmtpServer {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const standardPort = url && submissionPorts[url.protocol];
  if (!url || !standardPort || url.hostname === '' || url.search !== '' || !['', '/'].includes(url.pathname)) {
    throw new MailError(
      'mail_setting_invalid',
      'SMTP_URL cannot be used. Write it as smtp://user:password@host:587 or smtps://user:password@host:465, with %40 for an @ in the password.',
    );
  }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? standardPort : Number(url.port),
    secure: url.protocol === 'smtps:',
    auth: url.username === '' ? undefined : { user: decode(url.username), pass: decode(url.password) },
  };
}

/**
 * Sends through a mail server. The password is held by the connection alone: not by the object, its report or errors.
 * A password goes over TLS only, except to this machine itself.
 *
 * @throws MailError `port_not_configured` naming the absent setting, `mail_setting_invalid` for one that cannot be used
 */
export function createSmtpMail({ url, from }: SmtpOptions): MailPort {
  const server = readSmtpUrl(required('SMTP_URL', url));
  const sender = readSender(required('MAIL_FROM', from));
  const transport = connect(server);
  let closed = false;
  return {
    describe: () => ({
      driver: 'smtp',
      destination: `Mail is sent through ${server.host}:${server.port}${server.secure ? ' over TLS' : ''}.`,
      from: formatSender(sender),
    }),
    async send(message) {
      if (closed) throw new MailError('mail_closed', 'The mail was not sent: E-Code is stopping. Try again.');
      const { to, ...rest } = parseMessage(message);
      try {
        const sent: unknown = await transport.sendMail({ ...rest, from: sender, to: { name: '', address: to } });
        return { id: sentMail.parse(sent).messageId };
      } catch (error) {
        throw explain(error, server);
      }
    },
    async close() {
      closed = true;
      transport.close();
    },
  };
}

function required(setting: string, value: string | undefined): string {
  if (value !== undefined && value !== '') return value;
  throw new MailError('port_not_configured', `Mail cannot be sent: ${setting} is not set. The operator can set it.`);
}

function readSender(text: string): { name: string; address: string } {
  const parsed = mailSender.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new MailError(
    'mail_setting_invalid',
    'MAIL_FROM cannot be used. Write an address, or a name and an address: E-Code <code@example.org>.',
  );
}

function connect(server: SmtpServer) {
  const local = ['localhost', '127.0.0.1', '::1'].includes(server.host);
  return createTransport({
    host: server.host,
    port: server.port,
    secure: server.secure,
    requireTLS: server.auth !== undefined && !local,
    ...(server.auth && { auth: server.auth }),
    pool: true,
    maxConnections: 2,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
