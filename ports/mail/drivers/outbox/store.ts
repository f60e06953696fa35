import { z } from 'zod';

/** A mail that stayed on this machine. */
export const outboxMail = z.object({
  id: z.string(),
  /** ISO 8601, UTC. */
  writtenAt: z.iso.datetime(),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
});
export type OutboxMail = z.infer<typeof outboxMail>;

export type OutboxSummary = Pick<OutboxMail, 'id' | 'writtenAt' | 'to' | 'subject'>;

/**
 * Where the outbox driver keeps mail, and what the outbox page reads.
 * Mail holds sign-in links: whoever serves it asks for the operator first.
 */
export interface OutboxStore {
  /** Resolves when the mail would survive a power cut. Ids are unique and sort by time. */
  append(mail: OutboxMail): Promise<void>;
  /** Newest first. `before` is the id of the last mail of the page before. */
  list(page: { limit: number; before?: string }): Promise<OutboxSummary[]>;
  /** Calls after mail was kept, also by another process. @returns the function that ends it */
  watch(listener: () => void): () => void;
  get(id: string): Promise<OutboxMail | undefined>;
}
