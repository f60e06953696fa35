import { and, eq } from 'drizzle-orm';
import { makeId, personOf, subscription } from '@e-code/kernel/server';
import type { Call, Handlers, Sql } from '@e-code/kernel/server';
import { projectDeleted } from '@e-code/projects/contract';
import { gitErrors, gitEvents, originOf, protocolOf } from '../../contract/index.ts';
import type { Remote, RemoteCredential, remotesContract } from '../../contract/index.ts';
import { remotes } from '../tables.ts';
import type { RemoteRow } from '../tables.ts';
import { makeDeployKey, fingerprintsIn } from './deploy-key.ts';
import { describeRemote, findRemote } from './parts.ts';
import type { RemoteParts } from './parts.ts';

const MOST_REMOTES = 20;

type Kept = Pick<Handlers<typeof remotesContract>, 'listRemotes' | 'addRemote' | 'changeRemote' | 'removeRemote'>;

/** The remotes of a project: list, add, change, remove. What is secret goes in, and is not read here. */
export function remoteHandlers(parts: RemoteParts): Kept {
  const { kernel, projects } = parts;
  return {
    async listRemotes({ input: { projectId }, actor, sql }) {
      const rows = await sql.select().from(remotes).where(eq(remotes.projectId, projectId)).orderBy(remotes.name);
      const role = await projects.roleOf(sql, projectId, personOf(actor).id);
      if (role !== 'owner' && role !== 'editor') {
        return { remotes: rows.map(({ id, name }) => ({ id, name, details: null })) };
      }
      return { remotes: await presentAll(parts, sql, rows) };
    },

    async addRemote(call) {
      const { projectId, name, address, credential } = call.input;
      requireFit(address, credential.kind);
      const count = await call.sql.$count(remotes, eq(remotes.projectId, projectId));
      if (count >= MOST_REMOTES) throw gitErrors.too_many_remotes({ count });
      const id = makeId('rem');
      const [row] = await call.sql
        .insert(remotes)
        .values({ id, projectId, name, address, knownHosts: '', ...(await keep(parts, call, { id, credential })) })
        .onConflictDoNothing({ target: [remotes.projectId, remotes.name] })
        .returning();
      if (row === undefined) throw gitErrors.remote_taken({ name });
      await call.emit(gitEvents.remoteAdded, describeRemote(row));
      return presentOne(parts, call.sql, row);
    },

    async changeRemote(call) {
      const { input, sql, emit } = call;
      const before = await findRemote(sql, input);
      const { address = before.address, credential, forgetHostKeys } = input;
      const moved = originOf(address) !== originOf(before.address);
      if (moved && credential === undefined && before.credential !== 'none') {
        throw gitErrors.remote_credential_needed({ origin: originOf(before.address) });
      }
      requireFit(address, credential?.kind ?? before.credential);
      const kept =
        credential === undefined
          ? { changedBy: personOf(call.actor).id, changedAt: kernel.clock.now() }
          : await keep(parts, call, { id: before.id, credential });
      const hosts = moved || forgetHostKeys ? { knownHosts: '' } : {};
      const [row] = await sql
        .update(remotes)
        .set({ address, lastProblem: null, ...kept, ...hosts })
        .where(eq(remotes.id, before.id))
        .returning();
      if (row === undefined) throw gitErrors.remote_unknown();
      await emit(gitEvents.remoteChanged, { ...describeRemote(row), entryChanged: credential !== undefined });
      return presentOne(parts, sql, row);
    },

    async removeRemote({ input, sql, emit }) {
      const row = await findRemote(sql, input);
      await sql.delete(remotes).where(and(eq(remotes.id, row.id)));
      await emit(gitEvents.remoteRemoved, describeRemote(row));
      return {};
    },
  };
}

/** Credentials go with the project that they were given for. */
export const forgetRemotes = subscription('git.forget_remotes', projectDeleted, async ({ payload }, { sql }) => {
  await sql.delete(remotes).where(eq(remotes.projectId, payload.projectId));
});

function requireFit(address: string, kind: RemoteCredential['kind']): void {
  const fits = kind === 'none' || (kind === 'token') === (protocolOf(address) === 'https');
  if (!fits) throw gitErrors.remote_credential_unfit();
}

type Columns = Pick<
  RemoteRow,
  'credential' | 'userName' | 'sealedSecret' | 'publicKey' | 'changedBy' | 'changedAt' | 'lastProblem'
>;

/** The columns of a credential, with what is secret sealed. */
async function keep(
  { kernel, seal, projects }: RemoteParts,
  { sql, actor, input }: Pick<Call<{ projectId: string }>, 'sql' | 'actor' | 'input'>,
  { id, credential }: { id: string; credential: RemoteCredential },
): Promise<Columns> {
  const columns = {
    credential: credential.kind,
    userName: null,
    sealedSecret: null,
    publicKey: null,
    changedBy: personOf(actor).id,
    changedAt: kernel.clock.now(),
    lastProblem: null,
  };
  if (credential.kind === 'none') return columns;
  if (credential.kind === 'token') {
    const sealedSecret = await seal.seal(Buffer.from(credential.secret), id);
    return { ...columns, userName: credential.user, sealedSecret };
  }
  const title = await projects.titleOf(sql, input.projectId);
  const { privateKey, publicKey } = makeDeployKey(
    `${title?.slug ?? 'project'}@${new URL(kernel.site.publicOrigin).hostname}`,
  );
  return { ...columns, publicKey, sealedSecret: await seal.seal(privateKey, id) };
}

async function presentOne(parts: RemoteParts, sql: Sql, row: RemoteRow): Promise<Remote> {
  const names = await parts.people.names(sql, [row.changedBy]);
  return present(row, names);
}

async function presentAll(parts: RemoteParts, sql: Sql, rows: RemoteRow[]): Promise<Remote[]> {
  const names = await parts.people.names(sql, [...new Set(rows.map(({ changedBy }) => changedBy))]);
  return rows.map((row) => present(row, names));
}

function present(row: RemoteRow, names: Map<string, string>): Remote {
  const { id, name, address, credential, userName, publicKey, knownHosts, lastProblem } = row;
  return {
    id,
    name,
    details: {
      address,
      credential,
      user: userName,
      publicKey,
      fingerprint: fingerprintsIn(publicKey ?? '')[0] ?? null,
      hostKeys: fingerprintsIn(knownHosts),
      addedBy: names.get(row.changedBy) ?? null,
      changedAt: row.changedAt.toISOString(),
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      lastProblem,
    },
  };
}
