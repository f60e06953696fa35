import { anyone } from '@e-code/kernel/server';
import type { Actor, Person, ServerFeature } from '@e-code/kernel/server';

export interface Fact {
  name: string;
  actor: string | null;
  payload: Record<string, unknown>;
}

/** Remembers facts, and says who sent a request by a cookie that names the person: what accounts do, without passwords. */
export function peopleFeature(facts: Fact[]): ServerFeature {
  return {
    name: 'people',
    subscriptions: [
      {
        name: 'people.remember',
        event: '*',
        handle: ({ name, actor, payload }) =>
          void facts.push({ name, actor: actor.id, payload: payload as Fact['payload'] }),
      },
    ],
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
