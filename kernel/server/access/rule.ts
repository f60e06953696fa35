import type { z } from 'zod';
import type { Sql } from '../database/connect.ts';
import type { Actor, Participant, Person, Program } from './actor.ts';
import type { GuestTerms } from './guest.ts';
import { parseTerms } from './token.ts';
import type { TokenTerms } from './token.ts';

/**
 * - `not_found`: the actor may not even know that the thing exists.
 * - `forbidden`: the actor sees the thing but needs another role.
 * - `reauthenticate`: allowed, once the person proves again who they are.
 */
export type Decision =
  | { kind: 'allow' }
  | { kind: 'unauthenticated' }
  | { kind: 'reauthenticate' }
  | { kind: 'not_found' }
  | { kind: 'forbidden'; need: string };

export interface AccessRequest<Input> {
  actor: Actor;
  input: Input;
  sql: Sql;
  now: Date;
}

/** Who may use an endpoint, socket, channel or job. Made by the functions below only, so that each says whom it lets in. */
export interface AccessRule {
  /** `anyone` rules let visitors through; the others refuse them before the input is even parsed. */
  audience: 'anyone' | 'person' | 'program' | 'system';
  /** One sentence for the list of rules and for reviewers. */
  says: string;
  /** On which terms a token may do it, `always` where nobody is asked who they are; without, none may. */
  token?: TokenTerms | 'always';
  /** Present when guests may pass too, those of the thing that it names; without, none may. */
  guests?: GuestTerms;
  decide(request: AccessRequest<unknown>): Decision | Promise<Decision>;
}

const allow: Decision = { kind: 'allow' };

/** Everybody, signed in or not. The reason is part of the rule because such a door must be argued for. */
export function anyone(reason: string): AccessRule {
  return { audience: 'anyone', says: `Anyone: ${reason}`, token: 'always', decide: () => allow };
}

/** Every signed-in person. */
export function signedIn(token?: TokenTerms): AccessRule {
  return {
    audience: 'person',
    says: 'Every signed-in person',
    ...(token && { token }),
    decide: ({ actor }) => forPeople(actor, () => allow),
  };
}

/** People who operate the installation. To others the thing does not exist. */
export function operator(): AccessRule {
  return {
    audience: 'person',
    says: 'Operators of the installation',
    decide: ({ actor }) => forPeople(actor, (person) => (person.operator ? allow : { kind: 'not_found' })),
  };
}

/** A rule that looks at what is asked for. The schema names the fields that it reads; the endpoint's input must have them. */
export function rule<Fields extends z.ZodType>(definition: {
  says: string;
  fields: Fields;
  token?: TokenTerms<z.output<Fields>>;
  decide(request: AccessRequest<z.infer<Fields>> & { person: Person }): Decision | Promise<Decision>;
}): AccessRule {
  return {
    audience: 'person',
    says: definition.says,
    ...(definition.token && { token: parseTerms(definition.fields, definition.token) }),
    decide: ({ actor, input, sql, now }) =>
      forPeople(actor, (person) =>
        definition.decide({ actor, person, sql, now, input: definition.fields.parse(input) }),
      ),
  };
}

/** A rule about one thing that also its guests may pass. `subject` names the thing, and `decide` knows what they may do. */
export function participantRule<Fields extends z.ZodType>(definition: {
  says: string;
  fields: Fields;
  token?: TokenTerms<z.output<Fields>>;
  subject(asked: { input: z.output<Fields>; sql: Sql }): string | undefined | Promise<string | undefined>;
  decide(request: AccessRequest<z.infer<Fields>> & { participant: Participant }): Decision | Promise<Decision>;
}): AccessRule {
  const { says, fields, token, subject, decide } = definition;
  return {
    audience: 'person',
    says,
    ...(token && { token: parseTerms(fields, token) }),
    guests: ({ input, sql }) => subject({ sql, input: fields.parse(input) }),
    decide(request) {
      const { actor } = request;
      if (actor.kind !== 'person' && actor.kind !== 'guest') return { kind: 'unauthenticated' };
      return decide({ ...request, participant: actor, input: fields.parse(request.input) });
    },
  };
}

/** A rule for services that programs in sandboxes use. To everybody else the thing does not exist. */
export function programRule<Fields extends z.ZodType>(definition: {
  says: string;
  fields: Fields;
  decide(request: AccessRequest<z.infer<Fields>> & { program: Program }): Decision | Promise<Decision>;
}): AccessRule {
  return {
    audience: 'program',
    says: definition.says,
    decide(request) {
      const { actor } = request;
      if (actor.kind !== 'program') return { kind: 'not_found' };
      return definition.decide({ ...request, program: actor, input: definition.fields.parse(request.input) });
    },
  };
}

/** A rule that decides about whoever acts, also about visitors: for things that their owner may open to everybody. */
export function visitorRule<Fields extends z.ZodType>(definition: {
  says: string;
  fields: Fields;
  token?: TokenTerms<z.output<Fields>>;
  decide(request: AccessRequest<z.infer<Fields>>): Decision | Promise<Decision>;
}): AccessRule {
  return {
    audience: 'anyone',
    says: definition.says,
    ...(definition.token && { token: parseTerms(definition.fields, definition.token) }),
    decide: (request) => definition.decide({ ...request, input: definition.fields.parse(request.input) }),
  };
}

/** The same rule, but the person must have proved who they are within the last `minutes`. No token has such a proof. */
export function freshly(minutes: number, inner: AccessRule): AccessRule {
  return {
    audience: inner.audience,
    says: `${inner.says}, with a proof of identity not older than ${minutes} minutes`,
    async decide(request) {
      const decision = await inner.decide(request);
      if (decision.kind !== 'allow' || request.actor.kind !== 'person') return decision;
      const age = request.now.getTime() - request.actor.authenticatedAt.getTime();
      return age <= minutes * 60_000 ? allow : { kind: 'reauthenticate' };
    },
  };
}

function forPeople(
  actor: Actor,
  decide: (person: Person) => Decision | Promise<Decision>,
): Decision | Promise<Decision> {
  return actor.kind === 'person' ? decide(actor) : { kind: 'unauthenticated' };
}
