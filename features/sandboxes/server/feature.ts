import { defineFeature, participantOf, subscription } from '@e-code/kernel/server';
import type { Kernel, ServerFeature } from '@e-code/kernel/server';
import { accountsEvents } from '@e-code/accounts/contract';
import { environmentChanged, projectDeleted, projectTrashed } from '@e-code/projects/contract';
import { sandboxEndpoints, sessionChannel } from '../contract/index.ts';
import { sandboxAccess } from './access.ts';
import { Front } from './front/front.ts';
import { gatewayDoors, gatewaySockets } from './gateway/gateway.ts';
import { talkToHost } from './gateway/conversation.ts';
import type { Conversation, Talk } from './gateway/conversation.ts';
import { passToHost } from './gateway/passage.ts';
import type { Passage } from './gateway/passage.ts';
import { previewCookie } from './preview/cookie.ts';
import { Grants } from './preview/grants.ts';
import { openingDoor, previewDoors } from './preview/opening.ts';
import { previewSite } from './preview/preview-site.ts';
import { Visits } from './preview/visits.ts';
import { describeInstallation, reportSession } from './service.ts';
import { Sessions } from './session/sessions.ts';
import type { SessionsParts } from './session/sessions.ts';

export { sandboxSettings } from './settings.ts';
export type { SandboxSettings } from './settings.ts';
export type { EnvironmentSource } from './session/sessions.ts';
export type { Conversation, Talk } from './gateway/conversation.ts';
export type { Passage } from './gateway/passage.ts';
export type { HostBundle } from './session/launch.ts';
export { projectOf, volumeOf } from './session/project-directory.ts';
export type { ProjectDirectory, ProjectEntry, ProjectRole } from './session/project-directory.ts';

export interface SandboxesFeature extends ServerFeature {
  /** For the feature that keeps projects: a volume can be removed, copied or resized when its session is stopped. */
  readonly sessions: Pick<Sessions, 'get' | 'wake' | 'stop'>;
  /** For features that speak with project hosts in a protocol of their own. Who asks was authorised before. */
  readonly passToHost: (passage: Passage) => Promise<void>;
  /** The same for protocols in which both sides speak at once. */
  readonly talkToHost: (conversation: Conversation) => Promise<Talk>;
}

/**
 * Sessions of projects, the gateway to their hosts, and previews of what runs in them.
 * Volumes are made and removed by the feature that keeps projects, under the name `volumeOf(projectId)`.
 */
export function createSandboxes(kernel: Kernel, dependencies: Omit<SessionsParts, 'kernel'>): SandboxesFeature {
  const sessions = new Sessions({ kernel, ...dependencies });
  const { sandboxes, projects, settings } = dependencies;
  const report = { kernel, sessions, sandboxes, settings, projects };
  const grants = new Grants(kernel);
  const doors = previewDoors(kernel, grants);
  const side = appSide(kernel);
  const front = new Front({ kernel, sessions, grants, side });
  const feature = defineFeature({
    name: 'sandboxes',
    contract: sandboxEndpoints,
    access: sandboxAccess(projects),
    migrations: new URL('./migrations/', import.meta.url),
    channels: [sessionChannel],
    handlers: {
      getSession: ({ input }) => reportSession(report, input.projectId),
      async wakeSession({ input, actor }) {
        await sessions.wake(input.projectId, actor, true);
        return reportSession(report, input.projectId);
      },
      async stopSession({ input }) {
        await sessions.stop(input.projectId, 'asked');
        return reportSession(report, input.projectId);
      },
      async restartSession({ input, actor }) {
        await sessions.restart(input.projectId, actor);
        return reportSession(report, input.projectId);
      },
      openPreview: ({ input: { projectId, port, path }, actor }) =>
        doors.ticketUrl({ projectId, port }, path, participantOf(actor)),
      overview: ({ sql }) => describeInstallation(report, sql),
    },
    doors: [...gatewayDoors({ kernel, sessions, projects }), openingDoor(doors)],
    sockets: gatewaySockets({ kernel, sessions, projects }),
    subscriptions: [
      ...[projectTrashed, projectDeleted].map((gone) =>
        subscription(`sandboxes.stop_${gone.name.replace('projects.', '')}`, gone, ({ payload }, { afterCommit }) =>
          afterCommit(() => void sessions.stop(payload.projectId, 'asked')),
        ),
      ),
      subscription('sandboxes.refresh_environment', environmentChanged, ({ payload }, { afterCommit }) =>
        afterCommit(() => {
          sessions
            .refreshEnvironment(payload.projectId)
            .catch((error: unknown) =>
              kernel.log.warn({ err: error, projectId: payload.projectId }, 'A host did not get its new environment'),
            );
        }),
      ),
      subscription('sandboxes.end_previews', accountsEvents.sessionEnded, ({ payload }, { sql }) =>
        grants.revokeSessions(sql, payload.sessionIds),
      ),
    ],
    appSite: {
      ...previewSite({ kernel, sessions, grants, visits: new Visits(kernel), doors, side }),
      connection: front.receive,
    },
    async start() {
      front.start();
      await grants.load();
      await sessions.start();
    },
    stop: () => sessions.close(),
  });
  return {
    ...feature,
    sessions,
    passToHost: (passage) => passToHost({ kernel, sessions }, passage),
    talkToHost: (conversation) => talkToHost({ kernel, sessions }, conversation),
  };
}

function appSide({ site }: Kernel): Parameters<typeof previewSite>[0]['side'] {
  const product = new URL(site.publicOrigin);
  // The product answers at both names of this machine, and people type either.
  const twin = product.hostname === 'localhost' ? [`${product.protocol}//127.0.0.1:${product.port}`] : [];
  return {
    cookie: previewCookie(site.secureCookies),
    protocol: product.protocol.slice(0, -1),
    frameAncestors: ["'self'", product.origin, ...twin].join(' '),
    secure: site.secureCookies,
  };
}
