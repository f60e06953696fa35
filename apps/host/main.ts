import { startHost } from './server.ts';
import { takeSettings } from './settings.ts';

/** A failure that nothing awaited must not take the user's terminals and programs down with it. */
process.on('unhandledRejection', (error) => console.error(error));
process.on('uncaughtException', (error) => console.error(error));

const starting = startHost(takeSettings(process.env));
starting.catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

let ending = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    void starting.then((running) => running.close()).finally(() => process.exit(0));
  });
}
