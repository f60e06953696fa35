import { z } from 'zod';
import { defineErrors } from '@e-code/kernel/contract';
import { failureReasons, retryAt } from './session.ts';

export const sandboxErrors = defineErrors({
  session_not_started: {
    status: 503,
    message: 'The project could not be started. {message} {hint}',
    data: z.object({ reason: z.enum(failureReasons), message: z.string(), hint: z.string(), retryAt }),
  },
  session_stopped: {
    status: 503,
    message: 'The project was stopped while this was waiting for it. Open it again to start it.',
  },
  project_host_stopped: {
    status: 503,
    message:
      'The project stopped while it answered, so this may or may not have happened. It starts again with your next request; look before you repeat it.',
  },
  project_host_unreadable: {
    status: 502,
    message: 'The project answered with something that is not understood. Restart the project.',
  },
});
