import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { endpoint } from '@e-code/kernel/contract';
import { signedIn } from './access/rule.ts';
import { BootError, collectSurface } from './boot.ts';
import type { ServerFeature } from './feature.ts';

const contract = {
  list: endpoint({
    method: 'GET',
    path: '/things',
    summary: 'Lists things',
    access: 'things.list',
    input: z.object({}),
    output: z.array(z.string()),
  }),
};
const complete: ServerFeature = {
  name: 'things',
  contract,
  handlers: { list: () => [] },
  access: { 'things.list': signedIn() },
};

describe('collecting the surface', () => {
  it('accepts features whose every part has a rule', () => {
    expect(collectSurface([complete]).endpoints.map(({ name }) => name)).toEqual(['things.list']);
  });

  it.each<[string, Partial<ServerFeature>, RegExp]>([
    ['an endpoint without a rule', { access: {} }, /endpoint things\.list names the access rule "things\.list"/],
    ['an endpoint without a handler', { handlers: {} }, /things\.list has no handler/],
    [
      'a door without a rule',
      { doors: [{ method: 'GET', path: '/d', access: 'things.door', summary: '', handle: () => undefined }] },
      /door GET \/d/,
    ],
    [
      'a socket without a rule',
      { sockets: [{ path: '/s', access: 'things.socket', summary: '', handle: () => undefined }] },
      /socket \/s/,
    ],
    [
      'a channel without a rule',
      { channels: [{ name: 'things.live', key: z.object({}), message: z.object({}), access: 'things.live' }] },
      /channel things\.live/,
    ],
    [
      'a job that does not say as whom it runs',
      { jobs: [{ name: 'things.sweep', payload: z.object({}), runsAs: '', run: async () => undefined }] },
      /job things\.sweep/,
    ],
    ['a rule that nothing uses', { access: { 'things.list': signedIn(), 'things.old': signedIn() } }, /"things\.old"/],
    ['a rule under a foreign name', { access: { 'things.list': signedIn(), 'other.x': signedIn() } }, /begin with/],
  ])('refuses %s', (_what, change, message) => {
    const collect = (): unknown => collectSurface([{ ...complete, ...change }]);
    expect(collect).toThrow(BootError);
    expect(collect).toThrow(message);
  });

  it('names everything that is wrong at once', () => {
    expect(() => collectSurface([{ ...complete, access: {}, handlers: {} }])).toThrow(
      /no handler[\s\S]*no feature defines|no feature defines[\s\S]*no handler/,
    );
  });
});
