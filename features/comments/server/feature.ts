import { defineFeature } from '@e-code/kernel/server';
import type { Kernel, ServerFeature } from '@e-code/kernel/server';
import { commentsContract, threadsChannel } from '../contract/index.ts';
import { commentsAccess } from './access.ts';
import { createThreadUpdates, forgetProject } from './live.ts';
import { attachThread } from './threads/attach.ts';
import { changeThread } from './threads/change.ts';
import { listThreads, readThread } from './threads/list.ts';
import { deleteComment, editComment, listWordings, restoreComment } from './threads/own.ts';
import type { Parts } from './threads/parts.ts';
import { addComment, startThread } from './threads/write.ts';

/** What people say about places in the files of a project. */
export function createComments(kernel: Kernel, dependencies: Omit<Parts, 'kernel'>): ServerFeature {
  const parts: Parts = { kernel, ...dependencies };
  return defineFeature({
    name: 'comments',
    contract: commentsContract,
    handlers: {
      list: (call) => listThreads(parts, call),
      get: (call) => readThread(parts, call),
      start: (call) => startThread(parts, call),
      reply: (call) => addComment(parts, call),
      change: (call) => changeThread(parts, call),
      attach: (call) => attachThread(parts, call),
      edit: (call) => editComment(parts, call),
      async remove(call) {
        await deleteComment(parts, call);
        return {};
      },
      restore: (call) => restoreComment(parts, call),
      wordings: async (call) => ({ wordings: await listWordings(call) }),
    },
    access: commentsAccess(dependencies.projects),
    migrations: new URL('./migrations/', import.meta.url),
    channels: [threadsChannel],
    subscriptions: [...createThreadUpdates(kernel), forgetProject],
  });
}
