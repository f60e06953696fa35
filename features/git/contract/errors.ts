import { z } from 'zod';
import { defineErrors } from '@e-code/kernel/contract';

export const gitErrors = defineErrors({
  service_unknown: {
    status: 403,
    message: 'Only the smart protocol of git is spoken here. Update your git client, or clone this address with it.',
  },
  body_not_git: {
    status: 415,
    message: 'The body of this request must be what git sends, with the type {type}.',
    data: z.object({ type: z.string() }),
  },
});
