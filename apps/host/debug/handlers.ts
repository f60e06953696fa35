import type { HandlersOf } from '../routes.ts';
import type { Debugging } from './debugging.ts';

/** The routes below /debug. */
export const debugHandlers = (debugging: Debugging): HandlersOf<'debug'> => ({
  'debug.state': async () => debugging.state,
  'debug.console': async () => ({ entries: [...debugging.entries] }),
  'debug.start': ({ input, actor }) => debugging.start(input.file, actor.name),
  'debug.stop': ({ actor }) => debugging.stop(actor.name),
  'debug.restart': ({ actor }) => debugging.restart(actor.name),
  'debug.move': ({ input }) => debugging.move(input),
  'debug.setBreakpoints': ({ input }) => debugging.setBreakpoints(input.path, input.breakpoints),
  'debug.setExceptions': ({ input }) => debugging.setExceptions(input.stop),
  'debug.setWatches': ({ input }) => debugging.setWatches(input.watches),
  'debug.stack': ({ input }) => debugging.session.answers.stack(input),
  'debug.scopes': ({ input }) => debugging.session.answers.scopes(input.frame),
  'debug.variables': ({ input }) => debugging.session.answers.variables(input),
  'debug.setVariable': ({ input }) => debugging.session.answers.setVariable(input),
  'debug.evaluate': ({ input, actor }) =>
    input.why === 'console' ? debugging.converse(input, actor.name) : debugging.session.answers.evaluate(input),
  'debug.complete': ({ input }) => debugging.session.answers.complete(input),
  'debug.input': async ({ input }) => {
    debugging.session.input(input.text);
    return {};
  },
});
