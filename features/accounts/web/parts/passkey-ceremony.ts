import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from '@simplewebauthn/browser';

type AuthenticationOptions = Parameters<typeof startAuthentication>[0]['optionsJSON'];
type RegistrationOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];

/** What the server gave out; its fields are WebAuthn's and go to the browser as they are. */
export interface Challenge {
  options: { challenge: string };
}

type Answer = { id: string; response: Record<string, unknown> };

export const hasPasskeys = browserSupportsWebAuthn;
export const hasPasskeyAutofill = browserSupportsWebAuthnAutofill;

/** Asks the device for a proof. With `autofill` the browser offers passkeys in the e-mail field and waits. */
export async function provePasskey({ options }: Challenge, autofill = false): Promise<Answer> {
  const optionsJSON = options as unknown as AuthenticationOptions;
  const answer = await startAuthentication({ optionsJSON, useBrowserAutofill: autofill });
  return answer as unknown as Answer;
}

/** Takes back what `provePasskey` still waits for, such as the offer in a field of a page that is left. */
export function cancelProof(): void {
  WebAuthnAbortService.cancelCeremony();
}

/** Makes a passkey on the device. */
export async function makePasskey({ options }: Challenge): Promise<Answer> {
  const answer = await startRegistration({ optionsJSON: options as unknown as RegistrationOptions });
  return answer as unknown as Answer;
}

/** Whether the person closed the browser's dialog, or another request took its place. */
export function isCancelled(error: unknown): boolean {
  if (error instanceof WebAuthnError) return true;
  return error instanceof DOMException && ['NotAllowedError', 'AbortError'].includes(error.name);
}
