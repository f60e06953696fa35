import { type RunningHost, startHost } from './server.ts';
import { takeSettings } from './settings.ts';

/** A failure that nothing awaited must not take the user's terminals and programs down with it. */
process.on('unhandledRejection', (error) => console.error(error));
process.on('uncaughtException', (error) => console.error(error));

const start = async (): Promise<RunningHost> => startHost(takeSettings(process.env));

const starting = start();
starting.catch((error: unknown) => {
  // Nothing listens, so the process ends by itself.
  console.error(error);
  process.exitCode = 1;
});

let ending = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    void starting.then((running) => running.close()).finally(() => process.exit(0));
  });
}
