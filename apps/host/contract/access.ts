/** Without zod, because the host reads these at its start. */

/** What a person may do in a project, from the gateway's decision. The host checks it again on every route and message. */
export const personCapabilities = ['read', 'write', 'run'] as const;
export type PersonCapability = (typeof personCapabilities)[number];

/** `platform` is for what the platform itself hands over, such as secrets. To people such routes do not exist. */
export const capabilities = [...personCapabilities, 'platform'] as const;
export type Capability = (typeof capabilities)[number];

/** The request header by which the gateway says who acts. A gateway must remove any such header that a browser sent. */
export const actorHeader = 'x-ecode-actor';
