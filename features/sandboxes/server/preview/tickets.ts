import { randomBytes } from 'node:crypto';
import type { Clock, Participant } from '@e-code/kernel/server';
import { MOST_ADMISSIONS } from './admission.ts';

/** Opens one preview once. Kept in memory: after a restart a person asks for another. */
export interface Ticket {
  readonly label: string;
  readonly projectId: string;
  readonly person: Participant;
  readonly expiresAt: number;
}

export const TICKET_SECONDS = 30;

export class Tickets {
  readonly #clock: Clock;
  readonly #tickets = new Map<string, Ticket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(label: string, projectId: string, person: Participant): string {
    const ticket = makeToken();
    const now = this.#clock.now().getTime();
    for (const [old, { expiresAt }] of this.#tickets) {
      if (expiresAt > now && this.#tickets.size < MOST_ADMISSIONS) break;
      this.#tickets.delete(old);
    }
    this.#tickets.set(ticket, { label, projectId, person, expiresAt: now + TICKET_SECONDS * 1000 });
    return ticket;
  }

  /** Takes it, whether or not it fits. @returns undefined when it does not open this preview */
  take(ticket: string, label: string): Ticket | undefined {
    const found = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    const fits = found?.label === label && found.expiresAt > this.#clock.now().getTime();
    return fits ? found : undefined;
  }
}

export function makeToken(): string {
  return randomBytes(32).toString('base64url');
}
