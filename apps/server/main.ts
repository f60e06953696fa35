import { announce, explainFailedStart } from './announce.ts';
import { createLog, readSettings } from '@e-code/kernel/server';
import type { Log, Role } from '@e-code/kernel/server';
import { startServer } from './server.ts';
import type { RunningServer } from './server.ts';
import { serverSettings } from './settings.ts';
import type { ServerSettings } from './settings.ts';

const ROLES: readonly Role[] = ['api', 'jobs'];

/** Reads `--roles=api,jobs`. Without it the process carries all roles. */
function readRoles(programArguments: string[]): Role[] {
  const given = programArguments.find((argument) => argument.startsWith('--roles='))?.slice('--roles='.length);
  if (given === undefined) return [...ROLES];
  const roles = given.split(',');
  const unknown = roles.find((role) => !ROLES.some((known) => known === role));
  if (unknown !== undefined) throw new Error(`There is no role "${unknown}". The roles are ${ROLES.join(' and ')}.`);
  return ROLES.filter((role) => roles.includes(role));
}

/** Stops once on the first signal; a second one ends the process at once, for people in a hurry. */
function stopOnSignals(server: RunningServer, log: Log): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(130);
    stopping = true;
    process.stdout.write('\n  Stopping …\n');
    try {
      await server.stop();
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, 'E-Code did not stop cleanly; the next start clears up');
      process.exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop());
}

async function run(): Promise<void> {
  const begun = performance.now();
  let settings: ServerSettings | undefined;
  try {
    settings = readSettings(serverSettings, process.env);
    const log = createLog(settings.logLevel);
    const server = await startServer(settings, log, readRoles(process.argv.slice(2)));
    stopOnSignals(server, log);
    announce({ ...server, seconds: (performance.now() - begun) / 1000 });
  } catch (error) {
    process.stderr.write(`\n  ${explainFailedStart(error, settings)}\n\n`);
    process.exit(1);
  }
}

await run();
