import type { IncomingHttpHeaders } from 'node:http';
import { createEmit } from '@e-code/kernel/server';
import type { Kernel, Person } from '@e-code/kernel/server';
import { pushReportTrailer, readPushReport } from '@e-code/host/contract';
import { gitEvents } from '../../contract/index.ts';

export interface Push {
  readonly actor: Person;
  readonly projectId: string;
  readonly name: string;
  readonly over: 'http' | 'ssh';
}

/**
 * Records what a push moved, for the audit trail and whoever listens. A push that moved nothing is none.
 * @param trailers what the host said behind its answer; undefined when that broke off
 */
export async function recordPush(
  { database, clock }: Pick<Kernel, 'database' | 'clock'>,
  { actor, ...about }: Push,
  trailers: IncomingHttpHeaders | NodeJS.Dict<string> | undefined,
): Promise<void> {
  const report = readPushReport(trailers?.[pushReportTrailer]);
  if (report !== undefined && report.updates.length + report.more === 0) return;
  await database.transaction(async (sql) => {
    const emit = createEmit(sql, actor, () => clock.now());
    if (report === undefined) await emit(gitEvents.pushUnfinished, about);
    else await emit(gitEvents.pushed, { ...about, ...report });
  });
}
