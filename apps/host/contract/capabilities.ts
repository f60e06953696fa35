import { z } from 'zod';

/** What a person may do in a project, from the gateway's decision. The host checks it again on every route and message. */
export const capabilities = ['read', 'write', 'run'] as const;
export const capabilitySchema = z.enum(capabilities);
export type Capability = z.infer<typeof capabilitySchema>;

export const actorSchema = z.object({
  id: z.string().min(1).max(200),
  name: z.string().max(200),
  capabilities: z.array(capabilitySchema).max(capabilities.length),
});
export type Actor = z.infer<typeof actorSchema>;

/** The request header by which the gateway says who acts. A gateway must remove any such header that a browser sent. */
export const actorHeader = 'x-ecode-actor';

/** One header value: JSON with everything beyond ASCII escaped, because header values are bytes and names are not. */
export function formatActor(actor: Actor): string {
  return JSON.stringify(actor).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
