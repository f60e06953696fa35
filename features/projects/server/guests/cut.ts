import type { Kernel } from '@e-code/kernel/server';

/** A guest, or a person with an account, who came by a link. */
export interface Visit {
  readonly id: string;
  readonly personId: string | null;
  readonly projectId: string;
}

/** Ends what is open under visits that are over. Of a person with an account only what is about this project. */
export function cutVisits(
  { connections }: Pick<Kernel, 'connections'>,
  visits: readonly Visit[],
  reason: string,
): void {
  for (const { id, personId, projectId } of visits) {
    if (personId === null) connections.endSession(id, reason);
    else connections.endSubject(projectId, reason, personId);
  }
}
