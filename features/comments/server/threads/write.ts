import { eq } from 'drizzle-orm';
import type { Quotation } from '@e-code/host/contract';
import { makeId } from '@e-code/kernel/server';
import { commentAdded, threadStarted } from '../../contract/index.ts';
import type { Comment, Thread } from '../../contract/index.ts';
import { comments, threads } from '../tables.ts';
import type { CommentRow, ThreadRow } from '../tables.ts';
import { describeComment } from './describe.ts';
import { lockThread } from './find.ts';
import { readThread } from './list.ts';
import { findMentions } from './mentions.ts';
import type { OfProject, OfThread, Parts } from './parts.ts';
import { peopleOf, tellPeople } from './tell.ts';
import { writerOf } from './writer.ts';

/** Begins a thread with its first comment. */
export async function startThread(
  parts: Parts,
  call: OfProject<{ quotation: Quotation; body: string }>,
): Promise<Thread> {
  const { emit, input, sql } = call;
  const { projectId, quotation, body } = input;
  const writer = await writerOf(call);
  const [thread] = await sql
    .insert(threads)
    .values({
      id: makeId('thr'),
      projectId,
      document: quotation.document,
      quotation,
      createdBy: writer.id,
      createdAt: parts.kernel.clock.now(),
    })
    .returning();
  if (thread === undefined) throw new Error('The thread was not stored');
  const comment = await insertComment(parts, call, thread, body);
  await emit(threadStarted, { ...aboutThread(thread), commentId: comment.id });
  await tellPeople(parts, call, thread, { kind: 'mention', people: comment.mentions, text: body });
  return readThread(parts, { ...call, input: { projectId, threadId: thread.id } });
}

/** A reply opens a resolved thread again: somebody is not done with it. @throws thread_unknown */
export async function addComment(parts: Parts, call: OfThread<{ body: string }>): Promise<Comment> {
  const { emit, input, sql } = call;
  const thread = await lockThread(sql, input);
  const others = await peopleOf(sql, thread);
  const comment = await insertComment(parts, call, thread, input.body);
  if (thread.resolvedAt !== null) {
    await sql.update(threads).set({ resolvedAt: null, resolvedBy: null }).where(eq(threads.id, thread.id));
  }
  await emit(commentAdded, { ...aboutThread(thread), commentId: comment.id });
  const mentioned = new Set(comment.mentions);
  await tellPeople(parts, call, thread, { kind: 'mention', people: comment.mentions, text: input.body });
  const answered = others.filter((id) => !mentioned.has(id));
  await tellPeople(parts, call, thread, { kind: 'reply', people: answered, text: input.body });
  return describeComment(sql, parts.people, comment);
}

async function insertComment(parts: Parts, call: OfProject, thread: ThreadRow, body: string): Promise<CommentRow> {
  const { sql } = call;
  const writer = await writerOf(call);
  const mentions = await findMentions(parts, sql, thread.projectId, body);
  const [comment] = await sql
    .insert(comments)
    .values({
      id: makeId('cmt'),
      threadId: thread.id,
      authorId: writer.id,
      body,
      mentions,
      createdAt: parts.kernel.clock.now(),
    })
    .returning();
  if (comment === undefined) throw new Error('The comment was not stored');
  return comment;
}

/** What each event of a thread carries. */
export function aboutThread({ id, projectId, quotation }: ThreadRow): {
  projectId: string;
  threadId: string;
  name: string;
} {
  return { projectId, threadId: id, name: quotation.path };
}
