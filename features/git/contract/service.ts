import { z } from 'zod';

/** The two services of git's smart HTTP protocol: what serves a fetch and what serves a push. */
export const service = z.enum(['git-upload-pack', 'git-receive-pack']);
export type Service = z.infer<typeof service>;

/** The type of a request's body. No page can send it across sites without a preflight, which is never granted. */
export function bodyType(name: Service): string {
  return `application/x-${name}-request`;
}
