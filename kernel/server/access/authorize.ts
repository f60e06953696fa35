import { kernelErrors } from '@e-code/kernel/contract';
import type { Failure } from '@e-code/kernel/contract';
import { refuseGuest } from './guest.ts';
import { refuseToken } from './token.ts';
import type { AccessRequest, AccessRule, Decision } from './rule.ts';

/**
 * The one access function: every endpoint, door, socket message, live channel and job passes here.
 * @throws the failure that fits the decision; a denied read looks like an absent thing.
 */
export async function authorize(accessRule: AccessRule, request: AccessRequest<unknown>): Promise<void> {
  const refusal =
    (await refuseToken(accessRule.token, request)) ??
    (await refuseGuest(accessRule, request)) ??
    failureFor(await accessRule.decide(request));
  if (refusal !== undefined) throw refusal;
}

/** Refuses visitors, and guests where they are visitors, before their input is parsed, so that they learn nothing of what would be accepted. */
export function refuseVisitors(accessRule: AccessRule, actor: AccessRequest<unknown>['actor']): void {
  const visits = actor.kind === 'anonymous' || (actor.kind === 'guest' && accessRule.guests === undefined);
  if (accessRule.audience !== 'anyone' && visits) throw kernelErrors.unauthenticated();
}

function failureFor(decision: Decision): Failure | undefined {
  switch (decision.kind) {
    case 'allow':
      return undefined;
    case 'unauthenticated':
      return kernelErrors.unauthenticated();
    case 'reauthenticate':
      return kernelErrors.reauthentication_required();
    case 'not_found':
      return kernelErrors.not_found();
    case 'forbidden':
      return kernelErrors.forbidden({ need: decision.need });
  }
}
