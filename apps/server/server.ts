import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  Connections,
  createMemoryBus,
  createSite,
  migratePlatform,
  startPlatform,
  systemClock,
} from '@e-code/kernel/server';
import type { Kernel, Log, Role } from '@e-code/kernel/server';
import { projectOf } from '@e-code/sandboxes/server';
import { composeFeatures } from './compose.ts';
import { openDatabase } from './database.ts';
import { openWebApplication } from './page.ts';
import { choosePorts } from './ports.ts';
import type { Ports } from './ports.ts';
import type { ServerSettings } from './settings.ts';

export interface RunningServer {
  origin: string;
  database: string;
  sandbox: string;
  setupLink: string | undefined;
  stop(): Promise<void>;
}

/** Starts everything in order: data, database, what an earlier process left, features, HTTP. Undoes it when a step fails. */
export async function startServer(settings: ServerSettings, log: Log, roles: Role[]): Promise<RunningServer> {
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const dataDirectory = resolve(settings.dataDirectory);
    await mkdir(dataDirectory, { recursive: true });
    const web = await openWebApplication();
    const { database, description, close } = await openDatabase(settings, log);
    undo.push(close);
    const ports = await choosePorts(settings, () => database);
    undo.push(() => ports.sandboxes.close());
    const site = createSite(settings, settings.port);
    const kernel: Kernel = {
      bus: createMemoryBus(),
      clock: systemClock,
      connections: new Connections(),
      database,
      dataDirectory,
      log,
      site,
    };
    const composition = await composeFeatures(kernel, ports, process.env);
    await migratePlatform(kernel, composition.features);
    const sandbox = await recoverSandboxes(ports, log);
    const platform = await startPlatform({
      kernel,
      features: composition.features,
      roles,
      listen: { port: settings.port, host: settings.bind },
      appsDomain: settings.appsDomain,
      offerService: (service, accept) =>
        ports.sandboxes.offer(service, (connection, sandboxId) => accept(connection, projectOf(sandboxId))),
      ...web,
    });
    undo.push(() => platform.stop());
    return {
      origin: site.publicOrigin,
      database: description,
      sandbox,
      setupLink: await composition.setupLink(),
      stop,
    };
  } catch (error) {
    await stop().catch((failure: unknown) => log.error({ err: failure }, 'Clearing up after the failed start failed'));
    throw error;
  }
}

/** Clears what a killed process left, and says which runtime there is. Without one the rest of E-Code still works. */
async function recoverSandboxes({ sandboxes }: Ports, log: Log): Promise<string> {
  try {
    await sandboxes.recover();
    const { driver, runtime } = await sandboxes.describe();
    return `${driver} with ${runtime.name} ${runtime.version}`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn({ reason }, 'Sandboxes do not work on this machine');
    return `not available: ${reason}`;
  }
}
