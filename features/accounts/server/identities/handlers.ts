import { and, eq } from 'drizzle-orm';
import { kernelErrors } from '@e-code/kernel/contract';
import { accountsEvents } from '@e-code/accounts/contract';
import type { accountsContract } from '@e-code/accounts/contract';
import { personOf, serializeCookie } from '@e-code/kernel/server';
import type { Handlers } from '@e-code/kernel/server';
import { keepAWayIn } from '../people/ways-in.ts';
import type { Accounts, Visit } from '../service.ts';
import { identities } from '../tables.ts';
import { tokenKinds } from '../tokens/kinds.ts';
import { makeSecret } from '../tokens/secret.ts';
import { storeToken } from '../tokens/tokens.ts';

type Own = 'startProviderSignIn' | 'startIdentityLink' | 'startProviderConfirmation' | 'removeIdentity';

/** The cookie that ties the way to the provider to one browser, so that nobody is signed in by another's answer. */
export function errandCookieName({ kernel }: Pick<Accounts, 'kernel'>): string {
  return kernel.site.secureCookies ? '__Host-ecode_provider' : 'ecode_provider';
}

/** The ways to the identity provider. Each answers with the address to go to. */
export function identityHandlers(accounts: Accounts): Pick<Handlers<typeof accountsContract>, Own> {
  const { kernel } = accounts;

  async function start(
    visit: Visit,
    intent: 'sign_in' | 'link' | 'confirm',
    next: string,
  ): Promise<{ address: string }> {
    const { provider } = accounts;
    if (provider === undefined) {
      throw kernelErrors.port_not_configured({ port: 'Sign-in with an identity provider', setting: 'OIDC_ISSUER' });
    }
    const state = makeSecret();
    const data = {
      intent,
      nonce: makeSecret(),
      verifier: makeSecret(),
      next: ownPath(next),
      ...(visit.actor.kind === 'person' && { sessionId: visit.actor.sessionId }),
    };
    const address = await provider.address({ state, ...data, anew: intent === 'confirm' });
    await storeToken(kernel.database.read, tokenKinds.provider, kernel.clock.now(), { secret: state, data });
    const { minutes } = tokenKinds.provider;
    const secure = kernel.site.secureCookies;
    visit.setCookie(
      serializeCookie(errandCookieName(accounts), state, { maxAgeSeconds: minutes * 60, sameSite: 'Lax', secure }),
    );
    return { address };
  }

  return {
    startProviderSignIn: ({ input, ...visit }) => start(visit, 'sign_in', input.next ?? '/'),
    startIdentityLink: (visit) => start(visit, 'link', '/account'),
    startProviderConfirmation: ({ input, ...visit }) => start(visit, 'confirm', input.next ?? '/account'),
    async removeIdentity({ input, actor, sql, emit }) {
      const { id: personId } = personOf(actor);
      const [gone] = await sql
        .delete(identities)
        .where(and(eq(identities.id, input.id), eq(identities.personId, personId)))
        .returning();
      if (gone === undefined) throw kernelErrors.not_found();
      await keepAWayIn(sql, personId);
      await emit(accountsEvents.identityUnlinked, { personId, issuer: gone.issuer });
      return {};
    },
  };
}

/** Only addresses of this application are carried: `//host` and `/\host` would leave it. */
function ownPath(next: string): string {
  return /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : '/';
}
