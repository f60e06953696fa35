import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApiKeys } from '@e-code/api-keys/server';
import { createAudit } from '@e-code/audit/server';
import { accountsSettings, createAccounts, networkOf } from '@e-code/accounts/server';
import { createComments } from '@e-code/comments/server';
import { createGit, gitSettings } from '@e-code/git/server';
import { kernelSettings, readSettings } from '@e-code/kernel/server';
import type { Kernel, ServerFeature } from '@e-code/kernel/server';
import { createKeyValue, keyValueSettings } from '@e-code/key-value/server';
import { createNotifications, notificationsSettings } from '@e-code/notifications/server';
import { createProjects, projectsSettings } from '@e-code/projects/server';
import { createSandboxes, sandboxSettings } from '@e-code/sandboxes/server';
import type { Ports } from './ports.ts';
import { findLanguageServers, findToolchains } from './toolchains.ts';

export interface Composition {
  features: ServerFeature[];
  setupLink(): Promise<string | undefined>;
}

const hostDirectory = fileURLToPath(new URL('../host/dist', import.meta.url));

/** Ties the features together: what one needs of another is handed over here and nowhere else. */
export async function composeFeatures(
  kernel: Kernel,
  ports: Ports,
  environment: NodeJS.ProcessEnv,
): Promise<Composition> {
  const accounts = createAccounts(kernel, {
    settings: readSettings(accountsSettings, environment),
    mail: ports.mail,
    outbox: ports.outbox,
  });
  const toolchains = await findToolchains();
  const projects = createProjects(kernel, {
    ...readSettings(projectsSettings, environment),
    sandbox: ports.sandboxes,
    people: accounts.people,
    programFolders: toolchains.map(({ source }) => join(source, 'bin')),
  });
  const keyValue = createKeyValue(kernel, {
    kv: ports.kv,
    settings: readSettings(keyValueSettings, environment),
    projects: projects.directory,
  });
  const sandboxes = createSandboxes(kernel, {
    sandboxes: ports.sandboxes,
    projects: projects.directory,
    hostBundle: {
      directory: hostDirectory,
      node: process.execPath,
      toolchains: [...toolchains, ...findLanguageServers(hostDirectory)],
    },
    settings: readSettings(sandboxSettings, environment),
    environment: [keyValue.environmentOf],
  });
  const apiKeys = createApiKeys(kernel, {
    people: accounts.people,
    originOf: accounts.originOf,
    projects: projects.directory,
  });
  const git = createGit(kernel, {
    settings: readSettings(gitSettings, environment),
    bind: readSettings({ bind: kernelSettings.bind }, environment).bind,
    networkOf,
    people: accounts.people,
    projects: projects.directory,
    passToHost: sandboxes.passToHost,
    talkToHost: sandboxes.talkToHost,
  });
  const notifications = createNotifications(kernel, {
    people: accounts.people,
    mail: ports.mail,
    settings: readSettings(notificationsSettings, environment),
  });
  const comments = createComments(kernel, {
    people: accounts.people,
    projects: projects.directory,
    notify: notifications.notify,
  });
  const audit = createAudit(kernel, { people: accounts.people });
  return {
    features: [accounts, apiKeys, projects, keyValue, sandboxes, git, notifications, comments, audit],
    setupLink: () => accounts.setupLink(),
  };
}
