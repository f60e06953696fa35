import { z } from 'zod';
import { event } from '@e-code/kernel/contract';
import { failureReasons, projectId, stopCauses } from './session.ts';

/** `milliseconds`: from the wish to the first answer of the project host. */
export const sessionStarted = event('sandboxes.started', z.object({ projectId, milliseconds: z.number() }));

export const sessionStopped = event('sandboxes.stopped', z.object({ projectId, cause: z.enum(stopCauses) }));

export const sessionFailed = event(
  'sandboxes.failed',
  z.object({ projectId, reason: z.enum(failureReasons), message: z.string() }),
);
