import { addJob, makeId, publish } from '@e-code/kernel/server';
import type { Sql } from '@e-code/kernel/server';
import { inboxChannel } from '../../contract/index.ts';
import type { NotificationKind } from '../../contract/index.ts';
import { oldestWaiting } from '../mail/waiting.ts';
import { MAIL_JOB } from '../mail/job.ts';
import { notifications } from '../tables.ts';
import type { Parts } from './parts.ts';
import { waysFor } from './ways.ts';

/** What people are told of, all of them the same. */
export interface News {
  kind: NotificationKind;
  actorId: string;
  /** Of somebody without an account; names of people are read when they are shown. */
  actorName?: string;
  project: { id: string; name: string };
  /** What it is about, such as a thread; see `mark` of the contract. */
  subject: string;
  title: string;
  /** What was written; its beginning is kept. */
  text: string;
  /** Where it leads to, within this installation. */
  address: string;
}

/** The transaction in which it became true: nobody is told of what did not happen, and everybody once. */
export interface Work {
  sql: Sql;
  afterCommit(work: () => void): void;
}

/** Tells people of something, in the ways that each of them wants. */
export type Notify = (work: Work, people: readonly string[], news: News) => Promise<void>;

const excerptLength = 280;

export function createNotify({ kernel, settings }: Parts): Notify {
  return async ({ sql, afterCommit }, people, news) => {
    const personIds = [...new Set(people)];
    if (personIds.length === 0) return;
    const wayOf = await waysFor(sql, news.kind, personIds);
    const { kind, actorId, actorName, project, subject, title, text, address } = news;
    const createdAt = kernel.clock.now();
    const told = personIds
      .map((personId) => ({ personId, way: wayOf(personId) }))
      .filter(({ way }) => way.inbox || way.mail);
    if (told.length === 0) return;
    await sql.insert(notifications).values(
      told.map(({ personId, way }) => ({
        id: makeId('ntf'),
        personId,
        kind,
        actorId,
        actorName,
        projectId: project.id,
        projectName: project.name,
        subject,
        title,
        excerpt: shorten(text),
        address,
        createdAt,
        inInbox: way.inbox,
        mail: way.mail ? ('waiting' as const) : ('none' as const),
      })),
    );
    for (const { personId, way } of told) {
      if (way.mail) await orderMail(sql, personId, settings.mailSeconds);
    }
    afterCommit(() => {
      for (const { personId } of told) publish(kernel, inboxChannel, { personId }, {});
    });
  };
}

/** One mail for all that waits, so long after the first of it: more news do not put it off. */
async function orderMail(sql: Sql, personId: string, seconds: number): Promise<void> {
  const oldest = await oldestWaiting(sql, personId);
  const at = new Date(oldest.getTime() + seconds * 1000);
  await addJob(sql, MAIL_JOB, { personId }, { key: `${MAIL_JOB}:${personId}`, at });
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= excerptLength ? line : `${line.slice(0, excerptLength - 1)}…`;
}
