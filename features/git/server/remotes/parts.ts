import { and, eq } from 'drizzle-orm';
import type { Kernel, Seal, Sql } from '@e-code/kernel/server';
import { gitErrors } from '../../contract/index.ts';
import type { Talk } from '../ssh/exchange.ts';
import { remotes } from '../tables.ts';
import type { RemoteRow } from '../tables.ts';

/** What the handlers about remotes share. */
export interface RemoteParts {
  readonly kernel: Kernel;
  readonly seal: Seal;
  readonly projects: RemoteProjects;
  readonly people: { names(sql: Sql, ids: string[]): Promise<Map<string, string>> };
  readonly talkToHost: Talk;
}

interface RemoteProjects {
  roleOf(sql: Sql, projectId: string, personId: string): Promise<string | undefined>;
  titleOf(sql: Sql, projectId: string): Promise<{ slug: string } | undefined>;
}

interface Which {
  readonly projectId: string;
  readonly remoteId: string;
}

/** @throws remote_unknown, also for a remote of another project */
export async function findRemote(sql: Sql, { projectId, remoteId }: Which): Promise<RemoteRow> {
  const [row] = await sql
    .select()
    .from(remotes)
    .where(and(eq(remotes.id, remoteId), eq(remotes.projectId, projectId)));
  if (row === undefined) throw gitErrors.remote_unknown();
  return row;
}

/** What events say of a remote. */
export function describeRemote({ id, projectId, name, address, credential }: RemoteRow) {
  return { projectId, remoteId: id, name, address, entry: credential };
}
