import type { PersonCapability } from '@e-code/host/contract';
import { includesRole, type Project } from '@e-code/projects/contract';

export type Rights = Readonly<
  Record<PersonCapability, boolean> & {
    /** To change something through git, which runs what the repository configures. */
    git: boolean;
    /** To see who works here, and to bring others. */
    share: boolean;
  }
>;

/** What the page offers to a role. The gateway and the host decide again with every request. */
export function rightsOf({ role, guest }: Pick<Project, 'role' | 'guest'>): Rights {
  const write = includesRole(role, 'writer');
  const run = includesRole(role, 'runner');
  return { read: true, write, run, git: write && run, share: !guest };
}
