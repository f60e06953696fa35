import { toFailure } from '@e-code/kernel/server';
import type { Authorize, Kernel } from '@e-code/kernel/server';
import { BELIEVED_MS } from './admission.ts';
import type { Grant, Grants } from './grants.ts';

/** Whether the access rule said yes so lately that it is not asked again. */
export function isBelieved({ checkedAt }: Grant): boolean {
  return Date.now() - checkedAt < BELIEVED_MS;
}

/** Whether the access rule still says yes; a grant for which it does not ends. */
export async function stillHolds(
  { kernel, grants }: { kernel: Pick<Kernel, 'log'>; grants: Grants },
  grant: Grant,
  authorize: Authorize,
): Promise<boolean> {
  if (isBelieved(grant)) return true;
  const now = Date.now();
  try {
    await authorize(grant.actor, { projectId: grant.projectId });
    grant.checkedAt = now;
    return true;
  } catch (error) {
    // Only a refusal ends the grant. A database that does not answer is no reason to believe, nor to say that it ended.
    const failure = toFailure(error, kernel.log);
    if (failure.status >= 500) throw failure;
    grants.revoke(grant);
    return false;
  }
}
