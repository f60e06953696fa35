import { kernelErrors } from '@e-code/kernel/contract';
import type { Failure } from '@e-code/kernel/contract';
import type { Sql } from '../database/connect.ts';
import type { AccessRequest, AccessRule } from './rule.ts';

/** Names the one thing that is asked about, to be compared with the one that a guest was let into. */
export type GuestTerms = (asked: { input: unknown; sql: Sql }) => string | undefined | Promise<string | undefined>;

/**
 * What speaks against a guest doing this. Decided before the rule: where it names no terms a guest is a visitor, and what
 * they were not let into looks absent. Rules that let everybody in decide about guests themselves.
 */
export async function refuseGuest(
  rule: AccessRule,
  { actor, input, sql }: AccessRequest<unknown>,
): Promise<Failure | undefined> {
  if (actor.kind !== 'guest' || rule.audience === 'anyone') return undefined;
  if (rule.guests === undefined) return kernelErrors.unauthenticated();
  return (await rule.guests({ input, sql })) === actor.subject ? undefined : kernelErrors.not_found();
}
