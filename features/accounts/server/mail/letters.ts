import type { MailMessage } from '@e-code/port-mail';

export type Letter = Omit<MailMessage, 'to'>;

interface Content {
  subject: string;
  /** Paragraphs before the link. */
  before: string[];
  link?: { label: string; address: string };
  after: string[];
}

/** A letter as text and as HTML of the same words. */
function write({ subject, before, link, after }: Content): Letter {
  const text = [...before, ...(link === undefined ? [] : [`${link.label}:\n${link.address}`]), ...after].join('\n\n');
  const paragraph = (words: string): string => `<p style="margin:0 0 16px">${escape(words)}</p>`;
  const button =
    link === undefined
      ? ''
      : `<p style="margin:24px 0"><a href="${escape(link.address)}" style="display:inline-block;padding:10px 16px;border-radius:6px;background:#4b48d8;color:#fff;text-decoration:none;font-weight:600">${escape(link.label)}</a></p>`;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(subject)}</title></head><body style="margin:0;padding:32px 20px;font:15px/24px system-ui,sans-serif;color:#1c1c22;background:#fff"><div style="max-width:480px;margin:0 auto">${before.map(paragraph).join('')}${button}${after.map(paragraph).join('')}</div></body></html>`;
  return { subject, text, html };
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const IGNORE = 'If you did not ask for this, ignore this mail. Nothing has been changed.';

/** What accounts write to people. `site` is the address of the installation. */
export const letters = {
  signInLink: (site: string, secret: string): Letter =>
    write({
      subject: 'Your sign-in link for E-Code',
      before: [`With this link you sign in to E-Code at ${site}. It works once and for 15 minutes.`],
      link: { label: 'Sign in', address: `${site}/sign-in#link=${secret}` },
      after: [IGNORE],
    }),
  passwordReset: (site: string, secret: string): Letter =>
    write({
      subject: 'Set another password for E-Code',
      before: [`With this link you set another password for E-Code at ${site}. It works once and for 30 minutes.`],
      link: { label: 'Set a password', address: `${site}/reset#${secret}` },
      after: [IGNORE],
    }),
  emailVerification: (site: string, secret: string): Letter =>
    write({
      subject: 'Confirm your e-mail address for E-Code',
      before: [`Somebody with an account at ${site} says that this is their address.`],
      link: { label: 'Yes, this is my address', address: `${site}/verify#${secret}` },
      after: [IGNORE],
    }),
  emailChange: (site: string, secret: string): Letter =>
    write({
      subject: 'Use this address for E-Code',
      before: [
        `Somebody with an account at ${site} wants to use this address for it. The link works once and for one hour.`,
      ],
      link: { label: 'Use this address', address: `${site}/verify#change=${secret}` },
      after: [IGNORE],
    }),
  emailTaken: (site: string): Letter =>
    write({
      subject: 'Your address has an account at E-Code already',
      before: [
        `Somebody, perhaps you, wanted to use this address for another account at ${site}. It stays with the one it has.`,
      ],
      link: { label: 'Sign in', address: `${site}/sign-in` },
      after: [IGNORE],
    }),
  emailChanged: (site: string, to: string): Letter =>
    write({
      subject: 'Your address for E-Code was changed',
      before: [`Your account at ${site} now has the address ${to}. Mail about it no longer comes here.`],
      after: ['If this was not you, tell the operator of that installation now: somebody is in your account.'],
    }),
  registration: (site: string, secret: string, name: string): Letter =>
    write({
      subject: 'Finish your registration at E-Code',
      before: [`Hello ${name}, one step is left to your account at ${site}. The link works once and for 24 hours.`],
      link: { label: 'Create my account', address: `${site}/register#confirm=${secret}` },
      after: ['If you did not ask for an account, ignore this mail and there will be none.'],
    }),
  alreadyRegistered: (site: string): Letter =>
    write({
      subject: 'You have an account at E-Code already',
      before: [`Somebody, perhaps you, asked for an account at ${site} with this address. It has one already.`],
      link: { label: 'Sign in', address: `${site}/sign-in` },
      after: ['If you forgot the password, you can set another one on that page.'],
    }),
  invitation: (site: string, secret: string, invitedBy: string): Letter =>
    write({
      subject: `${invitedBy} invites you to E-Code`,
      before: [
        `${invitedBy} invites you to E-Code at ${site}, where code is written, run and shown. The link works once and for 7 days.`,
      ],
      link: { label: 'Accept the invitation', address: `${site}/register#${secret}` },
      after: [],
    }),
  passwordChanged: (site: string): Letter =>
    write({
      subject: 'Your password for E-Code was changed',
      before: [`The password of your account at ${site} was changed, and your other sessions were ended.`],
      after: [
        `API keys and SSH keys of the account still work. See them, and revoke what you do not know, in the menu of your account at ${site}.`,
        'If this was not you, set another password on the sign-in page now, revoke your keys and tell the operator.',
      ],
    }),
};
