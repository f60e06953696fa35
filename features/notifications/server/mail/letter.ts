import type { MailMessage } from '@e-code/port-mail';
import type { NotificationKind } from '../../contract/index.ts';
import type { NotificationRow } from '../tables.ts';

const verbs: Record<NotificationKind, string> = {
  mention: 'mentioned you in',
  assign: 'gave you something to do in',
  reply: 'answered in',
  resolve: 'resolved what you wrote in',
};

/** The longest subject that mail programs show whole is shorter; the port takes 200 characters. */
const subjectLength = 120;

/** One letter about all of it, as text and as HTML of the same words. `site` is the address of the installation. */
export function writeLetter(
  site: string,
  rows: readonly NotificationRow[],
  names: ReadonlyMap<string, string>,
): Omit<MailMessage, 'to'> {
  const items = rows.map((row) => ({
    heading: `${names.get(row.actorId) ?? row.actorName ?? 'Somebody'} ${verbs[row.kind]} ${row.title} (${row.projectName})`,
    excerpt: row.excerpt,
    link: `${site}${row.address}`,
  }));
  const [first] = items;
  const subject = items.length === 1 && first ? first.heading : `${items.length} news from your projects`;
  const why = `You get this because you work in these projects. Say how you want to hear of them at ${site}/notifications.`;
  const text = [...items.map(({ heading, excerpt, link }) => [heading, excerpt, link].filter(Boolean).join('\n')), why];
  return { subject: clean(subject).slice(0, subjectLength), text: text.join('\n\n'), html: draw(items, why) };
}

interface Item {
  heading: string;
  excerpt: string;
  link: string;
}

function draw(items: readonly Item[], why: string): string {
  const parts = items.map(
    ({ heading, excerpt, link }) =>
      `<div style="margin:0 0 20px"><a href="${escape(link)}" style="color:#4b48d8;font-weight:600;text-decoration:none">${escape(heading)}</a><div style="margin-top:4px">${escape(excerpt)}</div></div>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>E-Code</title></head><body style="margin:0;padding:32px 20px;font:15px/24px system-ui,sans-serif;color:#1c1c22;background:#fff"><div style="max-width:480px;margin:0 auto">${parts.join('')}<p style="color:#6b6b76">${escape(why)}</p></div></body></html>`;
}

/** Names and paths may hold what a header must not. */
const clean = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ').trim();

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
