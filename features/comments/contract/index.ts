export { threadsChannel } from './channels.ts';
export { commentsContract } from './endpoints.ts';
export { commentErrors } from './errors.ts';
export * from './events.ts';
export { bodySchema, commentSchema, threadSchema } from './thread.ts';
export type { Comment, Thread } from './thread.ts';
