import { defineErrors } from '@e-code/kernel/contract';
import { z } from 'zod';

export const commentErrors = defineErrors({
  thread_unknown: {
    status: 404,
    message: 'This thread is not in the project, or all of it was deleted. Look at the list again.',
  },
  comment_unknown: {
    status: 404,
    message: 'This comment is not in the project, or it was deleted. Look at the list again.',
  },
  not_the_author: {
    status: 403,
    message: 'Only the person who wrote this comment can do that. Write a reply instead.',
  },
  not_a_member: {
    status: 409,
    message: '{person} does not work in this project, so nothing was given to them. Add them to the project first.',
    data: z.object({ person: z.string() }),
  },
});
