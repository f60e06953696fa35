import { MailError } from '../../port.ts';
import type { SmtpServer } from './smtp.ts';

/** What the mail library adds to its errors; nothing of it is passed on as an object, because it may hold commands. */
interface Symptoms {
  code: string;
  /** The server's reply code of RFC 5321 section 4.2, 0 when it gave none. */
  reply: number;
}

/** Turns an error of the mail library into one of ours: who failed, why, and whether trying again can help. */
export function explain(error: unknown, server: SmtpServer): MailError {
  const { code, reply } = symptomsOf(error);
  const place = `${server.host}:${server.port}`;
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return new MailError(
      'mail_unavailable',
      `The mail was not sent: ${place} refused the name and password of SMTP_URL. The operator can correct them.`,
    );
  }
  if (code === 'ETLS') {
    return new MailError(
      'mail_unavailable',
      `The mail was not sent: ${place} offers no trusted TLS, and a password is never sent without it. Use smtps:// or a server with STARTTLS.`,
    );
  }
  if (reply >= 500) {
    return new MailError('mail_refused', `The mail was not sent: ${place} refused it for good (reply ${reply}).`);
  }
  const reason = reply > 0 ? `it answered ${reply}` : code || 'it did not answer';
  return new MailError(
    'mail_unavailable',
    `The mail was not sent: ${place} cannot take it now (${reason}). It can be tried again.`,
  );
}

function symptomsOf(error: unknown): Symptoms {
  if (!(error instanceof Error)) return { code: '', reply: 0 };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const reply = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : 0;
  return { code, reply };
}
