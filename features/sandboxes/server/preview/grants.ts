import { randomBytes } from 'node:crypto';
import type { Kernel, Person } from '@e-code/kernel/server';

/** Who may see a preview in this browser: made from a ticket, kept under the value of the preview cookie. */
export interface Grant {
  readonly label: string;
  readonly projectId: string;
  readonly person: Person;
  readonly expiresAt: number;
  /** When the access rule last said yes. */
  checkedAt: number;
  /** Ends of the exchanges that are open under this grant. */
  readonly open: Set<() => void>;
}

interface Ticket {
  readonly label: string;
  readonly projectId: string;
  readonly person: Person;
  readonly expiresAt: number;
}

export const TICKET_SECONDS = 30;
const GRANT_MS = 24 * 3_600_000;
/** Far more than people have open; it bounds the memory that a script which asks for tickets can take. */
const MOST = 10_000;

/**
 * Tickets and grants of this process. They are kept in memory on purpose: a grant lives as long as the connections that
 * the kernel can cut, so that the end of the session or a change of the role ends it at once.
 */
export class Grants {
  readonly #kernel: Pick<Kernel, 'clock' | 'connections'>;
  readonly #tickets = new Map<string, Ticket>();
  readonly #grants = new Map<string, Grant>();

  constructor(kernel: Pick<Kernel, 'clock' | 'connections'>) {
    this.#kernel = kernel;
  }

  /** A ticket that opens the preview once, within 30 seconds. */
  issue(label: string, projectId: string, person: Person): string {
    const ticket = makeToken();
    const now = this.#now();
    for (const [old, { expiresAt }] of this.#tickets) {
      if (expiresAt > now && this.#tickets.size < MOST) break;
      this.#tickets.delete(old);
    }
    this.#tickets.set(ticket, { label, projectId, person, expiresAt: now + TICKET_SECONDS * 1000 });
    return ticket;
  }

  /** Takes a ticket. @returns the value of the cookie, or undefined when the ticket does not open this preview. */
  redeem(ticket: string, label: string): string | undefined {
    const found = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    if (found === undefined || found.label !== label || found.expiresAt <= this.#now()) return undefined;
    return this.#grant(found);
  }

  find(token: string | undefined, label: string): Grant | undefined {
    const grant = token === undefined ? undefined : this.#grants.get(token);
    return grant?.label === label && grant.expiresAt > this.#now() ? grant : undefined;
  }

  /** Ends a grant whose person may no longer see the preview, with everything that is open under it. */
  revoke(token: string): void {
    const grant = this.#grants.get(token);
    this.#grants.delete(token);
    for (const end of grant?.open ?? []) end();
  }

  #grant({ label, projectId, person }: Ticket): string {
    const token = makeToken();
    const now = this.#now();
    const [oldest] = this.#grants;
    if (oldest !== undefined && (this.#grants.size >= MOST || oldest[1].expiresAt <= now)) this.revoke(oldest[0]);
    this.#grants.set(token, {
      label,
      projectId,
      person,
      expiresAt: now + GRANT_MS,
      checkedAt: now,
      open: new Set(),
    });
    this.#kernel.connections.add({ actor: person, subject: projectId, end: () => this.revoke(token) });
    return token;
  }

  #now(): number {
    return this.#kernel.clock.now().getTime();
  }
}

function makeToken(): string {
  return randomBytes(32).toString('base64url');
}
