import type { Anonymous, Participant } from '@e-code/kernel/server';

/** Why a browser may see a preview, while it may. */
export interface Admission {
  readonly projectId: string;
  /** A person whose browser was let in with a ticket, or whoever sees the preview of a project that is public. */
  readonly actor: Participant | Anonymous;
  /** When the access rule last said yes, in milliseconds since 1970. */
  checkedAt: number;
  /** Ends of the exchanges that are open. */
  readonly open: Set<() => void>;
}

/** What was allowed is believed this long before the access rule is asked again. The kernel cuts it sooner when it can. */
export const BELIEVED_MS = 1_500;

/** Far more than people have open; it bounds the memory that a script can take. */
export const MOST_ADMISSIONS = 10_000;

export function endExchanges({ open }: Pick<Admission, 'open'>): void {
  for (const end of open) end();
}
