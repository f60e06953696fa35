import { and, eq } from 'drizzle-orm';
import { defineFeature, personOf, publish, subscription } from '@e-code/kernel/server';
import type { Kernel, ServerFeature, Subscription } from '@e-code/kernel/server';
import { memberRemoved, projectDeleted } from '@e-code/projects/contract';
import { inboxChannel, notificationsContract } from '../contract/index.ts';
import { access } from './access.ts';
import { countUnread, listNotifications } from './inbox/list.ts';
import { markNotifications } from './inbox/mark.ts';
import { createNotify } from './inbox/notify.ts';
import type { Notify } from './inbox/notify.ts';
import type { Parts } from './inbox/parts.ts';
import { readWays, writeWay } from './inbox/ways.ts';
import { mailJobs } from './mail/job.ts';
import { notifications } from './tables.ts';

export { notificationsSettings } from './settings.ts';
export type { Notify } from './inbox/notify.ts';

export interface NotificationsFeature extends ServerFeature {
  /** For features in which something happens that people should hear of. */
  notify: Notify;
}

/** What happened to each person: an inbox, and a mail for what was not read there. */
export function createNotifications(kernel: Kernel, dependencies: Omit<Parts, 'kernel'>): NotificationsFeature {
  const parts: Parts = { kernel, ...dependencies };
  const feature = defineFeature({
    name: 'notifications',
    contract: notificationsContract,
    handlers: {
      count: ({ actor, sql }) => countUnread(sql, personOf(actor).id),
      list: ({ actor, input, sql }) => listNotifications(sql, parts.people, personOf(actor).id, input),
      async mark({ actor, afterCommit, input, sql }) {
        const { id: personId } = personOf(actor);
        await markNotifications(sql, personId, kernel.clock.now(), input);
        afterCommit(() => publish(kernel, inboxChannel, { personId }, {}));
        return countUnread(sql, personId);
      },
      readWays: ({ actor, sql }) => readWays(sql, personOf(actor).id),
      setWay: ({ actor, input, sql }) => writeWay(sql, personOf(actor).id, input),
    },
    access,
    migrations: new URL('./migrations/', import.meta.url),
    channels: [inboxChannel],
    jobs: mailJobs(parts),
    subscriptions: [forgetProject, forgetMember],
  });
  return { ...feature, notify: createNotify(parts) };
}

const forgetProject: Subscription = subscription(
  'notifications.forget_project',
  projectDeleted,
  async ({ payload }, { sql }) => {
    await sql.delete(notifications).where(eq(notifications.projectId, payload.projectId));
  },
);

/** Who may not see a project any more does not read of it here either. */
const forgetMember: Subscription = subscription(
  'notifications.forget_member',
  memberRemoved,
  async ({ payload: { projectId, personId } }, { sql }) => {
    const { projectId: project, personId: person } = notifications;
    await sql.delete(notifications).where(and(eq(project, projectId), eq(person, personId)));
  },
);
