import type { RunState } from './runs.ts';

/** Nothing ran yet. No zod here: the host loads it at start. */
export const idleRun: RunState = {
  status: 'idle',
  run: 0,
  command: null,
  startedAt: null,
  endedAt: null,
  exitCode: null,
  signal: null,
  summary: null,
  hint: null,
  startedBy: null,
  ports: [],
  takesInput: false,
};
