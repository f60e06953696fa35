export { sessionChannel } from './channels.ts';
export { sandboxEndpoints } from './endpoints.ts';
export { sandboxErrors } from './errors.ts';
export { sessionFailed, sessionStarted, sessionStopped } from './events.ts';
export { previewPath, previewPort } from './preview.ts';
export {
  failureReasons,
  projectId,
  sessionFailureSchema,
  sessionReportSchema,
  sessionStateSchema,
  stopCauses,
} from './session.ts';
export type { FailureReason, SessionFailure, SessionReport, SessionState, StopCause } from './session.ts';
export { sandboxOverviewSchema } from './overview.ts';
export type { SandboxOverview } from './overview.ts';
