import { kernelErrors } from '@e-code/kernel/contract';
import type { TokenGrant } from './token.ts';

/** Where a request came from, as the log and the audit trail keep it. */
export interface Origin {
  /** The peer's address; an IPv6 address is kept whole here and cut to its /64 where tries are counted. */
  address: string;
  agent: string;
}

export interface Anonymous {
  kind: 'anonymous';
  origin: Origin;
}

export interface Person {
  kind: 'person';
  id: string;
  name: string;
  /** Whether this person operates the installation. */
  operator: boolean;
  /** Of the session, or of the token that the request came with; whatever is open under it ends when it is revoked. */
  sessionId: string;
  /** Present when the request came with a token: the person acts within it. */
  token?: TokenGrant;
  /** When the person last proved who they are, for actions that ask for a fresh proof. */
  authenticatedAt: Date;
  origin: Origin;
}

/** Somebody without an account whom the owner of one thing let in with a link. Everywhere else they are a visitor. */
export interface Guest {
  kind: 'guest';
  id: string;
  name: string;
  /** The one thing that they were let into, such as a project, by identifier. */
  subject: string;
  /** Of the visit; whatever is open under it ends with the link. */
  sessionId: string;
  origin: Origin;
}

/** Whoever has a name and a session that can be ended. */
export type Participant = Person | Guest;

/**
 * A program that runs in a sandbox and uses a service of the platform. The network says where it runs; who started it is
 * not known, and it may be anybody's code.
 */
export interface Program {
  kind: 'program';
  id: string;
  /** What the sandbox belongs to, such as a project, by identifier. */
  subject: string;
}

/** The platform itself, with a name that says which part of it acts. */
export interface SystemActor {
  kind: 'system';
  id: string;
}

/** Who acts. Every request, message and job has exactly one. */
export type Actor = Anonymous | Guest | Person | Program | SystemActor;

/** The signed-in person behind a call whose rule let only people through. */
export function personOf(actor: Actor): Person {
  if (actor.kind !== 'person') throw kernelErrors.unauthenticated();
  return actor;
}

/** The person or guest behind a call whose rule lets guests through as well. */
export function participantOf(actor: Actor): Participant {
  return actor.kind === 'guest' ? actor : personOf(actor);
}

/** Whatever runs in the sandbox of this thing. */
export function programIn(subject: string): Program {
  return { kind: 'program', id: `program:${subject}`, subject };
}

/** The named actor of a part of the platform, such as a job. */
export function systemActor(name: string): SystemActor {
  return { kind: 'system', id: `system:${name}` };
}
