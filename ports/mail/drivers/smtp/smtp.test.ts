import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { describe, expect, it } from 'vitest';
import { mailSuite, type ReceivedMail } from '../../suite.ts';
import { createSmtpMail, readSmtpUrl } from './smtp.ts';

const from = 'E-Code <code@example.org>';
const password = 'p@ss:w/rd';
const message = { to: 'ada@example.org', subject: 'Hello', text: 'Hello.\n' };

/** A real mail server on this machine that keeps what it takes. */
async function startServer({ address = '127.0.0.1', ...options }: SMTPServerOptions & { address?: string } = {}) {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const keep = async () => mails.push(await simpleParser(stream));
      keep().then(() => done(), done);
    },
    ...options,
  });
  server.on('error', () => undefined);
  server.listen(0, address);
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return { mails, port, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

function read(mail: ParsedMail): ReceivedMail {
  const [to] = Array.isArray(mail.to) ? mail.to : [mail.to];
  return {
    from: mail.from?.text.replaceAll('"', '') ?? '',
    to: to?.text ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html === false ? undefined : mail.html,
  };
}

mailSuite('smtp', async () => {
  const server = await startServer();
  return {
    port: createSmtpMail({ url: `smtp://127.0.0.1:${server.port}`, from }),
    received: async () => server.mails.map(read),
    dispose: server.close,
  };
});

describe('the settings of the smtp driver', () => {
  it.each([
    [undefined, from, 'SMTP_URL'],
    ['', from, 'SMTP_URL'],
    ['smtp://localhost', undefined, 'MAIL_FROM'],
  ])('names the setting that is absent (%s, %s)', (url, sender, setting) => {
    expect(() => createSmtpMail({ url, from: sender })).toThrow(
      expect.objectContaining({ code: 'port_not_configured', message: expect.stringContaining(setting) }),
    );
  });

  it.each([
    'mail.example.org',
    'http://u:secret@h',
    'smtp://u:secret@h/path',
    'smtp://u:secret@h?tls.rejectUnauthorized=false',
    'smtp://',
  ])('refuses %s without repeating it', (url) => {
    const refused = () => createSmtpMail({ url, from });
    expect(refused).toThrow(expect.objectContaining({ code: 'mail_setting_invalid' }));
    expect(refused).not.toThrow(/secret/);
  });

  it.each(['nobody', 'a <b> <c@example.org>', 'E-Code\r\nBcc: eve@example.org <code@example.org>', 'a@b.org, c@d.org'])(
    'refuses the sender %j',
    (sender) => {
      expect(() => createSmtpMail({ url: 'smtp://localhost', from: sender })).toThrow(/MAIL_FROM cannot be used/);
    },
  );

  it('reads host, port, TLS and an escaped password', () => {
    expect(readSmtpUrl(`smtps://ada:${encodeURIComponent(password)}@mail.example.org`)).toEqual({
      host: 'mail.example.org',
      port: 465,
      secure: true,
      auth: { user: 'ada', pass: password },
    });
    expect(readSmtpUrl('smtp://[::1]:25')).toEqual({ host: '::1', port: 25, secure: false, auth: undefined });
  });
});

describe('the smtp driver and its server', () => {
  const withPassword = (port: number) => `smtp://ada:${encodeURIComponent(password)}@127.0.0.1:${port}`;

  it('signs in with the password of the address', async () => {
    const seen: unknown[] = [];
    const server = await startServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth({ username, password: given }, _session, done) {
        seen.push([username, given]);
        done(null, { user: username });
      },
    });
    const port = createSmtpMail({ url: withPassword(server.port), from });
    await port.send(message);
    expect(seen).toEqual([['ada', password]]);
    await port.close();
    await server.close();
  });

  it('shows the password nowhere: not in its object, its report or its errors', async () => {
    const server = await startServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (auth, _session, done) => done(new Error(`no such user with ${auth.password}`)),
    });
    const port = createSmtpMail({ url: withPassword(server.port), from });
    const error: unknown = await port.send(message).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'mail_unavailable', message: expect.stringContaining('SMTP_URL') });
    const shown = inspect([port, port.describe(), error], { depth: 20, showHidden: true });
    expect(shown).not.toContain(password);
    expect(shown).not.toContain(encodeURIComponent(password));
    expect(shown).not.toContain(Buffer.from(`\0ada\0${password}`).toString('base64'));
    await port.close();
    await server.close();
  });

  it.each([
    [550, 'mail_refused'],
    [451, 'mail_unavailable'],
  ])('tells a refusal for good from one for now (%i is %s)', async (reply, code) => {
    const server = await startServer({
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no'), { responseCode: reply })),
    });
    const port = createSmtpMail({ url: `smtp://127.0.0.1:${server.port}`, from });
    await expect(port.send(message)).rejects.toMatchObject({ code, message: expect.stringContaining(String(reply)) });
    await port.close();
    await server.close();
  });

  it('says that nobody answers when nobody listens', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port: free } = listener.address() as AddressInfo;
    listener.close();
    await once(listener, 'close');
    const port = createSmtpMail({ url: `smtp://127.0.0.1:${free}`, from });
    await expect(port.send(message)).rejects.toMatchObject({ code: 'mail_unavailable' });
    await port.close();
  });

  it('never says the password to another machine without TLS', async () => {
    const tried: string[] = [];
    // 127.0.0.2 is not one of the names of this machine that the driver knows, so it stands for another one.
    const server = await startServer({
      address: '127.0.0.2',
      allowInsecureAuth: true,
      onAuth({ username = '' }, _session, done) {
        tried.push(username);
        done(null, { user: username });
      },
    });
    const port = createSmtpMail({ url: withPassword(server.port).replace('127.0.0.1', '127.0.0.2'), from });
    await expect(port.send(message)).rejects.toMatchObject({ code: 'mail_unavailable' });
    expect(tried).toEqual([]);
    await port.close();
    await server.close();
  });

  it('does not accept a certificate that nobody trusts', async () => {
    const server = await startServer({ secure: true });
    const port = createSmtpMail({ url: `smtps://127.0.0.1:${server.port}`, from });
    await expect(port.send(message)).rejects.toMatchObject({ code: 'mail_unavailable' });
    expect(server.mails).toEqual([]);
    await port.close();
    await server.close();
  });
});
