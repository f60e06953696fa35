import type { Actor } from '../contract/capabilities.ts';

/**
 * Who commits: the person who acts, whatever the shared sandbox is configured with. Addresses of people stay with the
 * platform; `.invalid` (RFC 2606) says that nobody is reached there.
 */
export function identityOf(actor: Actor): Record<string, string> {
  const name = actor.name.replaceAll(/[<>\n\0]/g, ' ').trim() || actor.id;
  const email = `${actor.id.replaceAll(/[^\w.-]/g, '')}@users.invalid`;
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
}
