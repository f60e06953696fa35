import type { ServerFeature } from '../feature.ts';
import { parseCookies } from '../http/cookies.ts';

/**
 * Stands where accounts stand in the product: the cookie `person` says who it is, and without one it is a visitor.
 * @param nameOf the name of a person; undefined for whoever is nobody. Default: everybody is called by their identifier
 */
export function identityFeature(nameOf: (id: string) => string | undefined = (id) => id): ServerFeature {
  const origin = { address: '127.0.0.1', agent: 'test' };
  return {
    name: 'identity',
    access: {},
    async identify({ headers }) {
      const id = parseCookies(headers.cookie).get('person');
      const name = id === undefined ? undefined : nameOf(id);
      if (id === undefined || name === undefined) return { kind: 'anonymous', origin };
      return { kind: 'person', id, name, operator: false, sessionId: `ses_${id}`, authenticatedAt: new Date(), origin };
    },
  };
}
