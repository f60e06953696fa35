import { randomBytes } from 'node:crypto';
import type { Clock, Person } from '@e-code/kernel/server';
import { TOKEN_PREFIX } from '@e-code/kernel/server';

/** How long somebody who came over SSH may go on over HTTP. Git lfs asks again when it ends. */
export const GRANT_SECONDS = 900;
const MOST_GRANTS = 10_000;
const PREFIX = `${TOKEN_PREFIX}lfs_`;

interface Grant {
  readonly person: Person;
  readonly expiresAt: number;
}

/** Tokens by which git lfs goes on over HTTP for whom SSH recognised. In memory: after a restart git lfs asks for another. */
export class Grants {
  readonly #clock: Clock;
  readonly #grants = new Map<string, Grant>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A token for one project, and for sending to it only when `writes` says so. */
  issue(person: Person, { projectId, writes }: { projectId: string; writes: boolean }): string {
    const now = this.#clock.now().getTime();
    for (const [old, { expiresAt }] of this.#grants) {
      if (expiresAt > now && this.#grants.size < MOST_GRANTS) break;
      this.#grants.delete(old);
    }
    const token = PREFIX + randomBytes(32).toString('base64url');
    const limited = {
      ...person,
      token: { scopes: writes ? ['project:read', 'project:write'] : ['project:read'], subjects: [projectId] },
    };
    this.#grants.set(token, { person: limited, expiresAt: now + GRANT_SECONDS * 1_000 });
    return token;
  }

  find(token: string): Person | undefined {
    const found = token.startsWith(PREFIX) ? this.#grants.get(token) : undefined;
    return found !== undefined && found.expiresAt > this.#clock.now().getTime() ? found.person : undefined;
  }

  /** The key with which somebody came is no longer good. */
  forget(sshKeyId: string): void {
    for (const [token, { person }] of this.#grants) if (person.sessionId === sshKeyId) this.#grants.delete(token);
  }
}
