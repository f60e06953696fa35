import type { SessionFailure, SessionState, StopCause } from '../contract/index.ts';

/**
 * The session of one project as a reducer: no clock, no process, no database. `session/session.ts` runs the effects and
 * brings their outcomes back as operations.
 */
export interface Machine {
  readonly state: SessionState;
  /** Counts starts. Outcomes of an earlier start are ignored. */
  readonly run: number;
  /** A stop is to be followed by a start. */
  readonly again: boolean;
  /** Failures in a row, and the time before which only a person's wish starts it again. */
  readonly failures: number;
  readonly retryAt: number;
  readonly runningSince: number | null;
}

/** Times are milliseconds since 1970. `asked`: a person pressed a button, rather than a page that tries again by itself. */
export type Operation =
  | { readonly type: 'wake'; readonly at: number; readonly asked: boolean }
  | { readonly type: 'restart' }
  | { readonly type: 'stop'; readonly cause: StopCause }
  | { readonly type: 'sandbox_started'; readonly run: number }
  | { readonly type: 'host_ready'; readonly run: number; readonly at: number }
  /** The start failed, or the sandbox ended by itself. Nothing of it is left. */
  | { readonly type: 'ended'; readonly run: number; readonly at: number; readonly failure: SessionFailure }
  | { readonly type: 'stop_completed'; readonly run: number };

export type Effect =
  | { readonly type: 'start_sandbox'; readonly run: number }
  | { readonly type: 'await_host'; readonly run: number }
  | { readonly type: 'stop_sandbox'; readonly run: number; readonly cause: StopCause };

export interface Step {
  readonly machine: Machine;
  readonly effects: readonly Effect[];
}

export const atRest: Machine = {
  state: { status: 'stopped', cause: null },
  run: 0,
  again: false,
  failures: 0,
  retryAt: 0,
  runningSince: null,
};

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** A session that ran this long was healthy: its end is the first failure again. */
const HEALTHY_MS = 60_000;

/** What an operation does to a session. An operation that does not fit changes nothing. */
export function apply(machine: Machine, operation: Operation): Step {
  if ('run' in operation && operation.run !== machine.run) return same(machine);
  switch (machine.state.status) {
    case 'stopped':
    case 'failed':
      return applyAtRest(machine, operation);
    case 'starting':
      return applyStarting(machine, operation);
    case 'running':
      return applyRunning(machine, operation);
    case 'stopping':
      return applyStopping(machine, operation);
  }
}

function applyAtRest(machine: Machine, operation: Operation): Step {
  if (operation.type === 'restart') return start(machine);
  if (operation.type === 'wake') {
    const tooSoon = machine.state.status === 'failed' && !operation.asked && operation.at < machine.retryAt;
    return tooSoon ? same(machine) : start(machine);
  }
  if (operation.type === 'stop' && machine.state.status === 'failed') {
    return same({ ...machine, state: { status: 'stopped', cause: operation.cause } });
  }
  return same(machine);
}

function applyStarting(machine: Machine, operation: Operation): Step {
  switch (operation.type) {
    case 'sandbox_started':
      return {
        machine: { ...machine, state: { status: 'starting', stage: 'host' } },
        effects: [{ type: 'await_host', run: machine.run }],
      };
    case 'host_ready':
      return same({ ...machine, state: { status: 'running' }, runningSince: operation.at });
    default:
      return applyRunning(machine, operation);
  }
}

function applyRunning(machine: Machine, operation: Operation): Step {
  switch (operation.type) {
    case 'ended':
      return fail(machine, operation);
    case 'stop':
      return stop(machine, operation.cause, false);
    case 'restart':
      return stop(machine, 'restart', true);
    default:
      return same(machine);
  }
}

function applyStopping(machine: Machine, operation: Operation): Step {
  if (machine.state.status !== 'stopping') return same(machine);
  const { cause } = machine.state;
  switch (operation.type) {
    case 'wake':
    case 'restart':
      return same({ ...machine, again: cause !== 'shutdown' });
    case 'stop':
      return same({ ...machine, again: false, state: { status: 'stopping', cause: operation.cause } });
    case 'stop_completed':
      if (machine.again) return start(machine);
      return same({ ...machine, failures: 0, state: { status: 'stopped', cause } });
    default:
      return same(machine);
  }
}

function start(machine: Machine): Step {
  const run = machine.run + 1;
  return {
    machine: { ...machine, run, again: false, runningSince: null, state: { status: 'starting', stage: 'sandbox' } },
    effects: [{ type: 'start_sandbox', run }],
  };
}

function stop(machine: Machine, cause: StopCause, again: boolean): Step {
  return {
    machine: { ...machine, again, state: { status: 'stopping', cause } },
    effects: [{ type: 'stop_sandbox', run: machine.run, cause }],
  };
}

function fail(machine: Machine, { at, failure }: Extract<Operation, { type: 'ended' }>): Step {
  const wasHealthy = machine.runningSince !== null && at - machine.runningSince >= HEALTHY_MS;
  const failures = wasHealthy ? 1 : machine.failures + 1;
  // The first end is forgiven at once: a host that was killed comes back with the next request.
  const pause = failures === 1 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 2));
  const told = pause === 0 ? null : new Date(at + pause).toISOString();
  return same({ ...machine, failures, retryAt: at + pause, state: { status: 'failed', failure, retryAt: told } });
}

function same(machine: Machine): Step {
  return { machine, effects: [] };
}
