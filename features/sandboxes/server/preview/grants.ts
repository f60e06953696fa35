import { createHash } from 'node:crypto';
import { eq, gt, inArray, lte } from 'drizzle-orm';
import type { EndCause, Kernel, Participant, Person, Sql } from '@e-code/kernel/server';
import { previewGrants } from '../tables.ts';
import { endExchanges, MOST_ADMISSIONS } from './admission.ts';
import type { Admission } from './admission.ts';
import { makeToken, Tickets } from './tickets.ts';

/** Who may see a preview in this browser: made from a ticket, kept under the value of the preview cookie. */
export interface Grant extends Admission {
  readonly label: string;
  readonly actor: Participant;
  readonly expiresAt: number;
  readonly tokenHash: Buffer;
  /** The value of the cookie, once a browser has sent it. */
  token?: string;
  /** Tells the kernel that there is nothing to cut any more. */
  forget(): void;
}

type Granted = Omit<Grant, 'checkedAt' | 'open' | 'forget'>;

type GrantsKernel = Pick<Kernel, 'clock' | 'connections' | 'database' | 'log'>;

const GRANT_MS = 24 * 3_600_000;

/**
 * Grants live in memory, beside the connections that the kernel can cut, so that the end of the session or a change of
 * the role ends them at once. The database has their hashes, so that open previews outlive a restart.
 */
export class Grants {
  readonly #kernel: GrantsKernel;
  readonly #tickets: Tickets;
  /** By the hash of the cookie's value, and by the value itself where it is known: hashing is for the first request. */
  readonly #grants = new Map<string, Grant>();
  readonly #known = new Map<string, Grant>();

  constructor(kernel: GrantsKernel) {
    this.#kernel = kernel;
    this.#tickets = new Tickets(kernel.clock);
  }

  /** Takes up the grants of an earlier process. Their access rule is asked at the first use. */
  async load(): Promise<void> {
    const { read } = this.#kernel.database;
    const now = this.#kernel.clock.now();
    await read.delete(previewGrants).where(lte(previewGrants.expiresAt, now));
    const rows = await read
      .select()
      .from(previewGrants)
      .where(gt(previewGrants.expiresAt, now))
      .orderBy(previewGrants.expiresAt)
      .limit(MOST_ADMISSIONS);
    for (const row of rows) this.#keep({ ...row, actor: asPerson(row), expiresAt: row.expiresAt.getTime() }, 0);
  }

  /** A ticket that opens the preview once, within 30 seconds. */
  issue(label: string, projectId: string, person: Participant): string {
    return this.#tickets.issue(label, projectId, person);
  }

  /** Takes a ticket. @returns the value of the cookie, or undefined when the ticket does not open this preview. */
  async redeem(ticket: string, label: string): Promise<string | undefined> {
    const found = this.#tickets.take(ticket, label);
    if (found === undefined) return undefined;
    const token = makeToken();
    const { projectId, person } = found;
    const now = this.#now();
    const grant = { label, projectId, actor: person, tokenHash: hash(token), expiresAt: now + GRANT_MS };
    // Kept first: when the session ends while it is stored, the grant ends with it, and its row behind it.
    // The rule for previews is asked at the first use: another one let the person ask for the ticket.
    this.#keep(grant, 0);
    await this.#store(grant);
    return token;
  }

  find(token: string | undefined, label: string): Grant | undefined {
    const grant = token === undefined ? undefined : (this.#known.get(token) ?? this.#recognise(token));
    return grant?.label === label && grant.expiresAt > this.#now() ? grant : undefined;
  }

  /** Ends a grant whose person may no longer see the preview, with everything that is open under it. */
  revoke(grant: Grant): void {
    this.#drop(grant);
    const gone = this.#kernel.database.read
      .delete(previewGrants)
      .where(eq(previewGrants.tokenHash, grant.tokenHash))
      .execute();
    gone.catch((error: unknown) =>
      this.#kernel.log.error({ err: error, projectId: grant.projectId }, 'An ended preview grant was not removed'),
    );
  }

  /** The same for all grants of sessions; told by the fact, it reaches also what a crash left. */
  async revokeSessions(sql: Sql, sessionIds: string[]): Promise<void> {
    if (sessionIds.length === 0) return;
    await sql.delete(previewGrants).where(inArray(previewGrants.sessionId, sessionIds));
    for (const grant of this.#grants.values()) if (sessionIds.includes(grant.actor.sessionId)) this.#drop(grant);
  }

  #recognise(token: string): Grant | undefined {
    const grant = this.#grants.get(hash(token).toString('base64'));
    if (grant === undefined) return undefined;
    grant.token = token;
    this.#known.set(token, grant);
    return grant;
  }

  #keep(made: Granted, checkedAt: number): void {
    const [oldest] = this.#grants.values();
    if (oldest !== undefined && (this.#grants.size >= MOST_ADMISSIONS || oldest.expiresAt <= this.#now()))
      this.revoke(oldest);
    const grant: Grant = { ...made, checkedAt, open: new Set(), forget: () => undefined };
    this.#grants.set(grant.tokenHash.toString('base64'), grant);
    this.#watch(grant);
  }

  #watch(grant: Grant): void {
    const { actor, projectId } = grant;
    const end = (_reason: string, cause: EndCause): void => this.#end(grant, cause);
    grant.forget = this.#kernel.connections.add({ actor, subject: projectId, end });
  }

  /** A role may have changed for the better: what is open ends, and the rule is asked before anything else is shown. */
  #end(grant: Grant, cause: EndCause): void {
    if (cause === 'session') return this.revoke(grant);
    endExchanges(grant);
    if (cause === 'stopping') return;
    grant.checkedAt = 0;
    this.#watch(grant);
  }

  #drop(grant: Grant): void {
    this.#grants.delete(grant.tokenHash.toString('base64'));
    if (grant.token !== undefined) this.#known.delete(grant.token);
    grant.forget();
    endExchanges(grant);
  }

  async #store({ label, projectId, actor, tokenHash, expiresAt }: Granted): Promise<void> {
    const { id: personId, name: personName, sessionId } = actor;
    await this.#kernel.database.read
      .insert(previewGrants)
      .values({ tokenHash, label, projectId, personId, personName, sessionId, expiresAt: new Date(expiresAt) });
    if (!this.#grants.has(tokenHash.toString('base64')))
      await this.#kernel.database.read.delete(previewGrants).where(eq(previewGrants.tokenHash, tokenHash));
  }

  #now(): number {
    return this.#kernel.clock.now().getTime();
  }
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The person, or the guest, as a grant needs them: by their identifier; what is not stored is the least that they can have. */
function asPerson({ personId, personName, sessionId }: typeof previewGrants.$inferSelect): Person {
  return {
    kind: 'person',
    id: personId,
    name: personName,
    operator: false,
    sessionId,
    authenticatedAt: new Date(0),
    origin: { address: '', agent: '' },
  };
}
