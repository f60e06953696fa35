import { job, systemActor } from '@e-code/kernel/server';
import type { ServerFeature } from '@e-code/kernel/server';
import { z } from 'zod';
import { END_OF_LINK, expireGuestLink } from './guests/links.ts';
import type { Parts } from './life/parts.ts';
import { purgeTrash } from './life/remove.ts';
import { sweepVolumes } from './life/sweep.ts';

/** What happens by the clock. */
export function createJobs(parts: Parts): NonNullable<ServerFeature['jobs']> {
  const runsAs = 'projects.cleaning';
  return [
    job({
      name: 'projects.purge',
      payload: z.object({}),
      runsAs,
      cron: '20 3 * * *',
      run: () => purgeTrash(parts, systemActor(runsAs)),
    }),
    job({
      name: 'projects.sweep',
      payload: z.object({}),
      runsAs,
      cron: '*/30 * * * *',
      run: () => sweepVolumes(parts),
    }),
    job({
      name: END_OF_LINK,
      payload: z.object({ linkId: z.string() }),
      runsAs,
      run: ({ linkId }, { actor }) => expireGuestLink(parts.kernel, actor, linkId),
    }),
  ];
}
