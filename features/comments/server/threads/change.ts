import { eq } from 'drizzle-orm';
import {
  commentErrors,
  threadAssigned,
  threadReopened,
  threadResolved,
  threadScheduled,
} from '../../contract/index.ts';
import type { Thread } from '../../contract/index.ts';
import { threads } from '../tables.ts';
import type { ThreadRow } from '../tables.ts';
import { lockThread } from './find.ts';
import { readThread } from './list.ts';
import type { OfThread, Parts } from './parts.ts';
import { peopleOf, tellPeople } from './tell.ts';
import { aboutThread } from './write.ts';
import { writerOf } from './writer.ts';

interface Changes {
  resolved?: boolean | undefined;
  assigneeId?: string | null | undefined;
  dueOn?: string | null | undefined;
}

/** Resolves, opens, gives or schedules a thread; each that changes something is a fact of its own. @throws thread_unknown, not_a_member */
export async function changeThread(parts: Parts, call: OfThread<Changes>): Promise<Thread> {
  const thread = await lockThread(call.sql, call.input);
  await resolve(parts, call, thread);
  await assign(parts, call, thread);
  await schedule(call, thread);
  return readThread(parts, call);
}

async function resolve(parts: Parts, call: OfThread<Changes>, thread: ThreadRow): Promise<void> {
  const { emit, input, sql } = call;
  const { resolved } = input;
  if (resolved === undefined || resolved === (thread.resolvedAt !== null)) return;
  const { id: resolvedBy } = await writerOf(call);
  const done = { resolvedAt: parts.kernel.clock.now(), resolvedBy };
  await sql
    .update(threads)
    .set(resolved ? done : { resolvedAt: null, resolvedBy: null })
    .where(eq(threads.id, thread.id));
  await emit(resolved ? threadResolved : threadReopened, aboutThread(thread));
  if (!resolved) return;
  await tellPeople(parts, call, thread, { kind: 'resolve', people: await peopleOf(sql, thread), text: '' });
}

async function assign(parts: Parts, call: OfThread<Changes>, thread: ThreadRow): Promise<void> {
  const { people, projects } = parts;
  const { emit, input, sql } = call;
  const { assigneeId } = input;
  if (assigneeId === undefined || assigneeId === thread.assigneeId) return;
  if (assigneeId !== null && !(await projects.memberIds(sql, thread.projectId)).includes(assigneeId)) {
    const names = await people.names(sql, [assigneeId]);
    throw commentErrors.not_a_member({ person: names.get(assigneeId) ?? 'This person' });
  }
  await sql.update(threads).set({ assigneeId }).where(eq(threads.id, thread.id));
  await emit(threadAssigned, { ...aboutThread(thread), assigneeId });
  if (assigneeId === null) return;
  await tellPeople(parts, call, thread, { kind: 'assign', people: [assigneeId], text: thread.quotation.quote });
}

async function schedule({ emit, input, sql }: OfThread<Changes>, thread: ThreadRow): Promise<void> {
  const { dueOn } = input;
  if (dueOn === undefined || dueOn === thread.dueOn) return;
  await sql.update(threads).set({ dueOn }).where(eq(threads.id, thread.id));
  await emit(threadScheduled, { ...aboutThread(thread), dueOn });
}
