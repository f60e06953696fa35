import { z } from 'zod';
import { idSchema } from '@e-code/kernel/contract';

export const personId = idSchema('usr');
export const sessionId = idSchema('ses');
export const invitationId = idSchema('inv');
export const identityId = idSchema('idn');
export const passkeyId = idSchema('pky');

/** What people type as their address; see `emailKey` on the server for when two of them are the same. */
export const email = z.string().trim().max(254).pipe(z.email('This is not an e-mail address.'));

// Control and direction characters would let a name pose as something else in lists and mails.
export const fullName = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(80, 'Use at most 80 characters.')
  .regex(/^[^\p{Cc}\p{Bidi_Control}]*$/u, 'Leave out control characters.');

/** Length is what makes a password strong (NIST SP 800-63B 3.1.1); the server refuses common ones as well. */
export const newPassword = z.string().min(10, 'Use at least 10 characters.').max(256, 'Use at most 256 characters.');

/** A password to check: bounded, because hashing costs by length. */
export const triedPassword = z.string().min(1, 'Enter your password.').max(256, 'This is too long for a password.');

/** 32 random bytes in base64url. */
export const secretToken = z.string().regex(/^[\w-]{43}$/, 'This link is incomplete. Copy the whole address.');

/** Six digits of an authenticator app, or a recovery code; spaces and case do not matter. */
export const secondFactorCode = z.string().trim().min(6, 'Enter the code.').max(40, 'This is too long for a code.');

export const moment = z.iso.datetime();

export const signInOptions = z.object({
  /** Whether the installation waits for its owner. */
  setupOpen: z.boolean(),
  registration: z.enum(['invite', 'open']),
  /** The name of the identity provider, when one is set up. */
  provider: z.string().nullable(),
  /** `outbox`: mail stays on the server and the operator hands it over. */
  mail: z.enum(['outbox', 'smtp']),
});
export type SignInOptions = z.infer<typeof signInOptions>;

export const signInResult = z.discriminatedUnion('state', [
  z.object({ state: z.literal('signed_in') }),
  /** The first proof was right; `ticket` goes with the code to the second step. */
  z.object({ state: z.literal('second_factor'), ticket: secretToken }),
]);
export type SignInResult = z.infer<typeof signInResult>;

export const currentPerson = z.object({ id: personId, name: z.string(), email: z.string(), operator: z.boolean() });

export const passkey = z.object({
  id: passkeyId,
  name: z.string(),
  /** Copied between the person's devices by its maker. */
  synced: z.boolean(),
  createdAt: moment,
  lastUsedAt: moment.nullable(),
});
export type Passkey = z.infer<typeof passkey>;

export const identity = z.object({
  id: identityId,
  provider: z.string(),
  email: z.string().nullable(),
  createdAt: moment,
});

export const profile = z.object({
  ...currentPerson.shape,
  emailVerified: z.boolean(),
  hasPassword: z.boolean(),
  twoFactor: z.boolean(),
  recoveryCodesLeft: z.int(),
  passkeys: z.array(passkey),
  identities: z.array(identity),
});
export type Profile = z.infer<typeof profile>;

export const session = z.object({
  id: sessionId,
  current: z.boolean(),
  address: z.string(),
  /** Such as "Firefox on Linux". */
  agent: z.string(),
  method: z.string(),
  createdAt: moment,
  seenAt: moment,
});
export type Session = z.infer<typeof session>;

export const person = z.object({
  ...currentPerson.shape,
  owner: z.boolean(),
  disabled: z.boolean(),
  twoFactor: z.boolean(),
  createdAt: moment,
  seenAt: moment.nullable(),
});
export type Person = z.infer<typeof person>;

export const invitation = z.object({
  id: invitationId,
  email: z.string(),
  invitedBy: z.string(),
  createdAt: moment,
  expiresAt: moment,
});
export type Invitation = z.infer<typeof invitation>;

export const mailSummary = z.object({ id: z.string(), writtenAt: moment, to: z.string(), subject: z.string() });
export const mail = mailSummary.extend({ from: z.string(), text: z.string(), html: z.string().optional() });
