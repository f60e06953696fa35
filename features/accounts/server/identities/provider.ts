import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
} from 'openid-client';
import type { Configuration } from 'openid-client';
import { accountsErrors } from '@e-code/accounts/contract';
import type { Kernel } from '@e-code/kernel/server';
import type { AccountsSettings } from '../settings.ts';

/** What must come back unchanged from the way to the provider. */
export interface Errand {
  state: string;
  nonce: string;
  verifier: string;
  /** Asks the provider for a new proof instead of a session that it remembers. */
  anew: boolean;
}

export interface ProvenIdentity {
  issuer: string;
  subject: string;
  email: string | null;
  emailVerified: boolean;
  name: string | null;
}

/** An OpenID Connect provider: authorization code flow with PKCE, state and nonce. */
export interface Provider {
  name: string;
  /** Where to send the visitor. @throws provider_unavailable */
  address(errand: Errand): Promise<string>;
  /** Redeems the answer. @throws provider_refused, provider_unavailable */
  redeem(answer: URL, errand: Errand): Promise<ProvenIdentity>;
}

/** Thrown at start when the settings of the provider do not fit together. */
export class ProviderSettingsError extends Error {
  override readonly name = 'ProviderSettingsError';
}

export const CALLBACK_PATH = '/api/sign-in/provider/answer';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @returns nothing when OIDC_ISSUER is not set */
export function createProvider(kernel: Kernel, settings: AccountsSettings): Provider | undefined {
  const { oidcIssuer, oidcClientId, oidcClientSecret, oidcName } = settings;
  if (oidcIssuer === undefined) return undefined;
  if (oidcClientId === undefined || oidcClientSecret === undefined) {
    throw new ProviderSettingsError('OIDC_ISSUER is set; OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are needed with it.');
  }
  const issuer = new URL(oidcIssuer);
  const insecure = issuer.protocol === 'http:';
  if (insecure && !LOOPBACK.has(issuer.hostname)) {
    throw new ProviderSettingsError('OIDC_ISSUER must begin with https:// unless the provider is on this machine.');
  }
  // oxlint-disable-next-line typescript/no-deprecated -- marked so to be noticed; it is used for a provider on this machine only
  const execute = insecure ? [allowInsecureRequests] : [];
  let found: Promise<Configuration> | undefined;
  const configuration = (): Promise<Configuration> => {
    found ??= discovery(issuer, oidcClientId, oidcClientSecret, undefined, { execute, timeout: 10 }).catch(
      (error: unknown) => {
        // The next visitor tries again.
        found = undefined;
        kernel.log.warn({ err: error, issuer: issuer.origin }, 'The identity provider could not be asked');
        throw accountsErrors.provider_unavailable();
      },
    );
    return found;
  };
  return {
    name: oidcName,
    async address({ state, nonce, verifier, anew }) {
      const url = buildAuthorizationUrl(await configuration(), {
        redirect_uri: kernel.site.publicOrigin + CALLBACK_PATH,
        scope: 'openid email profile',
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(anew && { max_age: '0', prompt: 'login' }),
      });
      return url.href;
    },
    async redeem(answer, { state, nonce, verifier, anew }) {
      const granted = await authorizationCodeGrant(await configuration(), answer, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        // Seconds since the proof at the provider: time for the redirect, none for a session that it remembered.
        ...(anew && { maxAge: 120 }),
      }).catch((error: unknown) => {
        kernel.log.info({ err: error, issuer: issuer.origin }, 'An answer of the identity provider was refused');
        throw accountsErrors.provider_refused();
      });
      const claims = granted.claims();
      if (claims === undefined) throw accountsErrors.provider_refused();
      return {
        issuer: claims.iss,
        subject: claims.sub,
        email: typeof claims['email'] === 'string' ? claims['email'] : null,
        emailVerified: claims['email_verified'] === true,
        name: typeof claims['name'] === 'string' ? claims['name'] : null,
      };
    },
  };
}
