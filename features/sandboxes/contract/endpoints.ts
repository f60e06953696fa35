import { z } from 'zod';
import { endpoint } from '@e-code/kernel/contract';
import { sandboxErrors } from './errors.ts';
import { sandboxOverviewSchema } from './overview.ts';
import { previewPath, previewPort } from './preview.ts';
import { projectId, sessionReportSchema } from './session.ts';

const project = z.object({ projectId });
const { session_not_started, session_stopped } = sandboxErrors.definitions;
const starting = { session_not_started, session_stopped };

/** Sessions wait on processes of the machine, therefore none of these holds a transaction. */
export const sandboxEndpoints = {
  getSession: endpoint({
    method: 'GET',
    path: '/projects/{projectId}/session',
    summary: 'Tell whether the project runs, what it uses and what it may use',
    access: 'sandboxes.see',
    input: project,
    output: sessionReportSchema,
  }),
  wakeSession: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/session',
    summary: 'Start the project unless it runs, and answer when it is ready',
    access: 'sandboxes.see',
    transaction: false,
    input: project,
    output: sessionReportSchema,
    errors: starting,
  }),
  stopSession: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/session/stop',
    summary: 'Stop the project and everything that runs in it; files stay',
    access: 'sandboxes.control',
    transaction: false,
    input: project,
    output: sessionReportSchema,
  }),
  restartSession: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/session/restart',
    summary: 'Stop the project and start it again',
    access: 'sandboxes.control',
    transaction: false,
    input: project,
    output: sessionReportSchema,
    errors: starting,
  }),
  openPreview: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/previews',
    summary: 'Make an address that opens the preview of a port once, within 30 seconds',
    access: 'sandboxes.see',
    transaction: false,
    input: project.extend({ port: previewPort, path: previewPath }),
    output: z.object({
      /** Works once. */
      url: z.url(),
      /** What the address bar may show; opens for people who opened the preview before. */
      address: z.url(),
    }),
  }),
  overview: endpoint({
    method: 'GET',
    path: '/installation/sandboxes',
    summary: 'Tell operators how sandboxes run on this machine, and which projects run',
    access: 'sandboxes.operate',
    input: z.object({}),
    output: sandboxOverviewSchema,
  }),
};
