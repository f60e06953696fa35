import { kernelErrors } from '@e-code/kernel/contract';
import type { Person } from '@e-code/kernel/server';
import { projectAt } from '../access.ts';
import type { LfsCommand } from '../ssh/command.ts';
import { lfsAddress } from './doors.ts';
import type { LfsParts } from './doors.ts';
import { GRANT_SECONDS } from './grants.ts';
import type { Grants } from './grants.ts';

/** What `git-lfs-authenticate` answers: SSH says who comes, and the files go over HTTP with a token for a quarter of an hour. */
export async function grantLfs(
  { kernel, projects, authorize }: LfsParts,
  grants: Grants,
  person: Person,
  { repository, operation }: LfsCommand,
): Promise<object> {
  const writes = operation === 'upload';
  await authorize(writes ? 'git.push' : 'git.fetch', person, { repository });
  const projectId = await projectAt(projects, kernel.database.read, repository);
  if (projectId === undefined) throw kernelErrors.not_found();
  const token = grants.issue(person, { projectId, writes });
  return {
    href: lfsAddress(kernel, repository),
    header: { Authorization: `Bearer ${token}` },
    expires_in: GRANT_SECONDS,
  };
}
