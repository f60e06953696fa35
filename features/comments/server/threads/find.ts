import { and, eq } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import { commentErrors } from '../../contract/index.ts';
import { comments, threads } from '../tables.ts';
import type { CommentRow, ThreadRow } from '../tables.ts';

/** The thread, locked until the end of the transaction. @throws thread_unknown, also when it is of another project */
export async function lockThread(
  sql: Sql,
  { projectId, threadId }: { projectId: string; threadId: string },
): Promise<ThreadRow> {
  const [found] = await sql
    .select()
    .from(threads)
    .where(and(eq(threads.id, threadId), eq(threads.projectId, projectId)))
    .for('update');
  if (found === undefined) throw commentErrors.thread_unknown();
  return found;
}

/** The comment and its thread, locked. @throws comment_unknown, also when it is of another project */
export async function lockComment(
  sql: Sql,
  { projectId, commentId }: { projectId: string; commentId: string },
): Promise<{ comment: CommentRow; thread: ThreadRow }> {
  const [found] = await sql
    .select({ comment: comments, thread: threads })
    .from(comments)
    .innerJoin(threads, eq(threads.id, comments.threadId))
    .where(and(eq(comments.id, commentId), eq(threads.projectId, projectId)))
    .for('update');
  if (found === undefined) throw commentErrors.comment_unknown();
  return found;
}
