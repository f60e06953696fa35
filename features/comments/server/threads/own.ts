import { desc, eq } from 'drizzle-orm';
import { participantOf } from '@e-code/kernel/server';
import { commentDeleted, commentEdited, commentErrors, commentRestored } from '../../contract/index.ts';
import type { Comment } from '../../contract/index.ts';
import { comments, wordings } from '../tables.ts';
import type { CommentRow } from '../tables.ts';
import { describeComment } from './describe.ts';
import { lockComment } from './find.ts';
import { findMentions } from './mentions.ts';
import type { OfComment, Parts } from './parts.ts';
import { tellPeople } from './tell.ts';
import { aboutThread } from './write.ts';

/** @throws comment_unknown, not_the_author */
export async function editComment(parts: Parts, call: OfComment<{ body: string }>): Promise<Comment> {
  const { actor, emit, input, sql } = call;
  const { comment, thread } = await lockComment(sql, input);
  if (comment.deletedAt !== null) throw commentErrors.comment_unknown();
  if (comment.authorId !== participantOf(actor).id) throw commentErrors.not_the_author();
  if (comment.body === input.body) return describeComment(sql, parts.people, comment);
  const editedAt = parts.kernel.clock.now();
  await sql.insert(wordings).values({ commentId: comment.id, body: comment.body, replacedAt: editedAt });
  const mentions = await findMentions(parts, sql, thread.projectId, input.body);
  const edited: CommentRow = { ...comment, body: input.body, mentions, editedAt };
  await sql.update(comments).set({ body: input.body, mentions, editedAt }).where(eq(comments.id, comment.id));
  await emit(commentEdited, { ...aboutThread(thread), commentId: comment.id });
  const added = mentions.filter((id) => !comment.mentions.includes(id));
  await tellPeople(parts, call, thread, { kind: 'mention', people: added, text: input.body });
  return describeComment(sql, parts.people, edited);
}

/** @throws comment_unknown, not_the_author */
export async function deleteComment(parts: Parts, call: OfComment): Promise<void> {
  const { emit, input, sql } = call;
  const { comment, thread } = await lockComment(sql, input);
  if (comment.deletedAt !== null) return;
  await requireAuthority(parts, call, comment);
  await sql.update(comments).set({ deletedAt: parts.kernel.clock.now() }).where(eq(comments.id, comment.id));
  await emit(commentDeleted, { ...aboutThread(thread), commentId: comment.id });
}

/** @throws comment_unknown, not_the_author */
export async function restoreComment(parts: Parts, call: OfComment): Promise<Comment> {
  const { emit, input, sql } = call;
  const { comment, thread } = await lockComment(sql, input);
  await requireAuthority(parts, call, comment);
  if (comment.deletedAt !== null) {
    await sql.update(comments).set({ deletedAt: null }).where(eq(comments.id, comment.id));
    await emit(commentRestored, { ...aboutThread(thread), commentId: comment.id });
  }
  return describeComment(sql, parts.people, { ...comment, deletedAt: null });
}

/** What a comment said before, the latest first. @throws comment_unknown */
export async function listWordings({ input, sql }: OfComment): Promise<{ body: string; replacedAt: Date }[]> {
  const { comment } = await lockComment(sql, input);
  if (comment.deletedAt !== null) throw commentErrors.comment_unknown();
  return sql
    .select({ body: wordings.body, replacedAt: wordings.replacedAt })
    .from(wordings)
    .where(eq(wordings.commentId, comment.id))
    .orderBy(desc(wordings.replacedAt));
}

/** Who wrote it, or the owner of the project. */
async function requireAuthority(
  { projects }: Parts,
  { actor, input, sql }: OfComment,
  comment: CommentRow,
): Promise<void> {
  const { id } = participantOf(actor);
  if (comment.authorId === id || (await projects.roleOf(sql, input.projectId, id)) === 'owner') return;
  throw commentErrors.not_the_author();
}
