import { defineErrors } from '@e-code/kernel/contract';
import { z } from 'zod';

export const keyValueErrors = defineErrors({
  store_unknown: {
    status: 404,
    message:
      'This address is not one of a key-value store of this project. Read REPLIT_DB_URL or /tmp/replitdb again: addresses are renewed every day.',
  },
  key_too_long: {
    status: 413,
    message: 'The key has {bytes} bytes. Keys may have {most} bytes. Use a shorter one.',
    data: z.object({ bytes: z.number(), most: z.number() }),
  },
  value_too_long: {
    status: 413,
    message:
      'The value has more than {most} bytes, which is the most of one value. Keep large things in object storage.',
    data: z.object({ most: z.number() }),
  },
  store_full: {
    status: 413,
    message: 'The key-value store of this project may hold {most} {what}. Nothing was written. Delete some first.',
    data: z.object({ most: z.number(), what: z.string() }),
  },
  key_changed: {
    status: 412,
    message: 'The key "{key}" is not what it was when it was checked, so nothing was written. Read it and try again.',
    data: z.object({ key: z.string() }),
  },
  not_a_number: {
    status: 409,
    message: 'The value of "{key}" is not a whole number, so nothing was added to it.',
    data: z.object({ key: z.string() }),
  },
  request_not_understood: {
    status: 400,
    message: 'The request could not be understood: {reason}',
    data: z.object({ reason: z.string() }),
  },
  key_unknown: { status: 404, message: 'There is no such key any more. It was deleted, or it expired.' },
  removal_unknown: {
    status: 404,
    message: 'What was deleted then cannot be brought back: it was brought back already, or a week has passed.',
  },
  store_unavailable: {
    status: 503,
    message: 'The key-value store does not answer at the moment. Try again in a few seconds.',
  },
  method_not_known: { status: 405, message: 'The key-value store does not know this method here.' },
});
