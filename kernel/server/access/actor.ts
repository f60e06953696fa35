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

/** The platform itself, with a name that says which part of it acts. */
export interface SystemActor {
  kind: 'system';
  id: string;
}

/** Who acts. Every request, message and job has exactly one. */
export type Actor = Anonymous | Person | SystemActor;

/** The signed-in person behind a call whose rule let only people through. */
export function personOf(actor: Actor): Person {
  if (actor.kind !== 'person') throw kernelErrors.unauthenticated();
  return actor;
}

/** The named actor of a part of the platform, such as a job. */
export function systemActor(name: string): SystemActor {
  return { kind: 'system', id: `system:${name}` };
}
