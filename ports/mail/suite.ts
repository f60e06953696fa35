import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MailMessage, type MailPort, mailErrorCodes } from './port.ts';

/** A mail as its reader gets it. */
export interface ReceivedMail {
  from: string;
  to: string;
  subject: string;
  text: string;
  html?: string | undefined;
}

export interface MailSuiteContext {
  port: MailPort;
  /** Everything that arrived so far, in any order. */
  received(): Promise<ReceivedMail[]>;
  dispose(): Promise<void>;
}

const plain: MailMessage = {
  to: 'ada@example.org',
  subject: 'Your sign-in link',
  text: 'Open it within 10 minutes.\n',
};

/** What every mail driver must do. `open` is called before each test; its sender must be `E-Code <code@example.org>`. */
export function mailSuite(driver: string, open: () => Promise<MailSuiteContext>): void {
  describe(`the mail port with the ${driver} driver`, () => {
    let context: MailSuiteContext;
    beforeEach(async () => {
      context = await open();
    });
    afterEach(async () => {
      await context.port.close();
      await context.dispose();
    });

    const texts: [string, Partial<MailMessage>][] = [
      ['a plain text', {}],
      ['letters of other scripts', { subject: 'Grüße an 東京 🚀', text: 'Привет, שלום, 你好 👩‍💻\n' }],
      ['HTML beside the text', { html: '<p>Open <a href="https://example.org/?a=1&amp;b=2">this</a>.</p>' }],
      ['lines that are a single dot', { text: 'above\n.\n..\nbelow\n' }],
      ['a line longer than SMTP allows', { text: `${'0123456789'.repeat(500)}\n` }],
      ['a link with every character of a token', { text: 'https://example.org/?token=aZ09-_.~%2B=&x=1\n' }],
      ['a subject of the longest length', { subject: 's'.repeat(200) }],
    ];
    it.each(texts)('delivers %s as it was written', async (_, part) => {
      const message = { ...plain, ...part };
      await context.port.send(message);
      const [mail, ...others] = await context.received();
      expect(others).toEqual([]);
      expect(mail).toEqual({ from: 'E-Code <code@example.org>', html: undefined, ...message });
    });

    it('gives every mail its own id and loses none of many at once', async () => {
      const subjects = Array.from({ length: 20 }, (_, at) => `mail ${at}`);
      const sent = await Promise.all(subjects.map((subject) => context.port.send({ ...plain, subject })));
      expect(new Set(sent.map(({ id }) => id)).size).toBe(20);
      const received = await context.received();
      expect(received.map(({ subject }) => subject).toSorted()).toEqual(subjects.toSorted());
    });

    const refusals: [string, Partial<MailMessage>][] = [
      ['a line break in the recipient', { to: 'ada@example.org\r\nBcc: eve@example.org' }],
      ['a bare line feed in the recipient', { to: 'ada@example.org\n' }],
      ['a list of recipients', { to: 'ada@example.org, eve@example.org' }],
      ['a recipient with a display name', { to: 'Ada <ada@example.org>' }],
      ['a recipient that is no address', { to: 'ada' }],
      ['a line break in the subject', { subject: 'Hello\r\nBcc: eve@example.org' }],
      ['a carriage return in the subject', { subject: 'Hello\rBcc: eve@example.org' }],
      ['a zero byte in the subject', { subject: 'Hello\0' }],
      ['a Unicode line break of one byte in the subject', { subject: 'Hello\u0085Bcc: eve@example.org' }],
      ['an empty subject', { subject: ' ' }],
      ['an empty text', { text: '' }],
    ];
    it.each(refusals)('refuses %s and delivers nothing', async (_, part) => {
      await expect(context.port.send({ ...plain, ...part })).rejects.toMatchObject({ code: 'mail_message_invalid' });
      expect(await context.received()).toEqual([]);
    });

    it('refuses a field that nobody declared, such as a second recipient or another header', async () => {
      const message: MailMessage & { bcc: string } = { ...plain, bcc: 'eve@example.org' };
      await expect(context.port.send(message)).rejects.toMatchObject({ code: 'mail_message_invalid' });
      expect(await context.received()).toEqual([]);
    });

    it('says which driver it is and who the sender is', () => {
      const report = context.port.describe();
      expect(report).toMatchObject({ driver, from: 'E-Code <code@example.org>' });
      expect(report.destination).toMatch(/\.$/);
    });

    it('refuses to send after it was closed, and may be closed twice', async () => {
      await context.port.close();
      await context.port.close();
      await expect(context.port.send(plain)).rejects.toMatchObject({ code: 'mail_closed' });
      expect(mailErrorCodes).toContain('mail_closed');
    });
  });
}
