import type { ServerFeature } from '../feature.ts';

/** For tests of what nobody signs in to: every request is a visitor's. */
export const nobodyFeature: ServerFeature = {
  name: 'nobody',
  access: {},
  identify: async () => ({ kind: 'anonymous', origin: { address: '127.0.0.1', agent: 'test' } }),
};
