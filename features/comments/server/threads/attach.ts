import { eq } from 'drizzle-orm';
import type { Quotation } from '@e-code/host/contract';
import { threadAttached } from '../../contract/index.ts';
import type { Thread } from '../../contract/index.ts';
import { threads } from '../tables.ts';
import { lockThread } from './find.ts';
import { readThread } from './list.ts';
import type { OfThread, Parts } from './parts.ts';
import { aboutThread } from './write.ts';

/**
 * A person says where a thread belongs. The host only ever guesses, and a guess is never kept; this is. What was quoted
 * first stays beside it, so that everybody sees what was spoken of.
 * @throws thread_unknown
 */
export async function attachThread(parts: Parts, call: OfThread<{ quotation: Quotation | null }>): Promise<Thread> {
  const { emit, input, sql } = call;
  const thread = await lockThread(sql, input);
  const place = input.quotation ?? thread.quotation;
  await sql
    .update(threads)
    .set({ attached: input.quotation, document: place.document })
    .where(eq(threads.id, thread.id));
  await emit(threadAttached, { ...aboutThread(thread), path: place.path });
  return readThread(parts, call);
}
