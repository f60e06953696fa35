import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** What the provider says about whoever signs in next. */
export interface TestClaims {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
}

export interface TestIdentityProvider {
  issuer: string;
  settings: Record<string, string>;
  claims: TestClaims;
  /** Where it may send visitors back to. */
  redirect: string;
  /** Walks through the provider as a browser does. @returns the address on E-Code that it sends the visitor back to */
  visit(address: string): Promise<string>;
  stop(): Promise<void>;
}

/** A certified OpenID Connect provider on a port of this machine, where everybody is signed in without being asked. */
export async function startIdentityProvider(): Promise<TestIdentityProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state: { claims: TestClaims; redirect: string } = { claims: { sub: 'nobody' }, redirect: '' };
  let provider: Provider | undefined;

  // E-Code's address is known only when its platform has started, and its settings name the provider before that.
  const start = (redirect: string): Provider => {
    const made = new Provider(issuer, {
      clients: [{ client_id: 'e-code', client_secret: 'a secret of the test', redirect_uris: [redirect] }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      conformIdTokenClaims: false,
      ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      findAccount: (_context, id) => ({ accountId: id, claims: () => ({ ...state.claims, sub: id }) }),
      async loadExistingGrant({ oidc }) {
        const grant = new oidc.provider.Grant({
          clientId: oidc.client?.clientId ?? '',
          accountId: oidc.session?.accountId ?? '',
        });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
    });
    return made;
  };
  server.on('request', (request, response) => {
    provider ??= start(state.redirect);
    if (!request.url?.startsWith('/interaction/')) return void provider.callback()(request, response);
    provider
      .interactionFinished(request, response, { login: { accountId: state.claims.sub, remember: false } })
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
    return undefined;
  });

  return Object.assign(state, {
    issuer,
    settings: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: 'e-code',
      OIDC_CLIENT_SECRET: 'a secret of the test',
      OIDC_NAME: 'Test ID',
    },
    async visit(address: string) {
      const cookies = new Map<string, string>();
      let next = address;
      for (let step = 0; step < 10 && next.startsWith(issuer); step += 1) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
        for (const line of response.headers.getSetCookie()) {
          const [pair = ''] = line.split(';');
          cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
        }
        const location = response.headers.get('location');
        if (location === null) throw new Error(`The provider answered ${response.status}: ${await response.text()}`);
        next = new URL(location, next).href;
      }
      return next;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
