import { z } from 'zod';
import { capabilities } from './access.ts';

export { actorHeader, capabilities, personCapabilities, type Capability, type PersonCapability } from './access.ts';

export const capabilitySchema = z.enum(capabilities);

export const actorSchema = z.object({
  id: z.string().min(1).max(200),
  name: z.string().max(200),
  capabilities: z.array(capabilitySchema).max(capabilities.length),
  /** Whether the project is theirs. Said only where it matters: in pushes of git. */
  owner: z.boolean().optional(),
});
export type Actor = z.infer<typeof actorSchema>;

/** One header value: JSON with everything beyond ASCII escaped, because header values are bytes and names are not. */
export function formatActor(actor: Actor): string {
  return asciiJson(actor);
}

/** JSON as the value of a header. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
