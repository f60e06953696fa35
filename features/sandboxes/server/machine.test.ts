import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SessionFailure } from '../contract/index.ts';
import { apply, atRest } from './machine.ts';
import type { Effect, Machine, Operation } from './machine.ts';

const failure: SessionFailure = { reason: 'host_killed', message: 'It was killed.', hint: 'Open it again.' };
const wake = (at = 0, asked = false): Operation => ({ type: 'wake', at, asked });
const ended = (run: number, at = 0): Operation => ({ type: 'ended', run, at, failure });

function play(...operations: Operation[]): { machine: Machine; effects: Effect[] } {
  return operations.reduce<{ machine: Machine; effects: Effect[] }>(
    (before, operation) => {
      const { machine, effects } = apply(before.machine, operation);
      return { machine, effects: [...before.effects, ...effects] };
    },
    { machine: atRest, effects: [] },
  );
}

const started: Operation[] = [wake(), { type: 'sandbox_started', run: 1 }];
const running: Operation[] = [...started, { type: 'host_ready', run: 1, at: 0 }];

it.each<[string, Operation[], object, Effect['type'][]]>([
  ['starts when woken', [wake()], { status: 'starting', stage: 'sandbox' }, ['start_sandbox']],
  ['starts once for many', [wake(), wake(), wake()], { status: 'starting', stage: 'sandbox' }, ['start_sandbox']],
  ['waits for the host', started, { status: 'starting', stage: 'host' }, ['start_sandbox', 'await_host']],
  ['runs when the host answers', running, { status: 'running' }, ['start_sandbox', 'await_host']],
  ['does nothing more when it runs', [...running, wake()], { status: 'running' }, ['start_sandbox', 'await_host']],
  ['fails when the start fails', [wake(), ended(1)], { status: 'failed', failure, retryAt: null }, ['start_sandbox']],
  [
    'fails when it ends by itself',
    [...running, ended(1)],
    { status: 'failed', failure, retryAt: null },
    ['start_sandbox', 'await_host'],
  ],
  [
    'stops while it starts',
    [wake(), { type: 'stop', cause: 'asked' }, { type: 'sandbox_started', run: 1 }],
    { status: 'stopping', cause: 'asked' },
    ['start_sandbox', 'stop_sandbox'],
  ],
  [
    'is stopped when the stop is done',
    [...running, { type: 'stop', cause: 'idle' }, { type: 'stop_completed', run: 1 }],
    { status: 'stopped', cause: 'idle' },
    ['start_sandbox', 'await_host', 'stop_sandbox'],
  ],
  [
    'does not take the end of a stop for a failure',
    [...running, { type: 'stop', cause: 'asked' }, ended(1), { type: 'stop_completed', run: 1 }],
    { status: 'stopped', cause: 'asked' },
    ['start_sandbox', 'await_host', 'stop_sandbox'],
  ],
  [
    'starts again for whoever comes while it stops',
    [...running, { type: 'stop', cause: 'idle' }, wake(), { type: 'stop_completed', run: 1 }],
    { status: 'starting', stage: 'sandbox' },
    ['start_sandbox', 'await_host', 'stop_sandbox', 'start_sandbox'],
  ],
  [
    'does not start again while E-Code stops',
    [...running, { type: 'stop', cause: 'shutdown' }, wake(), { type: 'stop_completed', run: 1 }],
    { status: 'stopped', cause: 'shutdown' },
    ['start_sandbox', 'await_host', 'stop_sandbox'],
  ],
  [
    'restarts',
    [...running, { type: 'restart' }, { type: 'stop_completed', run: 1 }],
    { status: 'starting', stage: 'sandbox' },
    ['start_sandbox', 'await_host', 'stop_sandbox', 'start_sandbox'],
  ],
  [
    'ignores what an earlier run tells',
    [wake(), ended(1), wake(), ended(1)],
    { status: 'starting', stage: 'sandbox' },
    ['start_sandbox', 'start_sandbox'],
  ],
])('%s', (_name, operations, state, effects) => {
  const played = play(...operations);
  expect(played.machine.state).toEqual(state);
  expect(played.effects.map(({ type }) => type)).toEqual(effects);
});

it('comes back at once after the first failure, then makes pages wait longer and longer', () => {
  const first = play(wake(), ended(1, 100)).machine;
  expect(apply(first, wake(100)).machine.state.status).toBe('starting');
  const second = apply(apply(first, wake(100)).machine, ended(2, 200)).machine;
  expect(second.state).toMatchObject({ retryAt: new Date(1200).toISOString() });
  expect(apply(second, wake(1199)).machine.state.status).toBe('failed');
  expect(apply(second, wake(1200)).machine.state.status).toBe('starting');
  const third = apply(apply(second, wake(1200)).machine, ended(3, 1300)).machine;
  expect(apply(third, wake(3299)).machine.state.status).toBe('failed');
  expect(apply(third, wake(3300)).machine.state.status).toBe('starting');
});

it('starts at once when a person asks, however often it failed', () => {
  const failed = play(wake(), ended(1), wake(), ended(2), wake(9e9), ended(3, 9e9)).machine;
  expect(apply(failed, wake(9e9, true)).machine.state.status).toBe('starting');
});

it('forgets earlier failures when it ran for a minute', () => {
  const ran = play(
    wake(),
    ended(1),
    wake(),
    { type: 'sandbox_started', run: 2 },
    { type: 'host_ready', run: 2, at: 0 },
  );
  expect(apply(ran.machine, ended(2, 60_000)).machine.failures).toBe(1);
  expect(apply(ran.machine, ended(2, 59_999)).machine.failures).toBe(2);
});

const operations = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('wake' as const), at: fc.nat(200_000), asked: fc.boolean() }),
    fc.record({ type: fc.constant('restart' as const) }),
    fc.record({ type: fc.constant('stop' as const), cause: fc.constantFrom('asked', 'idle', 'shutdown' as const) }),
    fc.record({ type: fc.constantFrom('sandbox_started', 'stop_completed'), run: fc.nat(6) }),
    fc.record({ type: fc.constant('host_ready' as const), run: fc.nat(6), at: fc.nat(200_000) }),
    fc.record({
      type: fc.constant('ended' as const),
      run: fc.nat(6),
      at: fc.nat(200_000),
      failure: fc.constant(failure),
    }),
  ),
  { maxLength: 40 },
) as fc.Arbitrary<Operation[]>;

it('never has two sandboxes, whatever happens in whatever order', () => {
  fc.assert(
    fc.property(operations, (list) => {
      let machine = atRest;
      let alive = 0;
      for (const operation of list) {
        const before = machine;
        const step = apply(machine, operation);
        machine = step.machine;
        const left = operation.type === 'stop_completed' || operation.type === 'ended';
        // What a run tells of its own end is true only once and only while it is there.
        if (left && operation.run === before.run && before !== machine && alive > 0) {
          if (operation.type === 'ended' || before.state.status === 'stopping') alive -= 1;
        }
        alive += step.effects.filter(({ type }) => type === 'start_sandbox').length;
        expect(alive).toBeLessThanOrEqual(1);
        expect(alive === 1).toBe(!['stopped', 'failed'].includes(machine.state.status));
        expect(step.effects.length).toBeLessThanOrEqual(1);
      }
    }),
  );
});

it('comes to rest from everywhere when stopped', () => {
  fc.assert(
    fc.property(operations, (list) => {
      const { machine } = play(...list, { type: 'stop', cause: 'asked' });
      const rest = apply(machine, { type: 'stop_completed', run: machine.run }).machine;
      expect(rest.state.status).toBe('stopped');
    }),
  );
});
