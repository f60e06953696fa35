import { eq } from 'drizzle-orm';
import { accountsEvents } from '@e-code/accounts/contract';
import { authorize, createSeal, defineFeature, subscription } from '@e-code/kernel/server';
import type { Actor, Kernel, ServerFeature } from '@e-code/kernel/server';
import { gitContract } from '../contract/index.ts';
import { gitAccess } from './access.ts';
import { createSshKeyUses } from './keys/keyring.ts';
import { listenForEnded, publishEnded } from './keys/revocation.ts';
import { forgetRemotes, remoteHandlers } from './remotes/keep.ts';
import { remoteOperations } from './remotes/operate.ts';
import type { RemoteParts } from './remotes/parts.ts';
import { lfsDoors } from './lfs/doors.ts';
import { Grants } from './lfs/grants.ts';
import { grantLfs } from './lfs/over-ssh.ts';
import { createService } from './service.ts';
import type { GitSettings } from './settings.ts';
import { countVisits, smartHttpDoors } from './smart-http/doors.ts';
import type { Outside as HttpOutside } from './smart-http/doors.ts';
import type { SshParts } from './ssh/connection.ts';
import { listen } from './ssh/listener.ts';
import type { Listener } from './ssh/listener.ts';
import { sshKeys } from './tables.ts';

export { gitSettings } from './settings.ts';

/** What git asks of other features and of the installation; composition hands it over. */
export interface Outside extends HttpOutside, Pick<SshParts, 'bind' | 'talkToHost'> {
  settings: GitSettings;
  people: SshParts['people'] & RemoteParts['people'];
  projects: HttpOutside['projects'] & RemoteParts['projects'];
}

/** Projects as repositories for git clients, over HTTP and SSH. Git itself runs in the sandbox of the project. */
export function createGit(kernel: Kernel, outside: Outside): ServerFeature {
  const access = gitAccess(outside.projects);
  const uses = createSshKeyUses(kernel);
  const { sshPort } = outside.settings;
  const remoteParts = { kernel, seal: createSeal(kernel.dataDirectory, 'git'), ...outside };
  let listener: Listener | undefined;
  let stopListening: (() => void) | undefined;

  const parts = {
    ...outside,
    kernel,
    visits: countVisits(kernel),
    async authorize(rule: string, actor: Actor, input: unknown): Promise<void> {
      const found = access[rule];
      if (found === undefined) throw new Error(`There is no rule ${rule}`);
      await authorize(found, { actor, input, sql: kernel.database.read, now: kernel.clock.now() });
    },
  };
  const grants = new Grants(kernel.clock);
  const ssh: Omit<SshParts, 'hostKey'> = {
    ...parts,
    noteUse: uses.note,
    grantLfs: (person, command) => grantLfs(parts, grants, person, command),
  };

  return defineFeature({
    name: 'git',
    contract: gitContract,
    handlers: {
      ...createService(kernel, () => listener?.served),
      ...remoteHandlers(remoteParts),
      ...remoteOperations(remoteParts),
    },
    access,
    migrations: new URL('./migrations/', import.meta.url),
    doors: [...smartHttpDoors(parts), ...lfsDoors(parts)],
    identifyToken: async (token) => grants.find(token),
    subscriptions: [
      forgetRemotes,
      // The keys stay, for the day when the account is switched on again; what they opened ends.
      subscription('git.suspend', accountsEvents.personDisabled, async ({ payload }, { sql, afterCommit }) => {
        const rows = await sql.select({ id: sshKeys.id }).from(sshKeys).where(eq(sshKeys.personId, payload.personId));
        const ids = rows.map(({ id }) => id);
        afterCommit(() => publishEnded(kernel, { ids, reason: 'This account was switched off.' }));
      }),
    ],
    async start() {
      uses.start();
      stopListening = listenForEnded(kernel, (id) => grants.forget(id));
      if (sshPort !== undefined) listener = await listen(ssh, sshPort);
    },
    async stop() {
      stopListening?.();
      await listener?.close();
      await uses.stop();
    },
  });
}
