import { and, count, desc, eq, exists, isNotNull, isNull, lt, or, sql as query } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import { participantOf } from '@e-code/kernel/server';
import { mayWrite } from '../access.ts';
import { commentErrors } from '../../contract/index.ts';
import type { Thread } from '../../contract/index.ts';
import { comments, threads } from '../tables.ts';
import { describeThreads } from './describe.ts';
import type { OfProject, OfThread, Parts } from './parts.ts';

interface Filter {
  state: 'open' | 'resolved' | 'all';
  document?: string | undefined;
  about: 'everybody' | 'me';
  cursor?: number | undefined;
  limit: number;
}

interface Page {
  threads: Thread[];
  next: number | null;
  open: number;
  reader: string;
  writes: boolean;
}

/** One page of the threads of a project, the newest first. Threads in which everything was deleted are left out. */
export async function listThreads(
  { people, projects }: Parts,
  { actor, input, sql }: OfProject<Filter>,
): Promise<Page> {
  const { projectId, limit } = input;
  const { id: reader } = participantOf(actor);
  const rows = await sql
    .select()
    .from(threads)
    .where(and(eq(threads.projectId, projectId), saysSomething(sql), ...matches(sql, input, reader)))
    .orderBy(desc(threads.number))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const [open] = await sql
    .select({ count: count() })
    .from(threads)
    .where(and(eq(threads.projectId, projectId), isNull(threads.resolvedAt), saysSomething(sql)));
  return {
    threads: await describeThreads(sql, people, page),
    next: last?.number ?? null,
    open: open?.count ?? 0,
    reader,
    writes: await mayWrite(projects, sql, projectId, reader),
  };
}

/** @throws thread_unknown */
export async function readThread({ people }: Parts, { input, sql }: OfThread): Promise<Thread> {
  const rows = await sql
    .select()
    .from(threads)
    .where(and(eq(threads.id, input.threadId), eq(threads.projectId, input.projectId)));
  const [thread] = await describeThreads(sql, people, rows);
  if (thread === undefined) throw commentErrors.thread_unknown();
  return thread;
}

const ofThread = eq(comments.threadId, threads.id);

const saysSomething = (sql: Sql): SQL =>
  exists(
    sql
      .select({ one: query`1` })
      .from(comments)
      .where(and(ofThread, isNull(comments.deletedAt))),
  );

function matches(sql: Sql, { state, document, about, cursor }: Filter, reader: string): (SQL | undefined)[] {
  const wroteOrNamed = and(
    ofThread,
    isNull(comments.deletedAt),
    or(eq(comments.authorId, reader), query`${reader} = ANY (${comments.mentions})`),
  );
  const concerns = or(
    eq(threads.assigneeId, reader),
    exists(
      sql
        .select({ one: query`1` })
        .from(comments)
        .where(wroteOrNamed),
    ),
  );
  return [
    state === 'open' ? isNull(threads.resolvedAt) : undefined,
    state === 'resolved' ? isNotNull(threads.resolvedAt) : undefined,
    document === undefined ? undefined : eq(threads.document, document),
    about === 'me' ? concerns : undefined,
    cursor === undefined ? undefined : lt(threads.number, cursor),
  ];
}
