import { z } from 'zod';
import type { TokenKind } from './tokens.ts';

const kind = <Data extends z.ZodType>(purpose: string, minutes: number, data: Data): TokenKind<Data> => ({
  purpose,
  minutes,
  data,
});
const nothing = z.object({});
const newcomer = z.object({ name: z.string(), email: z.string(), passwordHash: z.string() });

/** The one-time secrets of accounts and how long each works, in minutes. */
export const tokenKinds = {
  signInLink: kind('sign_in_link', 15, nothing),
  passwordReset: kind('password_reset', 30, nothing),
  emailVerification: kind('email_verification', 24 * 60, z.object({ emailKey: z.string() })),
  emailChange: kind('email_change', 60, z.object({ email: z.string() })),
  /** What somebody filled in; only the mail job uses it, to find out whether the address is free. */
  registrationRequest: kind('registration_request', 60, newcomer),
  /** The same, once the link to it was sent to the address. */
  registration: kind('registration', 24 * 60, newcomer),
  /** Between the first and the second proof. */
  secondFactor: kind('second_factor', 10, z.object({ method: z.enum(['password', 'link', 'identity']) })),
  passkeySignIn: kind('passkey_sign_in', 5, nothing),
  passkeyConfirmation: kind('passkey_confirmation', 5, nothing),
  passkeyRegistration: kind('passkey_registration', 5, nothing),
  /** The way to the identity provider and back. */
  provider: kind(
    'provider',
    15,
    z.object({
      intent: z.enum(['sign_in', 'link', 'confirm']),
      verifier: z.string(),
      nonce: z.string(),
      next: z.string(),
      sessionId: z.string().optional(),
    }),
  ),
};
