import { event } from '@e-code/kernel/contract';
import { z } from 'zod';
import { personId, sessionId } from './shapes.ts';

const aboutPerson = z.object({ personId });
export const signInMethod = z.enum(['password', 'passkey', 'link', 'identity', 'setup', 'invitation', 'registration']);

export const ownerCreated = event('accounts.owner_created', aboutPerson);
export const signedIn = event(
  'accounts.signed_in',
  z.object({ personId, sessionId, method: signInMethod, secondFactor: z.boolean() }),
);
/** Never holds what was tried. `personId` is null when no account has the address. */
export const signInFailed = event(
  'accounts.sign_in_failed',
  z.object({ personId: personId.nullable(), method: z.string(), reason: z.string() }),
);
export const identityConfirmed = event('accounts.identity_confirmed', z.object({ personId, by: z.string() }));
export const sessionEnded = event(
  'accounts.session_ended',
  z.object({ personId, sessionIds: z.array(sessionId), reason: z.string() }),
);
export const passwordChanged = event(
  'accounts.password_changed',
  z.object({ personId, how: z.enum(['person', 'reset']) }),
);
export const emailVerified = event('accounts.email_verified', aboutPerson);
export const emailChangeAsked = event('accounts.email_change_asked', z.object({ personId, to: z.string() }));
export const emailChanged = event('accounts.email_changed', z.object({ personId, from: z.string(), to: z.string() }));
export const passkeyAdded = event('accounts.passkey_added', z.object({ personId, name: z.string() }));
export const passkeyRemoved = event('accounts.passkey_removed', z.object({ personId, name: z.string() }));
export const twoFactorOn = event('accounts.two_factor_switched_on', aboutPerson);
export const twoFactorOff = event('accounts.two_factor_switched_off', aboutPerson);
export const recoveryCodesMade = event('accounts.recovery_codes_made', aboutPerson);
export const recoveryCodeUsed = event('accounts.recovery_code_used', z.object({ personId, left: z.int() }));
export const identityLinked = event('accounts.identity_linked', z.object({ personId, issuer: z.string() }));
export const identityUnlinked = event('accounts.identity_unlinked', z.object({ personId, issuer: z.string() }));
export const personInvited = event(
  'accounts.person_invited',
  z.object({ invitationId: z.string(), email: z.string() }),
);
export const invitationWithdrawn = event('accounts.invitation_withdrawn', z.object({ invitationId: z.string() }));
export const personJoined = event(
  'accounts.person_joined',
  z.object({ personId, email: z.string(), how: signInMethod }),
);
export const personDisabled = event('accounts.person_disabled', aboutPerson);
export const personEnabled = event('accounts.person_enabled', aboutPerson);
export const operatorChanged = event('accounts.operator_changed', z.object({ personId, operator: z.boolean() }));
export const mailRead = event('accounts.mail_read', z.object({ mailId: z.string() }));
