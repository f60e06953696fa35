import { HostError } from '../failure.ts';
import type { Host } from '../host.ts';
import { makePlan } from '../plan/plan.ts';
import type { HandlersOf } from '../routes.ts';

/** The routes under /run. */
export const runHandlers = (host: Host): HandlersOf<'run'> => ({
  'run.plan': async () => {
    const plan = await makePlan(host.root);
    if (plan === undefined) throw new HostError('nothing_to_run');
    return plan;
  },
  'run.state': async () => host.runs.state,
  'run.log': async ({ input }) => host.runs.log.after(input.after),
  'run.start': async ({ input, actor }) => {
    const plan = await makePlan(host.root, input.command);
    if (plan === undefined) throw new HostError('nothing_to_run');
    const state = host.runs.start({ plan, environment: input.environment, startedBy: actor.name });
    host.ports.wake();
    return state;
  },
  'run.stop': ({ actor }) => host.runs.stop(actor.name),
});
