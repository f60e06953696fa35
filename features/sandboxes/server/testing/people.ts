import { anyone } from '@e-code/kernel/server';
import type { Actor, Person, ServerFeature } from '@e-code/kernel/server';

/** Says who sent a request by a cookie that names the person: what accounts do, without passwords. */
export function peopleFeature(): ServerFeature {
  return {
    name: 'people',
    access: { 'people.look': anyone('tests need no secret here') },
    doors: [
      {
        method: 'GET',
        path: '/api/people',
        access: 'people.look',
        summary: 'Uses the rule',
        handle: ({ response }) => void response.end(),
      },
    ],
    identify: async (request) => personFrom(request.headers.cookie ?? ''),
  };
}

function personFrom(cookie: string): Actor {
  const name = /(?:^|; )person=(\w+)/.exec(cookie)?.[1];
  const origin = { address: '127.0.0.1', agent: 'test' };
  return name === undefined ? { kind: 'anonymous', origin } : person(name);
}

export function person(name: string): Person {
  return {
    kind: 'person',
    id: `usr_${name}`,
    name,
    operator: name === 'operator',
    sessionId: `session-${name}`,
    authenticatedAt: new Date(),
    origin: { address: '127.0.0.1', agent: 'test' },
  };
}

export const cookieOf = (name: string): string => `person=${name}`;
