import type { Capability } from '@e-code/host/contract';
import { includesRole, type Role } from '@e-code/projects/contract';

export type Rights = Readonly<Record<Capability, boolean>>;

/** What the page offers to a role. The gateway and the host decide again with every request. */
export function rightsOf(role: Role): Rights {
  return { read: true, write: includesRole(role, 'editor'), run: includesRole(role, 'runner') };
}
